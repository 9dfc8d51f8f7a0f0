using System.Collections;
using System.Globalization;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers the numbers of the sessions there are.</summary>
public sealed class SessionIdCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        ImapSessionStore.Current.Sessions.Select(static s => (s.Id.ToString(CultureInfo.InvariantCulture), $"{s}, {s.State}"));
}
