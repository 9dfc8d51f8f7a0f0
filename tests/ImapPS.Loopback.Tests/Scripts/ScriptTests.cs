using System.Diagnostics;
using ImapPS.Loopback.Scripts;
using ImapPS.Loopback.Tests.Session;

namespace ImapPS.Loopback.Tests.Scripts;

public class ScriptTests : SessionTest
{
    [Fact]
    public async Task Plays_a_conversation()
    {
        Options.Script = LoopbackScript.Parse("""
            # A server as no other.
            S: * OK hello
            C: {tag} LOGIN {any} password
            S: {tag} OK in
            C: {tag} UID FETCH 1:* {any}
            S: * 1 FETCH (UID 1 X-STRANGE (((
            -- wait 10
            S: {tag} OK {done}
            -- close
            """);
        using var client = await ConnectAsync();
        Assert.Equal("* OK hello", await client.ReadLineAsync());
        Assert.Equal(["OK in"], await client.CommandAsync("login me password"));
        Assert.Equal(["* 1 FETCH (UID 1 X-STRANGE (((", "OK {done}"], await client.CommandAsync("UID FETCH 1:* (FLAGS)"));
        Assert.Equal("", await client.ReadToEndAsync());
        Assert.Empty(Options.Script.Failures);
        Assert.Equal(1, Options.Script.Completed);
    }

    [Fact]
    public async Task Begins_tls_and_sends_octets()
    {
        Options.Script = new LoopbackScript().Send("* OK hello").Expect("{tag} STARTTLS").Send("{tag} OK go").StartTls()
            .SendOctets([0x2a, 0x20, 0x00, 0xff, 0x0d, 0x0a]);
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.CommandAsync("STARTTLS");
        await client.StartTlsAsync();
        Assert.Equal("* \0\u00ff", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Tells_what_did_not_fit()
    {
        Options.Script = LoopbackScript.Parse("S: * OK\nC: {tag} CAPABILITY\nS: {tag} OK");
        using (var client = await ConnectAsync())
        {
            await client.ReadLineAsync();
            await client.SendAsync("a NOOP\r\n");
            Assert.Equal("* BYE The script has something else here\r\n", await client.ReadToEndAsync());
        }

        using (var client = await ConnectAsync())
            await client.ReadLineAsync();
        for (var patience = Stopwatch.StartNew(); Options.Script.Failures.Count < 2 && patience.Elapsed < TimeSpan.FromSeconds(60);)
            await Task.Delay(10);
        Assert.Equal(
            ["'{tag} CAPABILITY' was expected, but 'a NOOP' came.", "'{tag} CAPABILITY' was expected, but the connection ended."],
            Options.Script.Failures);
        Assert.Equal(0, Options.Script.Completed);
    }

    [Fact]
    public async Task A_long_wait_ends_with_the_server()
    {
        Options.Script = LoopbackScript.Parse("S: * OK\n-- wait 3600000");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await Server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, Server.OpenConnections);
    }

    [Theory]
    [InlineData("X: what")]
    [InlineData("-- dance")]
    [InlineData("-- wait long")]
    public void Refuses_what_it_cannot_play(string line) => Assert.Throws<FormatException>(() => LoopbackScript.Parse(line));

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("NOOP", "noop", true)]
    [InlineData("{tag} NOOP", "x1 NOOP", true)]
    [InlineData("{tag}", "x1", true)]
    [InlineData("{tag} NOOP", "NOOP", false)]
    [InlineData("{any}", "", true)]
    [InlineData("a{any}c", "abbc", true)]
    [InlineData("a{any}c", "ac", true)]
    [InlineData("a{any}a", "a", false)]
    [InlineData("a{any}b{any}c", "a1b2b3c", true)]
    [InlineData("a{any}b{any}c", "a1c", false)]
    [InlineData("a{any}b{any}b", "ab", false)]
    public void Patterns(string pattern, string line, bool expected) => Assert.Equal(expected, LinePattern.Matches(pattern, line, out _));
}
