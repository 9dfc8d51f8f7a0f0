using System.Security.Cryptography;
using System.Text;

namespace ImapPS.Loopback.Tests.Session;

public class LoginTests : SessionTest
{
    private const string Capabilities = "IMAP4rev1 LITERAL+ SASL-IR ENABLE ID NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN LIST-EXTENDED LIST-STATUS SPECIAL-USE STATUS=SIZE ESEARCH CONDSTORE IDLE BINARY WITHIN CREATE-SPECIAL-USE METADATA PREVIEW SAVEDATE COMPRESS=DEFLATE";

    [Fact]
    public async Task Greets_with_the_capabilities_of_the_phase()
    {
        using var client = await ConnectAsync();
        Assert.Equal($"* OK [CAPABILITY {Capabilities} STARTTLS AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=PLAIN] ImapPS test server ready", await client.ReadLineAsync());
        Assert.Equal([$"OK [CAPABILITY {Capabilities}] LOGIN completed"], await client.CommandAsync("LOGIN user password"));
    }

    [Fact]
    public async Task Tells_no_capabilities_where_it_is_told_not_to()
    {
        Options.CapabilitiesInGreeting = Options.CapabilitiesInLogin = false;
        using var client = await ConnectAsync();
        Assert.Equal("* OK ImapPS test server ready", await client.ReadLineAsync());
        Assert.Equal(["OK LOGIN completed"], await client.CommandAsync("LOGIN user password"));
        Assert.Equal([$"* CAPABILITY {Capabilities}", "OK CAPABILITY completed"], await client.CommandAsync("CAPABILITY"));
    }

