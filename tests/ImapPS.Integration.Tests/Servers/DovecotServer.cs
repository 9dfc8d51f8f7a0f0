using ImapPS.Integration.Tests.Servers;

[assembly: AssemblyFixture(typeof(DovecotServer))]

namespace ImapPS.Integration.Tests.Servers;

public sealed class DovecotServer : RealServer
{
    public DovecotServer()
        : base("dovecot")
    {
    }

    /// <summary>Adds many small messages. The user bench is made for that.</summary>
    public Task BulkAsync(string user, string mailbox, int count) => RunAsync("bulk", user, mailbox, count.ToString());

    /// <summary>A bearer token for a user, valid for a while from now on; a negative while: an expired one.</summary>
    public async Task<string> TokenAsync(string user, TimeSpan valid) =>
        (await RunAsync("token", user, ((int)valid.TotalSeconds).ToString())).Trim();

    /// <summary>What doveadm says, for looking behind the server's back.</summary>
    public Task<string> AdmAsync(params string[] arguments) => RunAsync("adm", arguments);
}
