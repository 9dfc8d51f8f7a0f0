using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Transcripts;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>What a transcript holds, and that a server answers from it as the one did that it was recorded from.</summary>
public class TranscriptTests : EngineTest
{
    private static readonly FetchItems Whole = new() { Attributes = FetchAttributes.Flags | FetchAttributes.Envelope, Sections = [FetchSectionRequest.Whole] };

    private readonly ConcurrentQueue<string> _redacted = new();
    private readonly ConcurrentQueue<string> _complete = new();
    private readonly Transcript _transcript = new();

    private async Task<ImapSession> RecordAsync(ConnectionSecurity security = ConnectionSecurity.ImplicitTls)
    {
        _transcript.Listen(redact: true, _redacted.Enqueue);
        _transcript.Listen(redact: false, _complete.Enqueue);
        return await ConnectAsync(Server, security, _transcript);
    }

    private async Task<ImapSession> ConnectAsync(LoopbackServer server, ConnectionSecurity security, Transcript? transcript)
    {
        var request = Request(security) with
        {
            StartTlsPort = server.Port,
            ImplicitTlsPort = server.TlsPort,
            Tls = new ImapPS.Client.Transport.TlsOptions { CertificateAuthorities = [System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(server.CertificateAuthorityPem)] },
        };
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        return await ImapSession.ConnectAsync(request with { Options = request.Options with { Transcript = transcript } }, credentials, Cancel);
    }

    private static string Latin1(string record) => ByteText.Latin1.GetString(Encoding.UTF8.GetBytes(record));

    private static LoopbackTranscript Load(IEnumerable<string> records, bool redacted, bool strict) =>
        LoopbackTranscript.Read(records.Prepend(TranscriptFormat.Header(redacted)).Select(Latin1), strict);

    private async Task<List<FetchResponse>> AskAsync(ImapSession session)
    {
        var messages = await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, cancellationToken: Cancel));
        return [.. messages.OrderBy(static m => m.Uid)];
    }

    [Theory]
    [InlineData(ConnectionSecurity.ImplicitTls, CompressionUse.Off)]
    [InlineData(ConnectionSecurity.StartTls, CompressionUse.Off)]
    [InlineData(ConnectionSecurity.StartTls, CompressionUse.On)]
    public async Task What_was_recorded_is_answered_again(ConnectionSecurity security, CompressionUse compress)
    {
        Compress = compress;
        Inbox.Add("From: Jane <jane@corp.example>\nSubject: Grüße \\x41 {3}\n\nHello\tthere\n");
        Inbox.Add("Subject: large\n\n" + new string('p', 100_000) + "\nprivate end \0\u202e\n");
        var session = await RecordAsync(security);
        var expected = await AskAsync(session);
        await session.DisconnectAsync(Hang);
        foreach (var strict in new[] { true, false })
        {
            var options = new LoopbackOptions { Transcript = Load(_complete, redacted: false, strict) };
            await using var server = LoopbackServer.Start(options);
            var again = await AskAsync(await ConnectAsync(server, security, null));
            Assert.Empty(options.Transcript.Deviations);
            Assert.Equal(2, again.Count);
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(expected[i].Uid, again[i].Uid);
                Assert.Equal(expected[i].Envelope!.Subject, again[i].Envelope!.Subject);
                Assert.Equal(expected[i].Sections[0].Content, again[i].Sections[0].Content);
            }
        }
    }

    [Fact]
    public async Task A_redacted_transcript_answers_with_the_same_shape()
    {
        Inbox.Add("From: Jane <jane@corp.example>\nSubject: Private plan\n\nprivate hello there\n");
        Inbox.Add("Subject: large\n\n" + new string('p', 100_000) + "\nprivate end\n");
        var session = await RecordAsync();
        var expected = await AskAsync(session);
        await session.DisconnectAsync(Hang);
        Assert.DoesNotContain(_redacted, static r => r.Contains("private", StringComparison.OrdinalIgnoreCase) || r.Contains("jane", StringComparison.OrdinalIgnoreCase) || r.Contains("pppp", StringComparison.Ordinal));
        Assert.Contains(_redacted, static r => r.Contains(" S~ 1000", StringComparison.Ordinal));
        var options = new LoopbackOptions { Transcript = Load(_redacted, redacted: true, strict: true) };
        await using var server = LoopbackServer.Start(options);
        var again = await AskAsync(await ConnectAsync(server, ConnectionSecurity.ImplicitTls, null));
        Assert.Empty(options.Transcript.Deviations);
        Assert.Equal(expected.Select(static m => m.Uid), again.Select(static m => m.Uid));
        Assert.Equal(expected[1].Sections[0].Content!.Length, again[1].Sections[0].Content!.Length);
        Assert.Equal("example.invalid", again[0].Envelope!.From[0].Host);
        Assert.StartsWith("text", again[0].Envelope!.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_on_its_way_to_the_server_is_told_complete_or_as_filler()
    {
        Options.Without("LITERAL+");
        var session = await RecordAsync();
        using var source = AppendSource.FromStream(new MemoryStream("Subject: private\r\n\r\nprivate\r\n"u8.ToArray()));
        await foreach (var result in session.AppendAsync(MailboxName.Inbox, [new AppendItem(source)], cancellationToken: Cancel))
            Assert.Null(result.Error);
        Assert.Contains(_complete, static r => r.EndsWith(" C| Subject: private", StringComparison.Ordinal));
        Assert.Contains(_redacted, static r => r.EndsWith(" C~ 29", StringComparison.Ordinal));
        Assert.DoesNotContain(_redacted, static r => r.Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nobody_who_listens_no_more_is_told_and_connections_have_numbers()
    {
        var records = new List<string>();
        var listening = _transcript.Listen(true, records.Add);
        await ConnectAsync(Server, ConnectionSecurity.ImplicitTls, _transcript);
        await ConnectAsync(Server, ConnectionSecurity.ImplicitTls, _transcript);
        Assert.True(_transcript.IsActive);
        listening.Dispose();
        Assert.False(_transcript.IsActive);
        var count = records.Count;
        await ConnectAsync(Server, ConnectionSecurity.ImplicitTls, _transcript);
        Assert.Equal(count, records.Count);
        Assert.Contains(records, static r => r.Contains("Z 1 S: * OK", StringComparison.Ordinal));
        Assert.Contains(records, static r => r.Contains("Z 2 S: * OK", StringComparison.Ordinal));
    }
}
