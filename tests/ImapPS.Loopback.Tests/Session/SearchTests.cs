using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

public class SearchTests : SessionTest
{
    private void FillForSearch()
    {
        Inbox.Add("From: Ann <ann@x.example>\nTo: bob@y.example\nSubject: Invoice 17\nDate: Mon, 5 Jan 2026 23:30:00 -0500\nX-Tag: blue\n\nThe sum is 42.\n", MessageFlags.Parse("\\Seen", "$Work"), new DateTimeOffset(2026, 1, 6, 5, 0, 0, TimeSpan.Zero));
        Inbox.Add("From: =?utf-8?q?J=C3=BCrgen?= <j@x.example>\nCc: Ann <ann@x.example>\nSubject: =?utf-8?b?R3LDvMOfZQ==?=\n =?utf-8?q?_aus_Bonn?=\nDate: Tue, 6 Jan 2026 01:00:00 +0000\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nU2Now7ZuZXIgVGFn\n", MessageFlags.Parse("\\Flagged", "\\Answered"), new DateTimeOffset(2026, 1, 7, 5, 0, 0, TimeSpan.Zero));
        Inbox.Add("From: bob@y.example\nBcc: secret@z.example\nSubject: Photos\nDate: nonsense\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<b>f=FCr dich</b>\n--b\nContent-Type: message/rfc822\n\nSubject: wrapped\n\ninner words\n--b\nContent-Type: application/pdf\n\nnot text\n--b--\n", MessageFlags.Parse("\\Deleted", "\\Draft"), new DateTimeOffset(2026, 1, 8, 5, 0, 0, TimeSpan.Zero));
        Inbox.Expunge([Inbox.Add("Subject: gone\n\n")]);
        Inbox.Add("Subject: last\n\n", null, DateTimeOffset.Now);
    }

    [Theory]
    [InlineData("ALL", "1 2 3 5")]
    [InlineData("SEEN", "1")]
    [InlineData("UNSEEN", "2 3 5")]
    [InlineData("FLAGGED ANSWERED", "2")]
    [InlineData("UNFLAGGED", "1 3 5")]
    [InlineData("UNANSWERED UNDELETED", "1 5")]
    [InlineData("DELETED DRAFT", "3")]
    [InlineData("UNDRAFT", "1 2 5")]
    [InlineData("NEW", "")]
    [InlineData("OLD", "1 2 3 5")]
    [InlineData("KEYWORD $work", "1")]
    [InlineData("UNKEYWORD $Work", "2 3 5")]
    [InlineData("FROM ann", "1")]
    [InlineData("FROM x.EXAMPLE", "1 2")]
    [InlineData("TO bob", "1")]
    [InlineData("CC ann", "2")]
    [InlineData("BCC secret", "3")]
    [InlineData("SUBJECT invoice", "1")]
    [InlineData("CHARSET UTF-8 SUBJECT \"gr\u00c3\u00bc\u00c3\u009fe aus\"", "2")]
    [InlineData("CHARSET UTF-8 FROM {7+}\r\nj\u00c3\u00bcrgen", "2")]
    [InlineData("HEADER X-Tag blue", "1")]
    [InlineData("HEADER x-tag \"\"", "1")]
    [InlineData("HEADER X-Tag red", "")]
    [InlineData("BODY \"sum is\"", "1")]
    [InlineData("BODY Invoice", "")]
    [InlineData("TEXT Invoice", "1")]
    [InlineData("CHARSET UTF-8 BODY \"sch\u00c3\u00b6ner\"", "2")]
    [InlineData("CHARSET UTF-8 BODY \"f\u00c3\u00bcr\"", "3")]
    [InlineData("BODY wrapped", "3")]
    [InlineData("BODY \"inner words\"", "3")]
    [InlineData("BODY \"not text\"", "")]
    [InlineData("SINCE 7-Jan-2026 BEFORE 9-Jan-2026", "2 3")]
    [InlineData("ON 6-Jan-2026", "1")]
    [InlineData("SENTON 5-Jan-2026", "1")]
    [InlineData("SENTSINCE 6-Jan-2026", "2")]
    [InlineData("SENTBEFORE 6-Jan-2026", "1")]
    [InlineData("LARGER 300", "3")]
    [InlineData("SMALLER 30", "5")]
    [InlineData("YOUNGER 3600", "5")]
    [InlineData("OLDER 3600", "1 2 3")]
    [InlineData("UID 2:3", "2 3")]
    [InlineData("UID 6:*", "5")]
    [InlineData("4", "5")]
    [InlineData("2:*", "2 3 5")]
    [InlineData("NOT SEEN", "2 3 5")]
    [InlineData("OR SEEN FLAGGED", "1 2")]
    [InlineData("NOT (SEEN FROM ann)", "2 3 5")]
    [InlineData("OR (FROM ann SEEN) NOT OR UNDELETED SEEN", "1 3")]
    public async Task Finds(string criteria, string expected)
    {
        FillForSearch();
        using var client = await LoginAsync("INBOX");
        var lines = await client.CommandAsync("UID SEARCH " + criteria);
        Assert.Equal(["* SEARCH" + (expected.Length > 0 ? " " : "") + expected, "OK UID SEARCH completed"], lines);
    }

    [Fact]
    public async Task Sequence_numbers_without_uid()
    {
        FillForSearch();
        using var client = await LoginAsync("INBOX");
        Assert.Equal("* SEARCH 3 4", (await client.CommandAsync("SEARCH UID 3:9"))[0]);
    }

    [Theory]
    [InlineData("RETURN (MIN MAX COUNT ALL) ALL", "MIN 1 MAX 5 COUNT 4 ALL 1:3,5")]
    [InlineData("RETURN (COUNT) SEEN", "COUNT 1")]
    [InlineData("RETURN () SEEN", "ALL 1")]
    [InlineData("RETURN (MIN) SUBJECT none", "")]
    [InlineData("RETURN (COUNT ALL) SUBJECT none", "COUNT 0")]
    [InlineData("RETURN (COUNT) MODSEQ 1", "COUNT 4 MODSEQ 7")]
    public async Task Extended_answers(string criteria, string expected)
    {
        FillForSearch();
        using var client = await LoginAsync("INBOX");
        var line = (await client.CommandAsync("UID SEARCH " + criteria))[0];
        Assert.Equal("* ESEARCH (TAG \"t3\") UID" + (expected.Length > 0 ? " " : "") + expected, line);
    }

    [Fact]
    public async Task Save_is_not_offered()
    {
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("BAD", (await client.CommandAsync("UID SEARCH RETURN (SAVE) ALL"))[0]);
    }

    [Fact]
    public async Task By_modseq()
    {
        FillForSearch();
        using var client = await LoginAsync("INBOX");
        Inbox.SetFlags(Inbox.Find(2)!, MessageFlags.None);
        Assert.Equal($"* SEARCH 2 (MODSEQ {Inbox.HighestModSeq})", (await client.CommandAsync($"UID SEARCH MODSEQ {Inbox.HighestModSeq}"))[0]);
    }
}
