using ImapPS.Client.Tests.Session;
using ImapPS.Integration.Tests.Servers;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>One session, and many who work on it at the same time, each in other mailboxes: nothing is mixed up.</summary>
public sealed class SharedSessionTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private const int Workers = 8;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Nothing_is_mixed_up(string name)
    {
        var server = await StartedAsync(name);
        var token = TestContext.Current.CancellationToken;
        // Of an account in which nobody else makes mailboxes at the same time: Dovecot may make one then and say that it was there already.
        await using var session = await EngineClient.ConnectAsync(server, user: server.UserNamed("bob"));
        var tag = Guid.NewGuid().ToString("N")[..8];
        string Mailbox(string text) => server.Mailbox($"Shared-{tag}-{text}");
        await SharedSessionWork.FillAsync(session, SharedSessionWork.Common(Mailbox), "common", token);
        var works = Enumerable.Range(0, Workers).Select(i => new SharedSessionWork(session, i, Mailbox, token)).ToArray();
        foreach (var work in works)
            await work.PrepareAsync();
        await Task.WhenAll(works.Select(w => Task.Run(() => w.RunAsync(5), token))).WaitAsync(2 * EngineClient.Hang, token);
    }
}
