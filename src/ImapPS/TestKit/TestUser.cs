using System.Management.Automation;
using System.Net;
using ImapPS.Loopback;

namespace ImapPS.TestKit;

/// <summary>Someone who can log in to a test server: as the server knows them, and as Connect-Imap takes them.</summary>
internal sealed class TestUser(PSCredential credential)
{
    public PSCredential Credential { get; } = credential;

    /// <summary>With an INBOX and the usual special mailboxes.</summary>
    public LoopbackUser User { get; } = Create(credential);

    /// <summary>A user whose password is known as text, as it is in tests.</summary>
    public static TestUser Create(string name, string password) => new(new PSCredential(name, new NetworkCredential("", password).SecurePassword));

    private static LoopbackUser Create(PSCredential credential)
    {
        var user = new LoopbackUser(credential.UserName, credential.GetNetworkCredential().Password);
        user.Mailboxes.AddSpecialMailboxes();
        return user;
    }
}
