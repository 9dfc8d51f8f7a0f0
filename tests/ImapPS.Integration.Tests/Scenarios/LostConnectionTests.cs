using System.Security.Cryptography.X509Certificates;
using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>
/// Real servers behind a line that is cut: each message is somewhere once, what is told of it is true, and a watcher misses
/// nothing. IMAPPS_LONG_TESTS cuts at more places.
/// </summary>
public sealed class LostConnectionTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private const int Messages = 3;

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private static readonly int Step = Environment.GetEnvironmentVariable("IMAPPS_LONG_TESTS") is { Length: > 0 } ? 7 : 211;

    // A server ends what it was at in far less; and nobody waits for a minute here.
    private static readonly ReconnectPolicy Soon = new() { Wait = static (_, cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(150), cancellationToken) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<ImapSession> ConnectAsync(ServerDescription server, int port)
    {
        using var credentials = new LoginCredentials(server.User) { Password = new SecretString(server.Password.AsSpan()) };
        return await ImapSession.ConnectAsync(
            new ConnectRequest(server.Host)
            {
                Security = ConnectionSecurity.StartTls,
                StartTlsPort = port,
                Tls = new TlsOptions { CertificateAuthorities = [X509Certificate2.CreateFromPem(File.ReadAllText(server.CaFile))] },
                Reconnect = Soon,
                Compress = CompressionUse.Off,
            },
            credentials,
            Token);
    }

    private static string Text(int number) => $"From: a@example.org\r\nTo: b@example.org\r\nSubject: message {number}\r\nMessage-ID: <{number}.{Guid.NewGuid():N}@example.org>\r\n\r\nThis is message {number}.\r\n";

    private static async Task<List<AppendResult>> AddAsync(ImapSession session, MailboxName mailbox, int count, int from = 1)
    {
        var results = new List<AppendResult>();
        var items = Enumerable.Range(from, count).Select(i => new AppendItem(AppendSource.FromBytes(Encoding.ASCII.GetBytes(Text(i)))));
        await foreach (var result in session.AppendAsync(mailbox, items, new AppendOptions { CreateMailbox = true }, Token))
        {
            Assert.Null(result.Error);
            results.Add(result);
        }

        return results;
    }

    private static async Task<long> CountAsync(ImapSession session, MailboxName mailbox)
    {
        // What is open may not show yet what others did a moment ago.
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token);
        return await session.CountAsync(mailbox, SearchKey.All, Token);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Moves_copies_and_adds_each_message_once(string name)
    {
        var server = await StartedAsync(name);
        await using var relay = new CuttingRelay(server.Host, server.Port);
        await using var observer = await ConnectAsync(server, server.Port);
        var tag = Guid.NewGuid().ToString("N")[..8];
        var cuts = 0;
        foreach (var toServer in new[] { true, false })
        {
            // Octets of TLS records; the last ones come too late to cut anything.
            for (var octets = 1; octets < 1500; octets += Step)
            {
                var source = MailboxName.Create(server.Mailbox($"Lost-{tag}-{(toServer ? "a" : "b")}{octets}"));
                var target = MailboxName.Create(server.Mailbox($"Kept-{tag}-{(toServer ? "a" : "b")}{octets}"));
                var added = await AddAsync(observer, source, Messages);
                await AddAsync(observer, target, 1, 100);
                var uids = UidSet.From(added.Select(a => a.Uid));

                await using var session = await ConnectAsync(server, relay.Port);
                await session.SelectAsync(source, write: true, Token);
                relay.CutAfter(octets, toServer);
                var copied = Assert.Single(await session.CopyAsync(source, added[0].UidValidity, uids, target, false, Token).WaitAsync(Hang));
                Assert.Null(copied.Error);
                Assert.Equal(Messages + 1, await CountAsync(observer, target));

                relay.CutAfter(octets, toServer);
                var moved = Assert.Single(await session.MoveAsync(source, added[0].UidValidity, uids, target, Token).WaitAsync(Hang));
                Assert.Null(moved.Error);
                Assert.Equal((0, (2 * Messages) + 1), (await CountAsync(observer, source), await CountAsync(observer, target)));

                relay.CutAfter(octets, toServer);
                var more = await AddAsync(session, target, Messages, 200).WaitAsync(Hang);
                Assert.Equal(Messages, more.Count);
                Assert.Equal((3 * Messages) + 1, await CountAsync(observer, target));
                relay.CutAfter(long.MaxValue, toServer);
                cuts += session.Reconnects;
            }
        }

        Assert.True(cuts >= 10, $"It was cut {cuts} times only.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reads_each_message_once_over_a_line_that_is_cut_again_and_again(string name)
    {
        var server = await StartedAsync(name);
        await using var relay = new CuttingRelay(server.Host, server.Port);
        var mailbox = MailboxName.Create(server.Mailbox("Read-" + Guid.NewGuid().ToString("N")[..8]));
        await using (var observer = await ConnectAsync(server, server.Port))
            await AddAsync(observer, mailbox, 120);
        await using var session = await ConnectAsync(server, relay.Port);
        var read = new List<uint>();
        relay.CutAfter(2500, toServer: false);
        await foreach (var batch in session.FetchAllAsync(mailbox, new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Envelope }, FetchOptions.Default with { FirstWindow = 8, MaxWindow = 16 }, Token))
        {
            read.AddRange(batch.Messages.Select(m => m.Uid));
            relay.CutAfter(2500, toServer: false);
        }

        Assert.Equal(Enumerable.Range(1, 120).Select(i => (uint)i), read);
        Assert.True(session.Reconnects >= 2, $"It was cut {session.Reconnects} times only.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_watcher_hears_of_everything_once(string name)
    {
        var server = await StartedAsync(name);
        await using var relay = new CuttingRelay(server.Host, server.Port);
        var mailbox = MailboxName.Create(server.Mailbox("Watched-" + Guid.NewGuid().ToString("N")[..8]));
        await using var observer = await ConnectAsync(server, server.Port);
        var validity = (await AddAsync(observer, mailbox, 4))[0].UidValidity;
        await using var session = await ConnectAsync(server, relay.Port);
        var heard = new List<string>();
        var expected = new List<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(Hang);
        var round = 0;
        // Courier looks for changes during IDLE when its file system tells it, or else every so often.
        var options = new WatchOptions { IdleTime = TimeSpan.FromSeconds(1), PollInterval = TimeSpan.FromSeconds(1) };
        var watching = session.WatchAsync([mailbox], options, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = watching.MoveNextAsync().AsTask();
        // What happens before the watch has begun is not its business.
        await Task.Delay(500, Token);
        while (true)
        {
            if (round < 4)
            {
                if (round % 2 == 1)
                    relay.CutAfter(1, toServer: false);
                var added = Assert.Single(await AddAsync(observer, mailbox, 1, 10 + round));
                await observer.StoreAsync(mailbox, validity, UidSet.Of(1), new StoreRequest(round % 2 == 0 ? StoreMode.Add : StoreMode.Remove, MessageFlags.Create(SystemFlags.Flagged)), Token);
                expected.Add($"New {added.Uid}");
                expected.Add("Flags 1");
                if (round == 3)
                {
                    await observer.RemoveAsync(mailbox, validity, UidSet.Of(2), new RemoveOptions(), Token);
                    expected.Add("Removed 2");
                }
            }

            round++;
            while (heard.Count < expected.Count)
            {
                Assert.True(await next);
                heard.AddRange(watching.Current.Select(c => $"{c.Kind} {c.Uid}").Where(c => c != "Flags 2"));
                next = watching.MoveNextAsync().AsTask();
            }

            Assert.Equal(expected.Order(), heard.Order());
            if (round >= 4)
                break;
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await watching.DisposeAsync();
        Assert.True(session.Reconnects >= 1);
    }
}
