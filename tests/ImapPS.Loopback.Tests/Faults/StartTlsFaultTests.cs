using ImapPS.Loopback.Tests.Session;

namespace ImapPS.Loopback.Tests.Faults;

/// <summary>The server's part in the attacks on STARTTLS that a client must withstand.</summary>
public class StartTlsFaultTests : SessionTest
{
    [Theory]
    [InlineData("{tag} NO not now")]
    [InlineData("{tag} BAD what?")]
    [InlineData("* BYE [REFERRAL imap://evil.example/] go there\n{tag} OK")]
    public async Task Starttls_refused(string answer)
    {
        Server.Faults.AnswerNext("STARTTLS", answer);
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.Equal(answer.Split('\n')[^1].Replace("{tag} ", "").Replace("{tag}", ""), (await client.CommandAsync("STARTTLS"))[^1]);

        // The answer was all there was: no TLS has begun.
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task Responses_injected_before_and_behind_the_ok()
    {
        Server.Faults.InjectBefore("STARTTLS", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\n* OK [ALERT] call this number");
        Server.Faults.InjectAfter("STARTTLS", "* PREAUTH injected\n{tag} OK injected");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.Equal(["* CAPABILITY IMAP4rev1 AUTH=PLAIN", "* OK [ALERT] call this number", "OK Begin TLS"], await client.CommandAsync("STARTTLS"));
        Assert.Equal("* PREAUTH injected", await client.ReadLineAsync());
        Assert.Equal("t1 OK injected", await client.ReadLineAsync());

        // TLS begins behind the injected text: who ignores the text gets a good session.
        await client.StartTlsAsync();
        Assert.StartsWith("OK", (await client.CommandAsync("LOGIN user password"))[^1]);
    }

    [Fact]
    public async Task Commands_injected_behind_starttls_are_dropped()
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a STARTTLS\r\nb NOOP\r\n");
        Assert.Equal(["OK Begin TLS"], await client.ReadToAsync("a"));
        await client.StartTlsAsync();
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
        Assert.Contains(Server.Log.Entries, static e => e.Text == "8 octets sent behind STARTTLS were dropped");
    }

    [Fact]
    public async Task Commands_injected_behind_starttls_are_kept_by_a_bad_server()
    {
        Server.Faults.KeepsPlaintextAfterStartTls = true;
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a STARTTLS\r\nb NOOP\r\n");
        Assert.Equal(["OK Begin TLS"], await client.ReadToAsync("a"));
        await client.StartTlsAsync();
        Assert.Equal(["OK NOOP completed"], await client.ReadToAsync("b"));
    }

    [Fact]
    public async Task Preauth_where_starttls_was_to_come()
    {
        Options.GreetingText = "* PREAUTH welcome";
        using var client = await ConnectAsync();
        Assert.Equal("* PREAUTH welcome", await client.ReadLineAsync());
        Assert.StartsWith("BAD", (await client.CommandAsync("STARTTLS"))[0]);
    }
}
