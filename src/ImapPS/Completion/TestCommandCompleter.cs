using System.Collections;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers the commands that the test servers of this runspace got.</summary>
public sealed class TestCommandCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        from server in TestServerStore.Current.All
        from command in server.Engine.Log.Exchanges
        group command by command.Name into same
        orderby same.Key
        select (same.Key, $"{same.Count()} times");
}
