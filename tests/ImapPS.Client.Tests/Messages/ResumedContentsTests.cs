using System.Text;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Contents come whole and once where the connection is lost, whatever is cut, and where the server asks for a pause.</summary>
public class ResumedContentsTests : EngineTest
{
    private static readonly ContentOptions Small = new() { CommandBytes = 2000, WindowBytes = 6000, SliceBytes = 1000, MaxMessages = 3 };

    public ResumedContentsTests() => Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };

    private static byte[] Message(int length, int seed)
    {
        var text = new StringBuilder($"Subject: {seed}\r\n\r\n");
        var random = new Random(seed);
        while (text.Length < length)
            text.Append((char)('a' + random.Next(26)), random.Next(1, 60)).Append("\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static async Task<(List<ContentResult> Results, MemoryStream[] Streams, int[] Opened)> ReadAsync(ImapSession session, uint validity, (uint Uid, string Section, long? Size, string? Encoding)[] wanted, ContentOptions options)
    {
        var streams = wanted.Select(static _ => new MemoryStream()).ToArray();
        var opened = new int[wanted.Length];
        var requests = wanted.Select((w, i) => new ContentRequest(w.Uid, w.Section, () =>
        {
            opened[i]++;
            return streams[i];
        })
        { Size = w.Size, Encoding = w.Encoding }).ToArray();
        var results = new List<ContentResult>();
        await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, validity, requests, options, Cancel))
            results.Add(result);
        return (results, streams, opened);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_come_whole_wherever_it_is_cut(bool sizesKnown)
    {
        var messages = new[] { 50, 900, 2500, 70, 80, 5000, 60 }.Select(Message).ToArray();
        foreach (var message in messages)
            Inbox.Add(message);
        var wanted = messages.Select((m, i) => ((uint)i + 1, "", sizesKnown ? m.Length : (long?)null, (string?)null)).ToArray();
        var lost = 0;
        for (var octets = 1; octets < 11_000; octets += 173)
        {
            await using var session = await ConnectAsync();
            Server.Faults.CutAfterSent(octets, octets % 2 == 0 ? CutKind.Close : CutKind.Reset);
            var (results, streams, opened) = await ReadAsync(session, Inbox.UidValidity, wanted, Small).WaitAsync(Hang);
            Assert.Equal(wanted.Select(static w => w.Item1), results.Select(static r => r.Request.Uid));
            Assert.All(results, static r => Assert.Null(r.Error));
            Assert.Equal(messages, streams.Select(static s => s.ToArray()));
            Assert.All(opened, static o => Assert.Equal(1, o));
            lost += session.Reconnects;
            Server.Faults.Clear();
        }

        Assert.True(lost > 50, $"It was cut {lost} times only.");
    }

    [Fact]
    public async Task A_large_content_is_not_read_from_its_beginning_again()
    {
        var message = Message(3_000_000, 1);
        Inbox.Add(message);
        var session = await ConnectAsync();
        var validity = (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel)).UidValidity;
        Server.Statistics.Reset();
        // As one literal, its size not being known.
        Server.Faults.CutAfterSent(2_000_000);
        var (results, streams, _) = await ReadAsync(session, validity, [(1, "", null, null)], ContentOptions.Default).WaitAsync(Hang);
        Assert.Null(Assert.Single(results).Error);
        Assert.Equal(message, streams[0].ToArray());
        Assert.Equal(1, session.Reconnects);
        Assert.InRange(Server.Statistics.OctetsSent, 3_000_000, 3_300_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_encoding_is_taken_off_across_the_cut(bool binary)
    {
        if (binary)
            Options.Capabilities.Add("BINARY");
        var content = new byte[9000];
        new Random(3).NextBytes(content);
        var encoded = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        Inbox.Add(Encoding.ASCII.GetBytes($"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n"));
        for (var octets = 1; octets < 12_000; octets += 311)
        {
            await using var session = await ConnectAsync();
            Server.Faults.CutAfterSent(octets);
            foreach (var options in new[] { Small, ContentOptions.Default })
            {
                var (results, streams, _) = await ReadAsync(session, Inbox.UidValidity, [(1, "1", encoded.Length + 2, "base64")], options).WaitAsync(Hang);
                Assert.Null(Assert.Single(results).Error);
                Assert.False(results[0].IsDamaged);
                Assert.Equal(content, streams[0].ToArray());
            }

            Server.Faults.Clear();
        }
    }

    [Fact]
    public async Task What_the_server_can_not_decode_goes_on_too()
    {
        Options.Capabilities.Add("BINARY");
        var content = new byte[6000];
        new Random(4).NextBytes(content);
        var encoded = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        Inbox.Add(Encoding.ASCII.GetBytes($"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n"));
        for (var octets = 1; octets < 9000; octets += 411)
        {
            await using var session = await ConnectAsync();
            Server.Faults.AnswerNext("UID FETCH", "{tag} NO [UNKNOWN-CTE] no");
            Server.Faults.CutAfterSent(octets);
            var (results, streams, opened) = await ReadAsync(session, Inbox.UidValidity, [(1, "1", encoded.Length + 2, "base64")], octets % 2 == 0 ? Small : ContentOptions.Default).WaitAsync(Hang);
            Assert.Null(Assert.Single(results).Error);
            Assert.Equal(content, streams[0].ToArray());
            Assert.Equal([1], opened);
            Server.Faults.Clear();
        }
    }

    [Fact]
    public async Task A_pause_loses_and_doubles_nothing()
    {
        var messages = new[] { 50, 900, 2500, 70, 80, 5000, 60, 70, 80, 90 }.Select(Message).ToArray();
        foreach (var message in messages)
            Inbox.Add(message);
        for (var at = 0; at < 6; at++)
        {
            await using var session = await ConnectAsync();
            Server.Faults.AnswerNext("UID FETCH", "{tag} NO [THROTTLED] later", times: at + 1);
            var (results, streams, opened) = await ReadAsync(session, Inbox.UidValidity, messages.Select((m, i) => ((uint)i + 1, "", (long?)m.Length, (string?)null)).ToArray(), Small).WaitAsync(Hang);
            Assert.All(results, static r => Assert.Null(r.Error));
            Assert.Equal(messages, streams.Select(static s => s.ToArray()));
            Assert.All(opened, static o => Assert.Equal(1, o));
            Server.Faults.Clear();
        }
    }

    [Fact]
    public async Task A_mailbox_made_anew_meanwhile_ends_the_reading()
    {
        Inbox.Add(Message(2_000_000, 1));
        var session = await ConnectAsync();
        var request = new ContentRequest(1, "", () =>
        {
            Inbox.ChangeUidValidity();
            session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
            return new MemoryStream();
        });
        await FailsAsync(ImapError.UidValidityChanged, async () =>
        {
            await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, Inbox.UidValidity, [request], null, Cancel))
                Assert.Fail($"{result.Received} octets came.");
        });
    }

    [Fact]
    public async Task A_line_that_is_cut_again_and_again_is_followed_as_long_as_octets_come()
    {
        var message = Message(3_000_000, 1);
        Inbox.Add(message);
        var session = await ConnectAsync();
        Server.Faults.CutAfterSent(400_000, everyConnection: true);
        var (results, streams, _) = await ReadAsync(session, Inbox.UidValidity, [(1, "", null, null)], ContentOptions.Default with { SliceBytes = 300_000 }).WaitAsync(Hang);
        Assert.Null(Assert.Single(results).Error);
        Assert.Equal(message, streams[0].ToArray());
        Assert.True(session.Reconnects > 5, $"It was cut {session.Reconnects} times only.");
    }

    [Fact]
    public async Task Without_reconnecting_the_loss_is_told()
    {
        Reconnect = ReconnectPolicy.Never;
        Inbox.Add(Message(100_000, 1));
        var session = await ConnectAsync();
        Server.Faults.CutAfterSent(50_000);
        await FailsAsync(ImapError.ConnectionLost, () => ReadAsync(session, Inbox.UidValidity, [(1, "", null, null)], ContentOptions.Default));
    }
}
