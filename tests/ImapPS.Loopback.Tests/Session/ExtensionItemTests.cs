using ImapPS.Loopback.Store;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>What extensions let FETCH ask for: PREVIEW, SAVEDATE, OBJECTID, Gmail's.</summary>
public class ExtensionItemTests : SessionTest
{
    [Theory]
    [InlineData("PREVIEW", "PREVIEW")]
    [InlineData("SAVEDATE", "SAVEDATE")]
    [InlineData("OBJECTID", "EMAILID")]
    [InlineData("OBJECTID", "THREADID")]
    [InlineData("X-GM-EXT-1", "X-GM-LABELS")]
    [InlineData("X-GM-EXT-1", "X-GM-MSGID")]
    [InlineData("X-GM-EXT-1", "X-GM-THRID")]
    public async Task Each_needs_its_capability(string capability, string item)
    {
        Options.Without(capability);
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Assert.Equal($"BAD {capability} is not offered", (await client.CommandAsync($"UID FETCH 1 ({item})"))[^1]);
    }

    [Theory]
    [InlineData("Subject: s\n\nHello\n  there,\tyou\n", "\"Hello there, you\"")]
    [InlineData("Subject: s\n\n", "\"\"")]
    [InlineData("Subject: s\nContent-Type: application/pdf\n\nx", "\"\"")]
    [InlineData("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ngr=C3=BCn", "{5}\r\ngr\u00c3\u00bcn")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b\nContent-Type: text/html\n\n<p>y\n--b--\n", "\"<p>y\"")]
    public async Task Preview(string message, string expected)
    {
        Add(message);
        using var client = await LoginAsync("INBOX");
        Assert.Equal($"* 1 FETCH (UID 1 PREVIEW {expected})", (await client.CommandAsync("UID FETCH 1 (PREVIEW (LAZY))"))[0]);
    }

    [Fact]
    public async Task A_preview_has_200_characters_at_most()
    {
        Add("Subject: s\n\n" + new string('x', 199) + " yz\n");
        Add("Subject: s\n\n" + new string('x', 200) + "\n");
        using var client = await LoginAsync("INBOX");
        Assert.Equal($"* 1 FETCH (UID 1 PREVIEW \"{new string('x', 199)}\")", (await client.CommandAsync("UID FETCH 1 (PREVIEW)"))[0]);
        Assert.Equal($"* 2 FETCH (UID 2 PREVIEW \"{new string('x', 200)}\")", (await client.CommandAsync("UID FETCH 2 PREVIEW"))[0]);
    }

    [Fact]
    public async Task The_date_of_saving_is_that_of_the_mailbox()
    {
        Fill(1);
        Server.Mailboxes.GetOrCreate("Other");
        using var client = await LoginAsync("INBOX");
        await client.CommandAsync("UID COPY 1 Other");
        var copy = Assert.Single(Server.Mailboxes.GetOrCreate("Other").Messages);
        Assert.Equal(Day.AddDays(1), copy.InternalDate);
        Assert.NotEqual(copy.InternalDate, copy.SaveDate);
        Assert.Matches("^\\* 1 FETCH \\(UID 1 SAVEDATE \"[ 0-9]\\d-[A-Z][a-z][a-z]-\\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000\"\\)$", (await client.CommandAsync("UID FETCH 1 (SAVEDATE)"))[0]);
    }

    [Fact]
    public async Task Ids_stay_with_the_content_and_the_thread()
    {
        Options.With("OBJECTID", "X-GM-EXT-1");
        Add("Message-ID: <a@x.example>\nSubject: s\n\nfirst\n");
        Add("Message-ID: <b@x.example>\nIn-Reply-To: <a@x.example>\nSubject: s\n\nsecond\n");
        Add("Message-ID: <c@x.example>\nReferences: <a@x.example>\n <b@x.example>\nIn-Reply-To: <b@x.example>\n\nthird\n");
        Add("Subject: alone\n\nfourth\n");
        using var client = await LoginAsync("INBOX");
        await client.CommandAsync("UID COPY 1 INBOX");
        var ids = (await client.CommandAsync("UID FETCH 1:5 (EMAILID THREADID X-GM-MSGID X-GM-THRID)")).Take(5)
            .Select(static l => System.Text.RegularExpressions.Regex.Match(l, "EMAILID \\((M\\w+)\\) THREADID (\\(T\\w+\\)|NIL) X-GM-MSGID (\\d+) X-GM-THRID (\\d+)\\)$").Groups).ToArray();
        Assert.Equal(4, ids.Select(static g => g[1].Value).Distinct().Count());
        Assert.Equal(ids[0][1].Value, ids[4][1].Value);
        Assert.Equal(ids[0][3].Value, ids[4][3].Value);
        Assert.Equal(ids[0][2].Value, ids[1][2].Value);
        Assert.Equal(ids[0][2].Value, ids[2][2].Value);
        Assert.Equal(ids[0][4].Value, ids[2][4].Value);
        Assert.Equal("NIL", ids[3][2].Value);
        Assert.Equal(ids[3][3].Value, ids[3][4].Value);
    }

    [Fact]
    public async Task Labels()
    {
        Options.With("X-GM-EXT-1");
        LoopbackMessage message = Add("Subject: s\n\nx\n");
        using var client = await LoginAsync("INBOX");
        Assert.Equal("* 1 FETCH (UID 1 X-GM-LABELS ())", (await client.CommandAsync("UID FETCH 1 (X-GM-LABELS)"))[0]);
        message.Labels = ["\\Inbox", "Été", "a b"];
        Assert.Equal("* 1 FETCH (UID 1 X-GM-LABELS (\"\\\\Inbox\" \"&AMk-t&AOk-\" \"a b\"))", (await client.CommandAsync("UID FETCH 1 (X-GM-LABELS)"))[0]);
    }
}
