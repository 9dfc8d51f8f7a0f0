using System.Collections;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers who can log in to the test servers of this runspace.</summary>
public sealed class TestUserCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        from server in TestServerStore.Current.All
        from user in server.Users
        group server by user into same
        select (same.Key, string.Join(", ", same));
}
