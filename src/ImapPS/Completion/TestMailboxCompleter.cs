using System.Collections;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>Offers the mailboxes of the test servers of this runspace; of their first user, unless another one is named.</summary>
public sealed class TestMailboxCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        from server in TestServerStore.Current.All
        let users = server.Engine.Options.Users
        let user = parameters["UserName"] is string name ? users.FirstOrDefault(u => u.Name == name) : users[0]
        where user is not null
        from mailbox in user.Mailboxes.Mailboxes
        group mailbox by mailbox.Name into same
        select (System.Management.Automation.WildcardPattern.Escape(same.Key), $"{same.Sum(static m => m.Count)} messages");
}
