using System.Text;
using ImapPS.Client;
using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>COMPRESS=DEFLATE with the servers that offer it, and without where one doesn't.</summary>
public sealed class CompressionTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static readonly FetchItems Whole = new() { Attributes = FetchAttributes.Flags | FetchAttributes.Envelope, Sections = [FetchSectionRequest.Whole] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("dovecot", ConnectionSecurity.StartTls)]
    [InlineData("dovecot", ConnectionSecurity.ImplicitTls)]
    [InlineData("cyrus", ConnectionSecurity.StartTls)]
    [InlineData("cyrus", ConnectionSecurity.ImplicitTls)]
    public async Task A_compressed_session_reads_and_writes_what_a_plain_one_does(string name, ConnectionSecurity security)
    {
        var server = await StartedAsync(name);
        await using var plain = await EngineClient.ConnectAsync(server, security, compress: CompressionUse.Off);
        await using var compressed = await EngineClient.ConnectAsync(server, security, compress: CompressionUse.On);
        Assert.False(plain.IsCompressed);
        Assert.True(compressed.IsCompressed);

        var expected = await ReadAsync(plain, MailboxName.Inbox);
        Assert.Equal(29, expected.Count);
        Assert.Equal(expected, await ReadAsync(compressed, MailboxName.Inbox));

        var target = MailboxName.Create(server.Mailbox("Compressed" + Guid.NewGuid().ToString("N")));
        var random = new Random(3);
        var sources = new List<AppendSource>();
        foreach (var size in new[] { 10, 70_000, 500_000 })
        {
            var content = new byte[size];
            random.NextBytes(content);
            sources.Add(AppendSource.FromBytes(Encoding.ASCII.GetBytes($"Subject: {size}\r\nFrom: a@x.example\r\n\r\n" + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks) + "\r\n")));
        }

        var added = new List<AppendResult>();
        await foreach (var result in compressed.AppendAsync(target, sources.Select(s => new AppendItem(s)), new AppendOptions { CreateMailbox = true }, Token))
            added.Add(result);
        Assert.All(added, r => Assert.Null(r.Error));

        // Pipelined, and with barriers between.
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => compressed.CountAsync(target, SearchKey.All, Token))
            .Concat<Task>([compressed.ListAsync("*", false, StatusItems.Messages, Token), compressed.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token)]));
        var written = await ReadAsync(plain, target);
        Assert.Equal(3, written.Count);
        Assert.Equal(written, await ReadAsync(compressed, target));
        Assert.Null(compressed.Connection.Cause);
    }

    [Fact]
    public async Task Courier_can_not()
    {
        var server = await StartedAsync("courier");
        var error = await Assert.ThrowsAsync<ImapException>(() => EngineClient.ConnectAsync(server, compress: CompressionUse.On));
        Assert.Equal(ImapError.NotSupported, error.Error);
    }

    private static async Task<List<string>> ReadAsync(Client.Session.ImapSession session, MailboxName mailbox)
    {
        var result = new List<string>();
        await foreach (var batch in session.FetchAllAsync(mailbox, Whole, null, Token))
            result.AddRange(batch.Messages.Select(m => $"{m.Uid} {m.Envelope?.Subject} {Encoding.Latin1.GetString(m.Sections[0].Content!)}"));
        return result;
    }
}
