using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client.Changes;
using ImapPS.Client.Messages;
using ImapPS.Integration.Tests.Scenarios;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>Reading and watching on real servers behind a line that is cut: nothing is missed, and nothing comes twice.</summary>
public sealed class LostConnectionTests(FaultTable table, DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reads_each_message_once_over_a_line_that_is_cut_again_and_again(string name)
    {
        var server = await StartedAsync(name);
        await using var line = new FaultyLine(server.Host, server.Port);
        var mailbox = MailboxName.Create(server.Mailbox("Read-" + Guid.NewGuid().ToString("N")[..8]));
        await using (var observer = await ServerClient.ConnectAsync(server, server.Port))
            await ServerClient.AddAsync(observer, mailbox, [.. Enumerable.Range(1, 120).Select(static i => $"{i}")]);
        await using var session = await ServerClient.ConnectAsync(server, line.Port);
        var read = new List<uint>();
        line.FailAfter(2500, toServer: false);
        await foreach (var batch in session.FetchAllAsync(mailbox, new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Envelope }, FetchOptions.Default with { FirstWindow = 8, MaxWindow = 16 }, Token))
        {
            read.AddRange(batch.Messages.Select(m => m.Uid));
            line.FailAfter(2500, toServer: false);
        }

        Assert.Equal(Enumerable.Range(1, 120).Select(i => (uint)i), read);
        Count(name, "FETCH, whole mailbox", session.Reconnects);
        Assert.True(session.Reconnects >= 2, $"It was cut {session.Reconnects} times only.");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_large_content_goes_on_in_its_middle(string name)
    {
        var server = await StartedAsync(name);
        await using var line = new FaultyLine(server.Host, server.Port);
        var mailbox = MailboxName.Create(server.Mailbox("Large-" + Guid.NewGuid().ToString("N")[..8]));
        var text = new StringBuilder("From: a@example.org\r\nSubject: large\r\nMessage-ID: <large@example.org>\r\n\r\n");
        var random = new Random(7);
        while (text.Length < 1_500_000)
            text.Append((char)('a' + random.Next(26)), random.Next(1, 70)).Append("\r\n");
        var message = Encoding.ASCII.GetBytes(text.ToString());
        uint validity;
        await using (var observer = await ServerClient.ConnectAsync(server, server.Port))
        {
            validity = Assert.Single(await ServerClient.AddAsync(observer, mailbox, "small")).UidValidity;
            await foreach (var result in observer.AppendAsync(mailbox, [new AppendItem(AppendSource.FromBytes(message))], null, Token))
                Assert.Null(result.Error);
        }

        foreach (var options in new[] { ContentOptions.Default, ContentOptions.Default with { SliceBytes = 200_000 } })
        {
            await using var session = await ServerClient.ConnectAsync(server, line.Port);
            await session.SelectAsync(mailbox, write: false, Token);
            var stream = new MemoryStream();
            var request = new ContentRequest(2, "", () => stream) { Size = options == ContentOptions.Default ? null : message.Length };
            line.FailAfter(700_000, toServer: false);
            await foreach (var result in session.ReadContentsAsync(mailbox, validity, [request], options, Token))
                Assert.Null(result.Error);
            Assert.Equal(message, stream.ToArray());
            Count(name, "FETCH, large content", session.Reconnects);
            Assert.Equal(1, session.Reconnects);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_watcher_hears_of_everything_once(string name)
    {
        var server = await StartedAsync(name);
        await using var line = new FaultyLine(server.Host, server.Port);
        var mailbox = MailboxName.Create(server.Mailbox("Watched-" + Guid.NewGuid().ToString("N")[..8]));
        await using var observer = await ServerClient.ConnectAsync(server, server.Port);
        var validity = (await ServerClient.AddAsync(observer, mailbox, "1", "2", "3", "4"))[0].UidValidity;
        var trace = new ConcurrentQueue<string>();
        await using var session = await ServerClient.ConnectAsync(server, line.Port, trace: trace);
        var heard = new List<string>();
        var expected = new List<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(Form.Hang);
        var round = 0;
        // Courier looks for changes during IDLE when its file system tells it, or else every so often.
        var options = new WatchOptions { IdleTime = TimeSpan.FromSeconds(1), PollInterval = TimeSpan.FromSeconds(1) };
        var watching = session.WatchAsync([mailbox], options, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = watching.MoveNextAsync().AsTask();
        await ServerClient.WatchingAsync(trace);
        while (true)
        {
            if (round < 4)
            {
                if (round % 2 == 1)
                    line.FailAfter(1, toServer: false);
                var added = Assert.Single(await ServerClient.AddAsync(observer, mailbox, $"{10 + round}"));
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
        Count(name, "watch", session.Reconnects);
        Assert.True(session.Reconnects >= 1);
    }

    private void Count(string server, string operation, int losses)
    {
        var row = new FaultRow(server, operation, "closed, received");
        row.Count(Outcome.Done, losses);
        table.Add(row);
    }
}