    [Theory]
    [InlineData("LOGIN user wrong")]
    [InlineData("LOGIN nobody password")]
    [InlineData("LOGIN \"user\" \"\"")]
    public async Task Refuses_a_wrong_password(string command)
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.Equal(["NO [AUTHENTICATIONFAILED] Name or password is wrong"], await client.CommandAsync(command));
        Assert.Equal(1, Server.Statistics.LoginAttempts);
        Assert.Equal(1, Server.Statistics.LoginFailures);
        Assert.StartsWith("OK", (await client.CommandAsync("LOGIN user password"))[^1]);
    }

    [Fact]
    public async Task Takes_literals_for_name_and_password()
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a LOGIN {4}\r\n");
        Assert.Equal("+ OK", await client.ReadLineAsync());
        await client.SendAsync("user {8+}\r\npassword\r\n");
        Assert.StartsWith("OK", (await client.ReadToAsync("a"))[0]);
    }

    [Fact]
    public async Task Refuses_a_password_in_the_clear_if_so_set()
    {
        Options.AllowPlaintextLogin = false;
        using var client = await ConnectAsync();
        var greeting = await client.ReadLineAsync();
        Assert.Contains(" STARTTLS LOGINDISABLED AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1]", greeting);
        Assert.Equal(["NO [PRIVACYREQUIRED] TLS comes first"], await client.CommandAsync("LOGIN user password"));
        Assert.Equal(["NO [PRIVACYREQUIRED] TLS comes first"], await client.CommandAsync("AUTHENTICATE PLAIN AHVzZXIAcGFzc3dvcmQ="));
        Assert.Equal(0, Server.Statistics.LoginAttempts);
    }

    [Fact]
    public async Task Takes_a_password_behind_starttls()
    {
        Options.AllowPlaintextLogin = false;
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.Equal(["OK Begin TLS"], await client.CommandAsync("STARTTLS"));
        await client.StartTlsAsync();
        Assert.DoesNotContain("STARTTLS", (await client.CommandAsync("CAPABILITY"))[0]);
        Assert.StartsWith("BAD", (await client.CommandAsync("STARTTLS"))[0]);
        Assert.StartsWith("OK", (await client.CommandAsync("LOGIN user password"))[0]);
        Assert.Equal(1, Server.Statistics.TlsHandshakes);
    }

    [Fact]
    public async Task Implicit_tls()
    {
        using var client = await ConnectAsync(tls: true);
        Assert.Contains("AUTH=PLAIN", await client.ReadLineAsync());
        Assert.StartsWith("OK", (await client.CommandAsync("LOGIN user password"))[0]);
    }

    [Fact]
    public async Task Plain_with_and_without_initial_response()
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.StartsWith("NO [AUTHENTICATIONFAILED]", (await client.CommandAsync("AUTHENTICATE PLAIN AHVzZXIAd3Jvbmc="))[0]);
        await client.SendAsync("a AUTHENTICATE PLAIN\r\n");
        Assert.Equal("+ ", await client.ReadLineAsync());
        await client.SendAsync("AHVzZXIAcGFzc3dvcmQ=\r\n");
        Assert.StartsWith("OK", (await client.ReadToAsync("a"))[0]);
        Assert.Equal(["AUTHENTICATE PLAIN ***", "AUTHENTICATE PLAIN"], Server.Log.Commands);
    }

    [Theory]
    [InlineData("*", "BAD AUTHENTICATE cancelled")]
    [InlineData("not base64!", "BAD That isn't base64")]
    [InlineData("", "NO [AUTHENTICATIONFAILED] Name or password is wrong")]
    public async Task An_exchange_can_fail_at_its_end(string answer, string expected)
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a AUTHENTICATE PLAIN\r\n");
        await client.ReadLineAsync();
        await client.SendAsync(answer + "\r\n");
        Assert.Equal([expected], await client.ReadToAsync("a"));
    }

    [Fact]
    public async Task Cram_md5()
    {
        Options.Mechanisms.Add("CRAM-MD5");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a AUTHENTICATE CRAM-MD5\r\n");
        var challenge = Convert.FromBase64String((await client.ReadLineAsync())![2..]);
#pragma warning disable CA5351
        var digest = Convert.ToHexString(HMACMD5.HashData("password"u8, challenge)).ToLowerInvariant();
#pragma warning restore CA5351
        await client.SendAsync(Base64("user " + digest) + "\r\n");
        Assert.StartsWith("OK", (await client.ReadToAsync("a"))[0]);
    }

    [Fact]
    public async Task Login_mechanism()
    {
        Options.Mechanisms.Add("LOGIN");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a AUTHENTICATE LOGIN\r\n");
        Assert.Equal("+ " + Base64("User Name"), await client.ReadLineAsync());
        await client.SendAsync(Base64("user") + "\r\n");
        Assert.Equal("+ " + Base64("Password"), await client.ReadLineAsync());
        await client.SendAsync(Base64("password") + "\r\n");
        Assert.StartsWith("OK", (await client.ReadToAsync("a"))[0]);
    }

    [Theory]
    [InlineData("XOAUTH2", "user=user\u0001auth=Bearer good\u0001\u0001", true)]
    [InlineData("XOAUTH2", "user=user\u0001auth=Bearer bad\u0001\u0001", false)]
    [InlineData("OAUTHBEARER", "n,a=user,\u0001auth=Bearer good\u0001\u0001", true)]
    [InlineData("OAUTHBEARER", "n,a=user,\u0001auth=Bearer bad\u0001\u0001", false)]
    public async Task Tokens(string mechanism, string message, bool succeeds)
    {
        Options.Users.Add(new LoopbackUser("user", "password") { AccessToken = "good" });
        Options.Mechanisms.Add(mechanism);
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync($"a AUTHENTICATE {mechanism} {Base64(message)}\r\n");
        if (!succeeds)
        {
            var reason = await client.ReadLineAsync();
            Assert.Contains("\"status\"", Encoding.UTF8.GetString(Convert.FromBase64String(reason![2..])));
            await client.SendAsync("AQ==\r\n");
        }

        Assert.StartsWith(succeeds ? "OK" : "NO [AUTHENTICATIONFAILED]", (await client.ReadToAsync("a"))[0]);
    }

    [Theory]
    [InlineData("AUTHENTICATE CRAM-MD5", "NO [CANNOT]")]
    [InlineData("AUTHENTICATE X-NONE", "NO [CANNOT]")]
    [InlineData("LIST \"\" *", "BAD")]
    [InlineData("SELECT INBOX", "BAD")]
    [InlineData("UID FETCH 1 FLAGS", "BAD")]
    [InlineData("NONSENSE", "BAD")]
    [InlineData("LOGIN user", "BAD")]
    public async Task What_does_not_go_before_login(string command, string expected)
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.StartsWith(expected, (await client.CommandAsync(command))[^1]);
    }

    [Fact]
    public async Task Nobody_logs_in_twice()
    {
        using var client = await LoginAsync();
        Assert.StartsWith("BAD", (await client.CommandAsync("LOGIN user password"))[0]);
        Assert.StartsWith("BAD", (await client.CommandAsync("STARTTLS"))[0]);
    }

    [Fact]
    public async Task A_greeting_of_ones_own()
    {
        Options.GreetingText = "* PREAUTH [CAPABILITY IMAP4rev1] in already\n* 3 EXISTS";
        using var client = await ConnectAsync();
        Assert.Equal("* PREAUTH [CAPABILITY IMAP4rev1] in already", await client.ReadLineAsync());
        Assert.Equal("* 3 EXISTS", await client.ReadLineAsync());
        Assert.StartsWith("OK", (await client.CommandAsync("SELECT INBOX"))[^1]);
    }

    [Fact]
    public async Task A_server_that_never_greets()
    {
        Options.GreetingText = "";
        using var client = await ConnectAsync();
        Assert.True(await client.IsSilentAsync(TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Each_user_has_mailboxes_of_their_own()
    {
        Options.Users.Add(new LoopbackUser("user", "password"));
        Options.Users.Add(new LoopbackUser("other", "secret"));
        Options.Users[1].Mailboxes.GetOrCreate("Theirs");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.CommandAsync("LOGIN other secret");
        Assert.Contains("* LIST (\\HasNoChildren) \"/\" \"Theirs\"", await client.CommandAsync("LIST \"\" *"));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
