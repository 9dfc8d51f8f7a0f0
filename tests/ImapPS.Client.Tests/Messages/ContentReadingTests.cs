using System.Security.Cryptography;
using System.Text;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Messages and parts arrive in their streams octet for octet, in order, whatever their size and whatever the server can do.</summary>
public sealed class ContentReadingTests
{
    private static readonly ContentOptions Small = new() { CommandBytes = 2000, WindowBytes = 8000, SliceBytes = 1000, MaxMessages = 7 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_of_all_sizes_come_whole_and_in_order(bool sizesKnown)
    {
        var sizes = new[] { 0, 1, 900, 999, 1000, 1001, 2000, 2999, 3000, 65_535, 65_536, 65_537, 300_000, 5 };
        await using var server = LoopbackServer.Start();
        var inbox = server.Mailboxes.Inbox;
        var expected = sizes.Select(Message).ToArray();
        foreach (var message in expected)
            inbox.Add(message);
        await using var session = await LoopbackClient.ConnectAsync(server);
        foreach (var options in new[] { ContentOptions.Default, Small })
        {
            // In no order at all: the results have that of the requests.
            var order = Enumerable.Range(0, sizes.Length).OrderBy(static i => i * 7 % 11).ToArray();
            var streams = order.Select(static _ => new MemoryStream()).ToArray();
            var requests = order.Select((i, n) => new ContentRequest((uint)i + 1, "", () => streams[n]) { Size = sizesKnown ? expected[i].Length : null, State = i });
            var results = await ReadAsync(session, inbox.UidValidity, requests, options);
            Assert.Equal(order, results.Select(static r => (int)r.Request.State!));
            for (var n = 0; n < order.Length; n++)
            {
                Assert.Null(results[n].Error);
                Assert.Equal(expected[order[n]], streams[n].ToArray());
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3_000)]
    [InlineData(2_999_999)]
    public async Task A_size_that_was_told_wrongly_does_no_harm(int told)
    {
        await using var server = LoopbackServer.Start();
        var message = Message(12_345);
        server.Mailboxes.Inbox.Add(message);
        await using var session = await LoopbackClient.ConnectAsync(server);
        var stream = new MemoryStream();
        var result = Assert.Single(await ReadAsync(session, server.Mailboxes.Inbox.UidValidity, [new ContentRequest(1, "", () => stream) { Size = told }], Small));
        Assert.Null(result.Error);
        Assert.Equal(message, stream.ToArray());
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task A_part_is_decoded_on_the_way(bool binary, bool sliced)
    {
        var content = Random.Shared.GetItems(Enumerable.Range(0, 256).Select(static i => (byte)i).ToArray(), 20_000);
        await using var server = LoopbackServer.Start(binary ? new LoopbackOptions() : new LoopbackOptions().Without("BINARY"));
        server.Mailboxes.Inbox.Add(WithAttachment(content));
        await using var session = await LoopbackClient.ConnectAsync(server);
        var stream = new MemoryStream();
        var requests = new[] { new ContentRequest(1, "2", () => stream) { Size = content.Length / 3 * 4, Encoding = "BASE64" } };
        var result = Assert.Single(await ReadAsync(session, server.Mailboxes.Inbox.UidValidity, requests, sliced ? Small : null));
        Assert.Null(result.Error);
        Assert.False(result.IsDamaged);
        Assert.Equal(content, stream.ToArray());
        Assert.Equal(binary, result.Received == content.Length);
    }

    [Fact]
    public async Task Where_the_server_can_not_decode_it_is_done_here()
    {
        await using var server = LoopbackServer.Start();
        server.Mailboxes.Inbox.Add("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Transfer-Encoding: x-odd\n\naGVsbG8=\n--b--\n");
        await using var session = await LoopbackClient.ConnectAsync(server);
        var stream = new MemoryStream();
        var result = Assert.Single(await ReadAsync(session, server.Mailboxes.Inbox.UidValidity, [new ContentRequest(1, "1", () => stream) { Encoding = "base64" }]));
        Assert.Null(result.Error);
        Assert.Equal("hello", Encoding.ASCII.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task A_message_that_is_gone_costs_itself_only()
    {
        await using var server = LoopbackServer.Start();
        server.Mailboxes.Inbox.Add("Subject: 1\n\na");
        server.Mailboxes.Inbox.Add("Subject: 2\n\nb");
        server.Mailboxes.Inbox.Expunge([server.Mailboxes.Inbox.Messages[0]]);
        await using var session = await LoopbackClient.ConnectAsync(server);
        var results = await ReadAsync(session, server.Mailboxes.Inbox.UidValidity, new uint[] { 1, 2, 99 }.Select(static u => new ContentRequest(u, "", static () => new MemoryStream())));
        Assert.Equal([ImapError.MessageNotFound, null, ImapError.MessageNotFound], results.Select(static r => r.Error?.Error));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task A_stream_that_fails_costs_its_message_only(int size)
    {
        await using var server = LoopbackServer.Start();
        server.Mailboxes.Inbox.Add(Message(size));
        server.Mailboxes.Inbox.Add(Message(size));
        await using var session = await LoopbackClient.ConnectAsync(server);
        foreach (var known in new long?[] { null, size })
        {
            var good = new MemoryStream();
            var results = await ReadAsync(
                session,
                server.Mailboxes.Inbox.UidValidity,
                [new ContentRequest(1, "", static () => new MemoryStream(new byte[10], writable: true)) { Size = known }, new ContentRequest(2, "", () => good) { Size = known }],
                Small);
            Assert.NotNull(results[0].Error);
            Assert.Null(results[1].Error);
            Assert.Equal(size, good.Length);
        }
    }

    [Fact]
    public async Task Given_up_in_the_middle_the_session_stays_good()
    {
        await using var server = LoopbackServer.Start();
        for (var i = 0; i < 20; i++)
            server.Mailboxes.Inbox.Add(Message(200_000));
        await using var session = await LoopbackClient.ConnectAsync(server);
        var requests = Enumerable.Range(1, 20).Select(static i => new ContentRequest((uint)i, "", static () => new MemoryStream()) { Size = 200_000 });
        await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, server.Mailboxes.Inbox.UidValidity, requests, Small, TestContext.Current.CancellationToken))
        {
            Assert.Null(result.Error);
            break;
        }

        var stream = new MemoryStream();
        Assert.Null(Assert.Single(await ReadAsync(session, server.Mailboxes.Inbox.UidValidity, [new ContentRequest(20, "", () => stream)])).Error);
        Assert.Equal(200_000, stream.Length);
    }

    [Fact]
    public async Task Another_UIDVALIDITY_ends_it()
    {
        await using var server = LoopbackServer.Start();
        server.Mailboxes.Inbox.Add(Message(10));
        await using var session = await LoopbackClient.ConnectAsync(server);
        var error = await Assert.ThrowsAsync<ImapException>(() => ReadAsync(session, server.Mailboxes.Inbox.UidValidity + 1, [new ContentRequest(1, "", static () => throw new InvalidOperationException())]));
        Assert.Equal(ImapError.UidValidityChanged, error.Error);
    }

    [Fact]
    public async Task A_small_attachment_of_a_large_message_moves_few_octets()
    {
        var wanted = RandomNumberGenerator.GetBytes(20_000);
        await using var server = LoopbackServer.Start(new LoopbackOptions().Without("BINARY"));
        server.Mailboxes.Inbox.Add(WithAttachment(wanted, RandomNumberGenerator.GetBytes(36_000_000)));
        await using var session = await LoopbackClient.ConnectAsync(server);
        var before = session.Connection.BytesReceived;
        var stream = new MemoryStream();
        var result = Assert.Single(await ReadAsync(session, server.Mailboxes.Inbox.UidValidity, [new ContentRequest(1, "2", () => stream) { Size = 27_400, Encoding = "base64" }]));
        Assert.Equal(wanted, stream.ToArray());
        Assert.InRange(session.Connection.BytesReceived - before, result.Received, result.Received + 40_000);
    }

    private static async Task<List<ContentResult>> ReadAsync(ImapSession session, uint uidValidity, IEnumerable<ContentRequest> requests, ContentOptions? options = null)
    {
        var results = new List<ContentResult>();
        await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, uidValidity, requests, options, TestContext.Current.CancellationToken))
            results.Add(result);
        return results;
    }

    /// <summary>So many octets, each telling where it stands.</summary>
    private static byte[] Message(int size)
    {
        var text = new StringBuilder("Subject: x\r\n\r\n");
        for (var i = 0; text.Length < size; i++)
            text.Append(i).Append("\r\n");
        return Encoding.ASCII.GetBytes(text.ToString()[..size]);
    }

    private static byte[] WithAttachment(byte[] content, byte[]? other = null)
    {
        var text = new StringBuilder("Subject: x\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\r\ntext\r\n");
        foreach (var part in new[] { content, other })
        {
            if (part is not null)
                text.Append("--b\r\nContent-Type: application/octet-stream; name=\"a.bin\"\r\nContent-Transfer-Encoding: base64\r\n\r\n").Append(Convert.ToBase64String(part, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.Append("--b--\r\n").ToString());
    }
}
