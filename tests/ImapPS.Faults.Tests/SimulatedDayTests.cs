using System.Threading.Channels;
using ImapPS.Client.Authentication;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests;

/// <summary>
/// A day with a cut a minute, the waiting left out: a mailbox is watched while a second client delivers, flags and expunges,
/// both cut off at any moment. With IMAPPS_LONG_TESTS all 1,440 minutes, else an hour.
/// </summary>
[Collection(Name)]
public sealed class SimulatedDayTests(FaultTable table, ITestOutputHelper output)
{
    public const string Name = "Alone";

    private const int Kept = 20;

    private static readonly int Minutes = Form.IsLong ? 1440 : 60;

    private readonly Random _random = new(2026);
    private readonly List<string> _expected = [];
    private readonly List<string> _heard = [];
    private readonly Queue<uint> _there = new();
    private int _events;
    private volatile Task _settled = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_event_is_lost_or_doubled_and_nothing_grows()
    {
        var options = new LoopbackOptions { Tls = false };
        options.Mechanisms.Clear();
        options.Mechanisms.Add("PLAIN");
        await using var server = LoopbackServer.Start(options);
        await using var watcher = await ConnectAsync(server);
        await using var client = await ConnectAsync(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var heard = Channel.CreateUnbounded<string>();
        var watching = WatchAsync(watcher, heard.Writer, stop.Token);
        while (server.Log.Commands is not [.., "IDLE"])
            await Task.Delay(5, Token);

        var samples = new List<DaySample>();
        for (var minute = 1; minute <= Minutes; minute++)
        {
            await Task.WhenAll(WorkAsync(client, server), CutAsync(server)).WaitAsync(Form.Hang, Token);
            while (_heard.Count < _expected.Count)
                _heard.Add(await heard.Reader.ReadAsync(Token).AsTask().WaitAsync(Form.Hang, Token));
            Compare();
            server.Log.Clear();
            if (minute % (Minutes / 12) == 0)
                samples.Add(DaySample.Take(minute));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        while (heard.Reader.TryRead(out var late))
            _heard.Add(late);
        Compare();
        Assert.True(watcher.Reconnects >= Minutes / 2, $"The watcher was cut {watcher.Reconnects} times only.");
        foreach (var sample in samples)
            output.WriteLine(sample.ToString());
        output.WriteLine($"{Minutes} cuts, {watcher.Reconnects} reconnects of the watcher, {client.Reconnects} of the other client, {_events} events, each heard once.");
        var row = new FaultRow("loopback", "a day with a cut a minute, watched", "closed and reset");
        row.Count(Outcome.Done, watcher.Reconnects);
        table.Add(row);
        await DaySample.AssertNoGrowthAsync(samples);
    }

    /// <summary>What came twice stands beside the next minute's events.</summary>
    private void Compare()
    {
        Assert.Equal(_expected.Order(StringComparer.Ordinal), _heard.Order(StringComparer.Ordinal));
        _events += _expected.Count;
        _expected.Clear();
        _heard.Clear();
    }

    private async Task<ImapSession> ConnectAsync(LoopbackServer server)
    {
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        var request = new ConnectRequest(server.Host)
        {
            Security = ConnectionSecurity.None,
            StartTlsPort = server.Port,
            // Time is compressed, but not to nothing: the server ends what it was at, as it would within the seconds that are left out.
            Reconnect = new ReconnectPolicy { Wait = (_, cancellationToken) => _settled.WaitAsync(cancellationToken) },
            Compress = CompressionUse.Off,
        };
        return await ImapSession.ConnectAsync(request, credentials, Token);
    }

    private static async Task WatchAsync(ImapSession session, ChannelWriter<string> heard, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var changes in session.WatchAsync([MailboxName.Inbox], null, cancellationToken))
            {
                foreach (var change in changes)
                {
                    // Marked before it goes: seen by those who look at that moment.
                    if (change.Kind != MailboxChangeKind.Flags || change.Message?.Flags?.Has(SystemFlags.Deleted) != true)
                        await heard.WriteAsync($"{change.Kind} {change.Uid}", CancellationToken.None);
                }
            }
        }
        catch (Exception e)
        {
            heard.TryComplete(e is OperationCanceledException ? null : e);
            throw;
        }
    }

    /// <summary>One message comes, the one before it is flagged, and the oldest goes.</summary>
    private async Task WorkAsync(ImapSession client, LoopbackServer server)
    {
        var validity = server.Mailboxes.Inbox.UidValidity;
        if (_there.Count > 0)
        {
            var flagged = _there.Last();
            var stored = Assert.Single(await client.StoreAsync(MailboxName.Inbox, validity, UidSet.Of(flagged), new StoreRequest(StoreMode.Add, MessageFlags.Create(SystemFlags.Flagged)), Token));
            Assert.Null(stored.Error);
            _expected.Add($"Flags {flagged}");
        }

        if (_there.Count == Kept)
        {
            var gone = _there.Dequeue();
            Assert.Null(Assert.Single(await client.RemoveAsync(MailboxName.Inbox, validity, UidSet.Of(gone), new RemoveOptions(), Token)).Error);
            _expected.Add($"Removed {gone}");
        }

        var text = $"Subject: mail\r\nMessage-ID: <{Guid.NewGuid():N}@example.org>\r\n\r\nText\r\n";
        await foreach (var added in client.AppendAsync(MailboxName.Inbox, [new AppendItem(AppendSource.FromBytes(System.Text.Encoding.ASCII.GetBytes(text)))], null, Token))
        {
            Assert.Null(added.Error);
            _there.Enqueue(added.Uid);
            _expected.Add($"New {added.Uid}");
        }
    }

    private async Task CutAsync(LoopbackServer server)
    {
        for (var turns = _random.Next(60); turns > 0; turns--)
            await Task.Yield();
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _settled = settled.Task;
        await server.CutConnectionsAsync(_random.Next(2) == 0 ? CutKind.Close : CutKind.Reset);
        settled.SetResult();
    }
}
