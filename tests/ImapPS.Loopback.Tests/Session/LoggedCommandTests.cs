namespace ImapPS.Loopback.Tests.Session;

public class LoggedCommandTests : SessionTest
{
    [Fact]
    public async Task A_command_is_logged_with_what_became_of_it()
    {
        Fill(1);
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.CommandAsync("LOGIN user secret");
        await client.CommandAsync("LOGIN user {8+}\r\npassword");
        await client.CommandAsync("SELECT INBOX");
        var fetched = await client.CommandAsync("UID FETCH 1 BODY[HEADER]");
        await client.CommandAsync("APPEND INBOX {5+}\r\nabcde");
        await client.CommandAsync("NONSENSE secret");

        var log = Server.Log.Exchanges;
        Assert.Equal(["LOGIN user ***", "LOGIN user ***", "SELECT INBOX", "UID FETCH 1 BODY[HEADER]", "APPEND INBOX {5}", "NONSENSE (unreadable)"], log.Select(static e => e.Text));
        Assert.Equal([null, "user", "user", "user", "user", "user"], log.Select(static e => e.UserName));
        Assert.Equal("NO [AUTHENTICATIONFAILED]", log[0].Answer![..25]);
        Assert.Equal("BAD Unknown command", log[5].Answer);
        Assert.All(log, static e => Assert.NotNull(e.Duration));
        Assert.Equal("t4 UID FETCH 1 BODY[HEADER]\r\n".Length, log[3].OctetsReceived);
        Assert.Equal(fetched.Sum(static l => l.Length + 2) + "t4 ".Length, log[3].OctetsSent);
        Assert.Equal("t5 APPEND INBOX {5+}\r\nabcde\r\n".Length, log[4].OctetsReceived);
        Assert.Equal("UID FETCH", log[3].Name);

        Server.Log.Clear();
        Assert.Empty(Server.Log.Exchanges);
    }

    [Fact]
    public async Task What_follows_a_continuation_request_belongs_to_the_command()
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync("a AUTHENTICATE PLAIN\r\n");
        await client.ReadLineAsync();
        await client.SendAsync("AHVzZXIAcGFzc3dvcmQ=\r\n");
        Assert.StartsWith("OK", (await client.ReadToAsync("a"))[^1]);
        var logged = Assert.Single(Server.Log.Exchanges);
        Assert.Equal("AUTHENTICATE PLAIN", logged.Text);
        Assert.Equal("a AUTHENTICATE PLAIN\r\nAHVzZXIAcGFzc3dvcmQ=\r\n".Length, logged.OctetsReceived);
        Assert.Equal("user", logged.UserName);
    }
}
