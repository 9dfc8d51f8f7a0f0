using System.Text;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

public sealed class MessageAppendingTests
{
    [Theory]
    [InlineData("LITERAL+")]
    [InlineData("LITERAL-")]
    [InlineData("")]
    public async Task Adds_messages_with_their_flags_and_tells_their_ids(string literals)
    {
        await using var harness = await WritingHarness.StartAsync(1, o => o.Without("LITERAL+").With(literals.Length == 0 ? [] : [literals]));
        var large = WritingHarness.Text(2) + new string('x', 300_000) + "\r\n";
        var date = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(1));
        var items = new[]
        {
            WritingHarness.Item(WritingHarness.Text(1), MessageFlags.Parse("\\Seen", "work")),
            WritingHarness.Item(large) with { InternalDate = date },
            WritingHarness.Item(WritingHarness.Text(3)),
        };
        var results = await harness.AppendAsync(items);
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal([2u, 3u, 4u], results.Select(r => r.Uid));
        Assert.All(results, r => Assert.Equal(harness.Validity, r.UidValidity));
        Assert.Equal(items, results.Select(r => r.Item));
        Assert.Equal(MessageFlags.Parse("\\Seen", "work"), harness.Inbox.Find(2)!.Flags.Except(MessageFlags.Create(SystemFlags.Recent)));
        Assert.Equal(date, harness.Inbox.Find(3)!.InternalDate);
        Assert.Equal(large, Content(harness, 3));
    }

    [Fact]
    public async Task Line_feeds_alone_become_CRLF_on_the_way()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, "Subject: unix\n\none\ntwo\r\nthree\n", WritingHarness.Token);
            using var source = AppendSource.FromFile(path);
            Assert.Null(Assert.Single(await harness.AppendAsync([new AppendItem(source)])).Error);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("Subject: unix\r\n\r\none\r\ntwo\r\nthree\r\n", Content(harness, 1));
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_taken_too()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        var text = WritingHarness.Text(1) + new string('y', 200_000);
        using var stream = new System.IO.Compression.GZipStream(new MemoryStream(Compressed(text)), System.IO.Compression.CompressionMode.Decompress);
        using var source = AppendSource.FromStream(stream);
        Assert.Null(Assert.Single(await harness.AppendAsync([new AppendItem(source)])).Error);
        Assert.Equal(text, Content(harness, 1));
    }

    [Fact]
    public async Task One_refusal_keeps_no_other_message_out()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        var items = Enumerable.Range(1, 3).Select(i => WritingHarness.Item(WritingHarness.Text(i))).ToArray();
        harness.Server.Faults.AnswerNext("APPEND", "{tag} NO [OVERQUOTA] full");
        var results = await harness.AppendAsync(items);
        Assert.Equal("OVERQUOTA", results[0].Error!.ErrorId);
        Assert.Null(results[1].Error);
        Assert.Null(results[2].Error);
        Assert.Equal(2, harness.Inbox.Count);
    }

    [Fact]
    public async Task A_synchronising_literal_that_is_refused_is_not_sent()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => { o.Without("LITERAL+"); o.MaxMessageSize = 1000; });
        var sent = harness.Session.Connection.BytesSent;
        var results = await harness.AppendAsync([WritingHarness.Item(new string('x', 100_000)), WritingHarness.Item(WritingHarness.Text(1))]);
        Assert.Equal("TOOBIG", results[0].Error!.ErrorId);
        Assert.Null(results[1].Error);
        Assert.True(harness.Session.Connection.BytesSent - sent < 1000);
    }

    [Fact]
    public async Task APPENDLIMIT_is_looked_at_first()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => o.With("APPENDLIMIT=200"));
        var results = await harness.AppendAsync([WritingHarness.Item(new string('x', 201)), WritingHarness.Item(new string('x', 200))]);
        Assert.Equal(ImapError.NotSupported, results[0].Error!.Error);
        Assert.Contains("at most 200", results[0].Error!.Message);
        Assert.Null(results[1].Error);
        Assert.Single(harness.Sent, l => l.Contains("APPEND"));
    }

    [Fact]
    public async Task Empty_messages_and_NUL_without_BINARY_are_refused_before_they_are_sent()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => o.Without("BINARY"));
        var results = await harness.AppendAsync([WritingHarness.Item(""), WritingHarness.Item("a: b\r\n\r\n\0")]);
        Assert.Equal([ImapError.InvalidArgument, ImapError.NotSupported], results.Select(r => r.Error!.Error));
        Assert.DoesNotContain(harness.Sent, l => l.Contains("APPEND"));
    }

    [Fact]
    public async Task Makes_the_mailbox_only_when_told_to()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        var items = Enumerable.Range(1, 4).Select(i => WritingHarness.Item(WritingHarness.Text(i))).ToArray();
        Assert.All(await harness.AppendAsync(items, null, "New"), r => Assert.Equal(ImapError.MailboxNotFound, r.Error!.Error));
        var results = await harness.AppendAsync(items, new AppendOptions { CreateMailbox = true }, "New");
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(4, harness.Server.Mailboxes["New"].Count);
        Assert.Single(harness.Sent, l => l.Contains("CREATE"));
    }

    [Fact]
    public async Task What_the_connections_end_left_open_is_said_to_be_unknown()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        harness.Server.Faults.InjectBefore("APPEND", "* BYE going", thenClose: true);
        var results = await harness.AppendAsync(Enumerable.Range(1, 3).Select(i => WritingHarness.Item(WritingHarness.Text(i))));
        Assert.Equal(3, results.Count);
        Assert.Contains(results, r => r.Error!.Error == ImapError.OutcomeUnknown);
        Assert.All(results, r => Assert.NotNull(r.Error));
    }

    [Fact]
    public async Task A_file_that_is_gone_costs_its_own_message_and_not_the_connection()
    {
        await using var harness = await WritingHarness.StartAsync(0);
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, WritingHarness.Text(1), WritingHarness.Token);
        using var source = AppendSource.FromFile(path);
        File.Delete(path);
        var results = await harness.AppendAsync([new AppendItem(source), WritingHarness.Item(WritingHarness.Text(2))]);
        Assert.Equal(ImapError.InvalidArgument, results[0].Error!.Error);
        Assert.Null(results[1].Error);
        Assert.Null(harness.Session.Connection.Cause);
    }

    [Fact]
    public async Task Cancelling_takes_back_what_waits_and_leaves_the_session_usable()
    {
        await using var harness = await WritingHarness.StartAsync(0, o => o.Without("LITERAL+"));
        harness.Server.Faults.Latency = TimeSpan.FromMilliseconds(40);
        using var cancel = new CancellationTokenSource();
        var items = Enumerable.Range(1, 100).Select(i => WritingHarness.Item(WritingHarness.Text(i)));
        var added = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in harness.Session.AppendAsync(MailboxName.Inbox, items, new AppendOptions { WindowCommands = 3 }, cancel.Token))
            {
                Assert.Null(result.Error);
                added++;
                if (added == 3)
                    await cancel.CancelAsync();
            }
        });
        Assert.True(added is >= 3 and < 20);
        Assert.Equal(added, harness.Inbox.Count);
        harness.Server.Faults.Latency = TimeSpan.Zero;
        Assert.Null(Assert.Single(await harness.AppendAsync([WritingHarness.Item(WritingHarness.Text(1))])).Error);
    }

    private static string Content(WritingHarness harness, uint uid) => Encoding.UTF8.GetString(harness.Inbox.Find(uid)!.GetBytes());

    private static byte[] Compressed(string text)
    {
        using var result = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(result, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return result.ToArray();
    }
}
