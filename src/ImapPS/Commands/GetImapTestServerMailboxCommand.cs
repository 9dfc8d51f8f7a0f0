using System.Management.Automation;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Loopback;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Shows the mailboxes of test servers, with the messages in them.</para>
/// <para type="description">Looks into servers of Start-ImapTestServer without a session: what a script under test left behind. What it gives is the state at that moment, and doesn't change with the server.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapTestServerMailbox")]
[OutputType(typeof(ImapTestServerMailbox))]
public sealed class GetImapTestServerMailboxCommand : PSCmdlet
{
    /// <summary><para type="description">Names, with wildcards. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TestMailboxCompleter))]
    public string[]? Name { get; set; }

    /// <summary><para type="description">Whose mailboxes. Default: those of the server's first user.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TestUserCompleter))]
    public string? UserName { get; set; }

    /// <summary><para type="description">The servers. Default: all that run in this runspace.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public ImapTestServer[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var server in InputObject ?? TestServerStore.Current.All)
        {
            var users = server.Engine.Options.Users;
            if ((UserName is null ? users[0] : users.FirstOrDefault(u => u.Name == UserName)) is { } user)
                Write(server, user);
            else
                WriteError(ErrorFactory.Create(ErrorIds.NoSuchTestUser, ErrorCategory.ObjectNotFound, UserName, server, UserName, string.Join(", ", server.Users)));
        }
    }

    private void Write(ImapTestServer server, LoopbackUser user)
    {
        var mailboxes = user.Mailboxes.Mailboxes;
        foreach (var name in Name ?? ["*"])
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = mailboxes.Where(m => pattern.IsMatch(m.Name)).ToArray();
            foreach (var mailbox in found)
                WriteObject(new ImapTestServerMailbox(server, user.Name, user.Mailboxes, mailbox));
            if (found.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
                WriteError(ErrorFactory.Create(ErrorIds.TestMailboxNotFound, ErrorCategory.ObjectNotFound, name, server, name, user.Name));
        }
    }
}
