using System.Collections;
using ImapPS.Client.Authentication;

namespace ImapPS.Completion;

/// <summary>Offers ways to log in, the strongest first.</summary>
public sealed class MechanismCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        MechanismCatalog.Names.Select(static name => (name, name));
}
