namespace ImapPS.Loopback.Tests.Session;

public class QuotaTests : SessionTest
{
    public QuotaTests() => Options.With("QUOTA", "REPLACE");

    [Fact]
    public async Task Tells_usage_and_limits()
    {
        Inbox.Add(new byte[1500]);
        using var client = await LoginAsync();
        Assert.Equal(["* QUOTAROOT \"INBOX\"", "OK GETQUOTAROOT completed"], await client.CommandAsync("GETQUOTAROOT INBOX"));
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("GETQUOTA \"\""))[0]);
        Server.Mailboxes.Quota.Storage = 10_000;
        Server.Mailboxes.Quota.Messages = 3;
        string[] quota = ["* QUOTA \"\" (STORAGE 2 10 MESSAGE 1 3)", "OK GETQUOTA completed"];
        Assert.Equal(quota, await client.CommandAsync("GETQUOTA \"\""));
        Assert.Equal(["* QUOTAROOT \"Not/there\" \"\"", quota[0], "OK GETQUOTAROOT completed"], await client.CommandAsync("GETQUOTAROOT Not/there"));
        Assert.StartsWith("NO [NONEXISTENT]", (await client.CommandAsync("GETQUOTA other"))[0]);
    }

    [Fact]
    public async Task Refuses_what_is_too_much()
    {
        Inbox.Add(new byte[600]);
        Server.Mailboxes.GetOrCreate("There");
        Server.Mailboxes.Quota.Storage = 1000;
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("NO [OVERQUOTA]", (await client.CommandAsync("UID COPY 1 There"))[0]);
        Assert.StartsWith("NO [OVERQUOTA]", (await client.CommandAsync($"APPEND There {{401+}}\r\n{new string('x', 401)}"))[^1]);
        Assert.Equal(0, Server.Mailboxes["There"].Count);
        Assert.StartsWith("OK", (await client.CommandAsync($"APPEND There {{400+}}\r\n{new string('x', 400)}"))[^1]);

        // What takes the place of something, or is moved, needs no more room.
        Assert.StartsWith("NO [OVERQUOTA]", (await client.CommandAsync($"UID REPLACE 1 INBOX {{601+}}\r\n{new string('x', 601)}"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync($"UID REPLACE 1 INBOX {{600+}}\r\n{new string('x', 600)}"))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("UID MOVE 2 There"))[^1]);
        Assert.Equal(2, Server.Mailboxes["There"].Count);
    }

    [Fact]
    public async Task Counts_messages()
    {
        Fill(2);
        Server.Mailboxes.Quota.Messages = 3;
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("NO [OVERQUOTA]", (await client.CommandAsync("UID COPY 1:2 INBOX"))[0]);
        Assert.StartsWith("OK", (await client.CommandAsync("UID COPY 1 INBOX"))[^1]);
        Assert.StartsWith("NO [OVERQUOTA]", (await client.CommandAsync("UID COPY 1 INBOX"))[^1]);
    }

    [Theory]
    [InlineData("GETQUOTA \"\"")]
    [InlineData("GETQUOTAROOT INBOX")]
    public async Task Is_not_known_where_it_is_not_offered(string command)
    {
        Options.Without("QUOTA");
        using var client = await LoginAsync();
        Assert.Equal(["BAD QUOTA is not offered"], await client.CommandAsync(command));
    }
}
