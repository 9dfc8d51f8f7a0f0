using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connection;

public class GreetingTests : RawTest
{
    [Fact]
    public async Task Ok_opens_a_connection_and_tells_capabilities()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 IDLE] ready");
            await peer.KeepSilentAsync();
        });
        Assert.Equal(StatusKind.Ok, connection.Greeting.Status);
        Assert.True(connection.Capabilities!.Idle);
        Assert.Equal(ConnectionPhase.Greeting, connection.Phase);
        Assert.False(connection.IsSecure);
    }

    [Fact]
    public async Task Preauth_is_a_login_with_no_name()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.SendAsync("* PREAUTH [CAPABILITY IMAP4rev1] welcome");
            await peer.KeepSilentAsync();
        });
        Assert.Null(session.UserName);
        Assert.Equal("PREAUTH", session.AuthMechanism);
        Assert.Equal(ConnectionPhase.Authenticated, session.Connection.Phase);
        Assert.Equal([ConnectionPhase.Authenticated], session.CapabilitiesByPhase.Select(p => p.Key));
    }

    [Fact]
    public async Task Bye_turns_the_connection_away_with_its_text_and_code()
    {
        var exception = await FailsAsync(ImapError.GreetingRejected, () => OpenAsync(peer => peer.SendAsync("* BYE [UNAVAILABLE] Too many\u001b[2J users")));
        Assert.Contains("Too many\\u001B[2J users", exception.Message);
        Assert.Equal("UNAVAILABLE", exception.ErrorId);
    }

    [Fact]
    public async Task A_server_that_never_greets_is_a_greeting_timeout()
    {
        var exception = await FailsAsync(
            ImapError.GreetingTimeout,
            () => OpenAsync(peer => peer.KeepSilentAsync(), o => o with { GreetingTimeout = TimeSpan.FromMilliseconds(200) }));
        Assert.Contains("0.2 seconds", exception.Message);
        Assert.Contains("ImplicitTls", exception.Hint);
    }

    [Theory]
    [InlineData("220 mail.example.org ESMTP\r\n", "SMTP")]
    [InlineData("554 no service\r\n", "SMTP")]
    [InlineData("+OK POP3 ready\r\n", "POP3")]
    [InlineData("-ERR no\r\n", "POP3")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "SSH")]
    [InlineData("\u0015\u0003\u0003\u0000\u0002\u0002\u0028", "TLS")]
    [InlineData("\u0016\u0003\u0001\u0000\u000a\u0002", "TLS")]
    [InlineData("hello there\r\n", "hello there")]
    [InlineData("* LIST () \"/\" INBOX\r\n", "LIST")]
    [InlineData("* NO not today\r\n", "NO not today")]
    [InlineData("A1 OK tagged\r\n", "A1 OK tagged")]
    [InlineData("+ go on\r\n", "+ go on")]
    [InlineData("* LIST {70000}\r\n", "LIST")]
    [InlineData("\0\0\0\u0018NUL\u001b[31m\n", "\\u0000")]
    public async Task What_does_not_greet_as_imap_is_told_by_its_first_line(string first, string named)
    {
        var exception = await FailsAsync(ImapError.NotImap, () => OpenAsync(async peer =>
        {
            await peer.SendTextAsync(first);
            await peer.KeepSilentAsync();
        }));
        Assert.Contains(named, exception.Message);
        Assert.NotNull(exception.Hint);
    }

    [Fact]
    public async Task Endless_data_without_a_line_end_is_not_imap()
    {
        await FailsAsync(ImapError.NotImap, () => OpenAsync(async peer =>
        {
            while (true)
                await peer.SendTextAsync(new string('x', 8192));
        }));
    }

    [Theory]
    [InlineData("", ImapError.ConnectionLost)]
    [InlineData("* O", ImapError.ConnectionLost)]
    [InlineData("220 mail", ImapError.NotImap)]
    public async Task An_end_before_the_greeting_is_told(string sent, ImapError error) =>
        await FailsAsync(error, () => OpenAsync(peer => peer.SendTextAsync(sent)));

    [Fact]
    public async Task Empty_lines_before_the_greeting_and_single_octets_do_no_harm()
    {
        var connection = await OpenAsync(async peer =>
        {
            foreach (var c in "\r\n* OK [CAPABILITY IMAP4rev1] hi\r\n")
                await peer.SendTextAsync(c.ToString());
            await peer.KeepSilentAsync();
        });
        Assert.True(connection.Capabilities!.ImapRev1);
    }

    [Fact]
    public async Task Cancelling_while_the_server_is_silent_is_a_cancellation()
    {
        using var cancel = new CancellationTokenSource(100);
        var server = Start(peer => peer.KeepSilentAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Connector.ConnectAsync(Request(server), cancel.Token).WaitAsync(Hang));
    }

    [Fact]
    public async Task A_server_without_tls_on_the_tls_port_fails_the_handshake()
    {
        var server = Start(async peer =>
        {
            await peer.SendAsync("* OK ready");
            await peer.KeepSilentAsync();
        });
        var exception = await FailsAsync(ImapError.TlsFailed, () => Connector.ConnectAsync(Request(server, null, ConnectionSecurity.ImplicitTls), Cancel));
        Assert.Contains("StartTls", exception.Hint);
    }

    [Fact]
    public async Task A_tls_server_on_the_plain_port_says_nothing_in_the_clear()
    {
        await using var server = LoopbackServer.Start();
        var request = new ConnectRequest("127.0.0.1")
        {
            Port = server.TlsPort,
            Security = ConnectionSecurity.None,
            Options = new ConnectionOptions { GreetingTimeout = TimeSpan.FromMilliseconds(200) },
        };
        var exception = await FailsAsync(ImapError.GreetingTimeout, () => Connector.ConnectAsync(request, Cancel));
        Assert.Contains("ImplicitTls", exception.Hint);
    }

    [Fact]
    public async Task Preauth_inside_tls_is_taken()
    {
        await using var server = LoopbackServer.Start(new LoopbackOptions { GreetingText = "* PREAUTH hello" });
        var request = new ConnectRequest("localhost") { Port = server.TlsPort, Security = ConnectionSecurity.ImplicitTls, Tls = new() { SkipCertificateCheck = true } };
        using var credentials = Credentials();
        await using var session = await ImapSession.ConnectAsync(request, credentials, Cancel);
        Assert.Equal("PREAUTH", session.AuthMechanism);
        Assert.True(session.Capabilities.ImapRev1);
        Assert.DoesNotContain(server.Log.Commands, c => c.StartsWith("LOGIN", StringComparison.Ordinal) || c.StartsWith("AUTHENTICATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alerts_of_greeting_and_login_reach_the_handler_made_safe()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.SendAsync("* OK [ALERT] Maintenance\u0007 at noon", "* OK [ALERT] and at night");
            var tag = await peer.ExpectAsync("CAPABILITY");
            await peer.SendAsync("* CAPABILITY IMAP4rev1", $"{tag} OK done");
            tag = await peer.ExpectAsync("LOGIN");
            await peer.SendAsync("* NO [ALERT] Disk is full", $"{tag} OK [ALERT] Password expires");
            tag = await peer.ExpectAsync("CAPABILITY");
            await peer.SendAsync("* CAPABILITY IMAP4rev1", $"{tag} OK done");
            await peer.KeepSilentAsync();
        });
        Assert.Equal(["Maintenance\\u0007 at noon", "and at night", "Disk is full", "Password expires"], Alerts);
        Assert.Null(session.Connection.Cause);
    }

    [Fact]
    public async Task An_alert_before_a_refused_login_is_told_too()
    {
        using var credentials = Credentials();
        var server = Start(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1] hi");
            var tag = await peer.ExpectAsync("LOGIN");
            await peer.SendAsync("* NO [ALERT] The account is locked", $"{tag} NO [AUTHENTICATIONFAILED] no");
            await peer.KeepSilentAsync();
        });
        await FailsAsync(ImapError.AuthenticationFailed, () => ImapSession.ConnectAsync(Request(server), credentials, Cancel));
        Assert.Equal(["The account is locked"], Alerts);
    }
}
