namespace ImapPS.Loopback.Tests.Session;

public class FirstContactTests
{
    [Fact]
    public async Task Logs_in_selects_fetches_and_searches()
    {
        await using var server = LoopbackServer.Start();
        server.Mailboxes.Inbox.Add("From: a@example.org\nSubject: one\n\nText\n");
        using var client = await RawClient.LoginAsync(server, "INBOX");
        Assert.Contains("* LIST (\\HasNoChildren) \"/\" \"INBOX\"", await client.CommandAsync("LIST \"\" *"));
        Assert.Contains("* SEARCH 1", await client.CommandAsync("UID SEARCH SUBJECT one"));
        var fetched = await client.CommandAsync("UID FETCH 1:* (FLAGS ENVELOPE BODY.PEEK[])");
        Assert.Equal(
            "* 1 FETCH (UID 1 FLAGS () ENVELOPE (NIL \"one\" ((NIL NIL \"a\" \"example.org\")) ((NIL NIL \"a\" \"example.org\")) ((NIL NIL \"a\" \"example.org\")) NIL NIL NIL NIL NIL)"
            + " BODY[] {43}\r\nFrom: a@example.org\r\nSubject: one\r\n\r\nText\r\n)",
            fetched[0]);
        Assert.Equal(["* BYE Logging out", "OK LOGOUT completed"], await client.CommandAsync("LOGOUT"));
        Assert.Null(await client.ReadLineAsync());
    }
}
