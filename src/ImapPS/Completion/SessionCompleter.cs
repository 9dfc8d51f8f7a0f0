using System.Collections;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers the names of the sessions there are.</summary>
public sealed class SessionCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        ImapSessionStore.Current.Sessions.Select(static s => (s.Name, $"{s}, {s.State}"));
}
