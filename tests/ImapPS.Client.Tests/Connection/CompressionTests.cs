using System.IO.Compression;
using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Client.Tests.Transport;
using ImapPS.Client.Transport;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>COMPRESS=DEFLATE between the engine and the loopback server.</summary>
public class CompressionTests : EngineTest
{
    private static readonly FetchItems Whole = new() { Attributes = FetchAttributes.Flags | FetchAttributes.Envelope, Sections = [FetchSectionRequest.Whole] };

    public CompressionTests() => Compress = CompressionUse.On;

    private static async Task WorkAsync(ImapSession session, int messages)
    {
        Assert.Equal(Numbers(1, messages), (await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, null, Cancel))).Select(m => m.Uid));
        Assert.Equal(messages, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang));
        Assert.Contains(await session.ListAsync("*", false, null, Cancel).WaitAsync(Hang), m => m.Name.IsInbox);
    }

    [Theory]
    [InlineData(ConnectionSecurity.None)]
    [InlineData(ConnectionSecurity.StartTls)]
    [InlineData(ConnectionSecurity.ImplicitTls)]
    public async Task A_session_works_compressed_as_it_does_without(ConnectionSecurity security)
    {
        Fill(300);
        var session = await ConnectAsync(security);
        Assert.True(session.IsCompressed);
        await WorkAsync(session, 300);
        Assert.Equal(1, Server.Statistics.Compressions);
        Assert.Contains("COMPRESS DEFLATE", Commands);
        await session.DisconnectAsync(Hang);
        Assert.Equal("LOGOUT", Commands[^1]);
    }

    [Fact]
    public async Task The_login_is_not_compressed()
    {
        await ConnectAsync();
        var commands = Commands.ToList();
        Assert.True(commands.FindIndex(c => c.StartsWith("AUTHENTICATE", StringComparison.Ordinal)) < commands.IndexOf("COMPRESS DEFLATE"));
    }

    [Fact]
    public async Task Every_octet_by_itself()
    {
        Fill(20);
        Server.Faults.OneByteAtATime = true;
        await WorkAsync(await ConnectAsync(), 20);
    }

    [Fact]
    public async Task Commands_in_flight_together_and_barriers_between_them()
    {
        Fill(50);
        Server.Faults.Latency = TimeSpan.FromMilliseconds(5);
        var session = await ConnectAsync();
        var running = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            running.Add(session.CountAsync(MailboxName.Inbox, SearchKey.All, Cancel));
            running.Add(session.ListAsync("*", false, StatusItems.Messages, Cancel));
            running.Add(session.SelectAsync(MailboxName.Inbox, write: i % 2 == 0, Cancel));
            running.Add(session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel));
        }

        await Task.WhenAll(running).WaitAsync(Hang);
        await WorkAsync(session, 50);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_uploaded_arrives_whole_and_is_read_back(bool literalPlus)
    {
        if (!literalPlus)
            Options.Without("LITERAL+");
        var random = new Random(5);
        var session = await ConnectAsync();
        var sizes = new[] { 100, 65_535, 65_536, 65_537, 1_000_000 };
        foreach (var size in sizes)
        {
            var content = new byte[size];
            random.NextBytes(content);
            var text = Encoding.ASCII.GetBytes("Subject: s\r\n\r\n" + Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
            using var source = AppendSource.FromBytes(text);
            await foreach (var result in session.AppendAsync(MailboxName.Inbox, [new AppendItem(source)], null, Cancel))
                Assert.Null(result.Error);
            Assert.Equal(text, Inbox.Messages[^1].GetBytes());
        }

        var read = await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, null, Cancel));
        Assert.Equal(Inbox.Messages.Select(m => m.GetBytes()), read.Select(m => m.Sections[0].Content!));
    }

    [Theory]
    [InlineData(CutKind.Close)]
    [InlineData(CutKind.Reset)]
    public async Task A_cut_anywhere_is_the_end_of_the_connection_and_nothing_else(CutKind kind)
    {
        Fill(40);
        for (var octets = 700; octets < 9000; octets += 1171)
        {
            Server.Faults.CutAfterSent(octets, kind);
            await Assert.ThrowsAsync<ImapException>(async () =>
            {
                var session = await ConnectAsync();
                while (true)
                    await WorkAsync(session, 40);
            });
        }

        Server.Faults.Clear();
        await WorkAsync(await ConnectAsync(), 40);
    }

    [Fact]
    public async Task What_stands_in_the_clear_behind_the_answer_is_not_taken_for_anything()
    {
        Server.Faults.InjectAfter("COMPRESS", "* 5 EXISTS");
        var session = await ConnectAsync();
        var error = await FailsAsync(ImapError.ProtocolViolation, () => session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel));
        Assert.Contains("not DEFLATE", error.Message);
    }

    [Fact]
    public async Task A_few_octets_that_stand_for_millions_end_the_connection_and_the_cause_is_kept()
    {
        Edition.NeedsMoreThanMono("compression of what is sent");
        Inbox.Add(Encoding.ASCII.GetBytes("Subject: bomb\r\n\r\n" + new string('0', 20_000_000)));
        var limits = new ProtocolLimits { MaxCompressionRatio = 20, MaxCompressionExcess = 4 * 1024 * 1024 };
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        var request = Request();
        await using var session = await ImapSession.ConnectAsync(request with { Options = request.Options with { Limits = limits } }, credentials, Cancel).WaitAsync(Hang);
        var options = FetchOptions.Default with { MaxLiteral = 100_000_000 };
        var first = await FailsAsync(ImapError.ProtocolViolation, () => ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, options, Cancel)));
        Assert.Contains("MaxCompressionExcess", first.Message);
        Assert.True(session.Connection.BytesReceived < 8 * 1024 * 1024);
        Assert.Equal(first.Message, (await FailsAsync(ImapError.ProtocolViolation, () => session.ListAsync("*", false, null, Cancel))).Message);
    }

    [Fact]
    public async Task Where_it_must_be_and_is_not_offered_there_is_no_session()
    {
        Options.Without("COMPRESS=DEFLATE");
        var error = await FailsAsync(ImapError.NotSupported, () => ConnectAsync());
        Assert.Contains("COMPRESS=DEFLATE", error.Message);
        await UntilAsync(() => Server.OpenConnections == 0);
    }

    [Fact]
    public async Task Where_it_must_be_and_is_refused_there_is_no_session()
    {
        Server.Faults.AnswerNext("COMPRESS", "{tag} NO [COMPRESSIONACTIVE] TLS compresses");
        Assert.Equal("COMPRESSIONACTIVE", (await FailsAsync(ImapError.CommandRefused, () => ConnectAsync())).ResponseCode);
    }

    [Fact]
    public async Task Off_is_off()
    {
        Compress = CompressionUse.Off;
        Assert.False((await ConnectAsync()).IsCompressed);
        Assert.DoesNotContain("COMPRESS DEFLATE", Commands);
    }

    [Fact]
    public async Task Auto_leaves_a_near_server_alone()
    {
        Compress = CompressionUse.Auto;
        Assert.False((await ConnectAsync()).IsCompressed);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("{tag} NO not now", false)]
    [InlineData("{tag} BAD what", false)]
    public async Task Auto_compresses_behind_a_proxy_and_goes_on_where_it_is_refused(string? answer, bool compressed)
    {
        Fill(10);
        if (answer is not null)
            Server.Faults.AnswerNext("COMPRESS", answer);
        using var proxy = TestProxy.Socks5(Server.Port);
        var address = ProxyAddress.FromUri(new Uri($"socks5://127.0.0.1:{proxy.Port}"), "-Proxy");
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        Compress = CompressionUse.Auto;
        await using var session = await ImapSession.ConnectAsync(Request() with { Proxy = address }, credentials, Cancel).WaitAsync(Hang);
        Assert.Equal(compressed, session.IsCompressed);
        await WorkAsync(session, 10);
    }
}
