using System.Text;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>What the trace shows, and above all what it does not.</summary>
public class ProtocolTraceTests : EngineTest
{
    private const string Password = "Tr4ce-\"secret\" \\ ümlaut";

    private static IEnumerable<string> FormsOf(string secret)
    {
        yield return secret;
        yield return secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("\0user\0" + secret) })
            yield return Convert.ToBase64String(bytes).TrimEnd('=')[..^1];
        yield return "secret";
    }

    private void AssertHides(string secret)
    {
        Assert.NotEmpty(Trace);
        foreach (var form in FormsOf(secret))
            Assert.DoesNotContain(Trace, line => line.Contains(form, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Trace, line => line.Any(char.IsControl));
    }

    [Theory]
    [InlineData("SCRAM-SHA-256", true)]
    [InlineData("SCRAM-SHA-1", false)]
    [InlineData("CRAM-MD5", true)]
    [InlineData("PLAIN", true)]
    [InlineData("PLAIN", false)]
    [InlineData("LOGIN", true)]
    [InlineData("", true)]
    [InlineData("", false)]
    public async Task No_secret_nor_what_is_made_of_it_is_shown(string mechanism, bool extensions)
    {
        Options.Users.Add(new LoopbackUser("user", Password));
        Options.Mechanisms.Clear();
        if (mechanism.Length > 0)
            Options.Mechanisms.Add(mechanism);
        if (!extensions)
            Options.Without("SASL-IR", "LITERAL+");
        await ConnectAsync(ConnectionSecurity.StartTls, Password);
        AssertHides(Password);
        var login = Trace.SkipWhile(l => !l.Contains("C: A", StringComparison.Ordinal) || !(l.Contains("LOGIN", StringComparison.Ordinal) || l.Contains("AUTHENTICATE", StringComparison.Ordinal)));
        Assert.Contains(login, l => l.Contains("***", StringComparison.Ordinal));
        // Challenges and answers alike: nothing but stars and the tagged answer.
        Assert.DoesNotContain(login, l => l.Contains("S: + ", StringComparison.Ordinal) && l[(l.IndexOf("S: + ", StringComparison.Ordinal) + 5)..] is not ("***" or "OK"));
    }

    [Theory]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    public async Task No_token_is_shown(string mechanism)
    {
        const string Token = "ya29.secret-token-0123456789";
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add(mechanism);
        Options.Users.Add(new LoopbackUser("user", "x") { AccessToken = Token });
        await ConnectAsync(ConnectionSecurity.StartTls, token: Token);
        await FailsAsync(ImapError.AuthenticationFailed, () => ConnectAsync(ConnectionSecurity.StartTls, token: Token + "-wrong"));
        AssertHides(Token);
    }

    [Fact]
    public async Task Literals_are_shown_as_their_length()
    {
        Inbox.Add("Subject: private matters\n\nvery private text {7}\n");
        Inbox.Add("Subject: large\n\n" + new string('p', 100_000) + "\nprivate end\n");
        var session = await ConnectAsync();
        await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, new FetchItems { Attributes = FetchAttributes.Flags, Sections = [FetchSectionRequest.Whole, new("TEXT")] }, cancellationToken: Cancel));
        Assert.DoesNotContain(Trace, line => line.Contains("private", StringComparison.Ordinal) || line.Contains("pppp", StringComparison.Ordinal));
        Assert.Contains(Trace, line => line.Contains("BODY[TEXT] {23}", StringComparison.Ordinal) && line.EndsWith(')'));
        Assert.Contains(Trace, line => line.Contains("BODY[] {", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_line_has_time_and_direction()
    {
        await ConnectAsync(ConnectionSecurity.StartTls);
        Assert.All(Trace, line => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (C: |S: |-- )", line));
        Assert.Contains(Trace, line => line.Contains("-- TLS started", StringComparison.Ordinal));
        Assert.Contains(Trace, line => line.EndsWith("STARTTLS", StringComparison.Ordinal) && line.Contains("C: A", StringComparison.Ordinal));
    }

    [Fact]
    public void Long_lines_are_cut_and_control_characters_shown()
    {
        var lines = new List<string>();
        var trace = new ProtocolTrace(lines.Add);
        trace.Received("* OK \u001b[31mred\u202e\0\r\n"u8);
        trace.Received(Encoding.ASCII.GetBytes("* OK " + new string('x', 100_000) + "\r\n"));
        trace.Received("* 1 FETCH (BODY[] {3}\r\nabc BODY[TEXT] ~{2}\r\nde UID 4)\r\n"u8);
        // The first literal was handed on in chunks: only what follows it is here.
        trace.Received("* 1 FETCH (BODY[] {100000}\r\n UID 4)\r\n"u8);
        trace.Received("* OK ends in {5}\r\n"u8);
        trace.Received("\n"u8);
        var texts = lines.ConvertAll(l => l[(l.IndexOf("S: ", StringComparison.Ordinal) + 3)..]);
        Assert.Equal("* OK \\u001B[31mred", texts[0][..18]);
        Assert.DoesNotContain('\u202e', texts[0]);
        Assert.InRange(texts[1].Length, 1000, 2100);
        Assert.Equal("* 1 FETCH (BODY[] {3} BODY[TEXT] ~{2} UID 4)", texts[2]);
        Assert.Equal("* 1 FETCH (BODY[] {100000} UID 4)", texts[3]);
        Assert.Equal("* OK ends in {5}", texts[4]);
        Assert.DoesNotContain(lines, l => l.Any(char.IsControl));
    }

    [Fact]
    public async Task Threads_do_not_mix_their_lines()
    {
        var lines = new List<string>();
        var trace = new ProtocolTrace(lines.Add);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
                trace.Sent($"{n}-{i}");
        }, Cancel)));
        Assert.Equal(4000, lines.Distinct().Count(l => l.Contains("C: ", StringComparison.Ordinal)));
    }
}
