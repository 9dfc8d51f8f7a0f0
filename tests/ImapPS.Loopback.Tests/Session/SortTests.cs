using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>SORT, THREAD, PARTIAL, SEARCHRES, SEARCH=FUZZY and MULTISEARCH, each offered on order only.</summary>
public class SortTests : SessionTest
{
    private static readonly string[] All =
    [
        "SORT", "SORT=DISPLAY", "ESORT", "THREAD=REFERENCES", "THREAD=REFS", "THREAD=ORDEREDSUBJECT", "PARTIAL", "SEARCHRES", "SEARCH=FUZZY", "MULTISEARCH",
    ];

    private void FillForSort()
    {
        Inbox.Add("From: Zoe <anna@x.example>\nTo: b@y.example\nSubject: Plan\nDate: Mon, 5 Jan 2026 12:00:00 +0000\nMessage-ID: <1@x>\n\nlong text here\n", null, Day);
        Inbox.Add("From: carl@x.example\nTo: a@y.example\nSubject: =?utf-8?q?=C3=84pfel?=\nDate: Sun, 4 Jan 2026 12:00:00 +0000\nMessage-ID: <2@x>\n\n", null, Day.AddDays(2));
        Inbox.Expunge([Inbox.Add("Subject: gone\n\n")]);
        Inbox.Add("From: Bert <bert@x.example>\nSubject: Re: plan\nDate: Mon, 5 Jan 2026 11:00:00 -0500\nMessage-ID: <4@x>\nReferences: <1@x>\n\n", null, Day.AddDays(1));
    }

    [Theory]
    [InlineData("UID SORT (ARRIVAL) UTF-8 ALL", "SORT 1 4 2")]
    [InlineData("UID SORT (REVERSE DATE) US-ASCII ALL", "SORT 4 1 2")]
    [InlineData("UID SORT (FROM) UTF-8 ALL", "SORT 1 4 2")]
    [InlineData("UID SORT (DISPLAYFROM) UTF-8 ALL", "SORT 4 2 1")]
    [InlineData("UID SORT (SUBJECT REVERSE ARRIVAL) UTF-8 ALL", "SORT 2 4 1")]
    [InlineData("UID SORT (TO) UTF-8 NOT SUBJECT plan", "SORT 2")]
    [InlineData("SORT (SIZE) UTF-8 ALL", "SORT 3 2 1")]
    [InlineData("SORT (SUBJECT) UTF-8 SUBJECT nowhere", "SORT")]
    [InlineData("UID SORT RETURN (ALL COUNT) (SUBJECT REVERSE ARRIVAL) UTF-8 ALL", "ESEARCH (TAG \"t3\") UID COUNT 3 ALL 2,4,1")]
    [InlineData("UID SORT RETURN (PARTIAL 2:9) (ARRIVAL) UTF-8 ALL", "ESEARCH (TAG \"t3\") UID PARTIAL (2:9 4,2)")]
    [InlineData("UID SORT RETURN (PARTIAL -1:-2) (ARRIVAL) UTF-8 ALL", "ESEARCH (TAG \"t3\") UID PARTIAL (-1:-2 4,2)")]
    [InlineData("UID SEARCH RETURN (PARTIAL 1:2 COUNT) ALL", "ESEARCH (TAG \"t3\") UID COUNT 3 PARTIAL (1:2 1:2)")]
    [InlineData("UID SEARCH RETURN (PARTIAL 3:4) ALL", "ESEARCH (TAG \"t3\") UID PARTIAL (3:4 4)")]
    [InlineData("UID SEARCH RETURN (PARTIAL 4:9) ALL", "ESEARCH (TAG \"t3\") UID PARTIAL (4:9 NIL)")]
    [InlineData("UID SEARCH RETURN (PARTIAL -2:-3) ALL", "ESEARCH (TAG \"t3\") UID PARTIAL (-2:-3 1:2)")]
    [InlineData("UID SEARCH RETURN (PARTIAL -4:-9) ALL", "ESEARCH (TAG \"t3\") UID PARTIAL (-4:-9 NIL)")]
    [InlineData("UID SEARCH FUZZY SUBJECT plan", "SEARCH 1 4")]
    [InlineData("UID THREAD REFERENCES UTF-8 ALL", "THREAD (2)(1 4)")]
    [InlineData("UID THREAD REFS UTF-8 ALL", "THREAD (2)(1 4)")]
    [InlineData("THREAD ORDEREDSUBJECT UTF-8 ALL", "THREAD (2)(1 3)")]
    [InlineData("UID THREAD REFERENCES UTF-8 SUBJECT nowhere", "THREAD")]
    public async Task Answers(string command, string expected)
    {
        Options.With(All);
        FillForSort();
        using var client = await LoginAsync("INBOX");
        var lines = await client.CommandAsync(command);
        Assert.Equal("* " + expected, lines[0]);
        Assert.StartsWith("OK", lines[1]);
    }

    [Theory]
    [InlineData("SORT", "UID SORT (ARRIVAL) UTF-8 ALL")]
    [InlineData("SORT=DISPLAY", "UID SORT (DISPLAYTO) UTF-8 ALL")]
    [InlineData("ESORT", "UID SORT RETURN () (ARRIVAL) UTF-8 ALL")]
    [InlineData("PARTIAL", "UID SORT RETURN (PARTIAL 1:3) (ARRIVAL) UTF-8 ALL")]
    [InlineData("PARTIAL", "UID SEARCH RETURN (PARTIAL 1:3) ALL")]
    [InlineData("THREAD=REFERENCES", "UID THREAD REFERENCES UTF-8 ALL")]
    [InlineData("THREAD=REFS", "UID THREAD REFS UTF-8 ALL")]
    [InlineData("THREAD=ORDEREDSUBJECT", "UID THREAD ORDEREDSUBJECT UTF-8 ALL")]
    [InlineData("SEARCHRES", "UID SEARCH RETURN (SAVE) ALL")]
    [InlineData("SEARCHRES", "UID SEARCH $")]
    [InlineData("SEARCHRES", "UID FETCH $ FLAGS")]
    [InlineData("SEARCH=FUZZY", "UID SEARCH OR ALL FUZZY ALL")]
    [InlineData("MULTISEARCH", "ESEARCH IN (PERSONAL) ALL")]
    public async Task What_is_not_offered_is_refused(string capability, string command)
    {
        Options.With(All).Without(capability);
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith($"BAD {capability} is not offered", (await client.CommandAsync(command))[0]);
    }

    [Theory]
    [InlineData("UID SORT (ARRIVAL) KOI8-R ALL", "NO [BADCHARSET")]
    [InlineData("UID THREAD REFERENCES KOI8-R ALL", "NO [BADCHARSET")]
    [InlineData("UID SORT () UTF-8 ALL", "BAD")]
    [InlineData("UID SORT (COLOUR) UTF-8 ALL", "BAD")]
    [InlineData("UID SORT (ARRIVAL) ALL", "NO [BADCHARSET")]
    [InlineData("UID THREAD FOO UTF-8 ALL", "BAD")]
    [InlineData("UID SEARCH RETURN (ALL PARTIAL 1:2) ALL", "BAD")]
    [InlineData("ESEARCH IN (MAILBOXES) ALL", "BAD")]
    public async Task What_is_no_sort_is_refused(string command, string expected)
    {
        Options.With(All);
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith(expected, (await client.CommandAsync(command))[0]);
    }

    [Fact]
    public async Task Only_context_counts_from_the_beginning_only()
    {
        Options.With("CONTEXT=SEARCH");
        Fill(5);
        using var client = await LoginAsync("INBOX");
        Assert.Equal("* ESEARCH (TAG \"t3\") UID PARTIAL (2:3 2:3)", (await client.CommandAsync("UID SEARCH RETURN (PARTIAL 2:3) ALL"))[0]);
        Assert.StartsWith("BAD", (await client.CommandAsync("UID SEARCH RETURN (PARTIAL -2:-3) ALL"))[0]);
    }

    [Fact]
    public async Task What_was_saved_stays_until_it_is_gone_or_another_is_saved()
    {
        Options.With(All);
        Fill(6);
        using var client = await LoginAsync("INBOX");
        Assert.Equal(["OK UID SEARCH completed"], await client.CommandAsync("UID SEARCH RETURN (SAVE) UID 2:4"));
        Assert.Equal("* ESEARCH (TAG \"t4\") UID COUNT 3", (await client.CommandAsync("UID SEARCH RETURN (COUNT) $"))[0]);
        Inbox.Expunge([Inbox.Find(3)!]);
        await client.CommandAsync("NOOP");
        Assert.Equal("* SEARCH 2 4", (await client.CommandAsync("UID SEARCH UID $"))[0]);
        Assert.Equal(["* 2 FETCH (UID 2)", "* 3 FETCH (UID 4)"], (await client.CommandAsync("UID FETCH $ (UID)")).Take(2));
        await client.CommandAsync("UID SEARCH RETURN (SAVE MIN) ALL");
        Assert.Equal("* SEARCH 1", (await client.CommandAsync("UID SEARCH $"))[0]);
        await client.CommandAsync("EXAMINE INBOX");
        Assert.Equal("* SEARCH", (await client.CommandAsync("UID SEARCH $"))[0]);
    }

    [Fact]
    public async Task Several_mailboxes_are_searched_with_none_selected()
    {
        Options.With(All);
        Fill(2);
        foreach (var name in new[] { "Lists", "Lists/a", "Lists/a/b", "Lists/Ünder", "Empty" })
            Server.Mailboxes.GetOrCreate(name).Add("Subject: x\n\n");
        Server.Mailboxes["Empty"].Expunge(Server.Mailboxes["Empty"].Messages);
        Server.Mailboxes.Subscribe(MailboxName.Create("Lists/a"));
        using var client = await LoginAsync();
        async Task<List<string>> SearchAsync(string arguments) =>
            (await client.CommandAsync("ESEARCH " + arguments)).Where(l => l[0] == '*').Select(l => $"{l.Split('"')[3]}{l[(l.LastIndexOf(" UID ", StringComparison.Ordinal) + 4)..]}").ToList();

        Assert.Equal(["INBOX ALL 1:2", "Lists ALL 1", "Lists/&ANw-nder ALL 1", "Lists/a ALL 1", "Lists/a/b ALL 1"], (await SearchAsync("IN (PERSONAL) ALL")).OrderBy(static s => s, StringComparer.Ordinal));
        Assert.Equal(["INBOX COUNT 2"], await SearchAsync("IN (INBOXES) RETURN (COUNT) ALL"));
        Assert.Equal(["Lists/a ALL 1"], await SearchAsync("IN (SUBSCRIBED) ALL"));
        Assert.Equal(["Lists/a/b ALL 1"], await SearchAsync("IN (MAILBOXES (Lists/a/b Empty Nowhere)) ALL"));
        Assert.Equal(3, (await SearchAsync("IN (SUBTREE-ONE Lists) ALL")).Count);
        Assert.Equal(4, (await SearchAsync("IN (SUBTREE Lists MAILBOXES Lists) ALL")).Count);
        Assert.StartsWith("BAD", (await client.CommandAsync("ESEARCH ALL"))[0]);
        var line = (await client.CommandAsync("ESEARCH IN (MAILBOXES INBOX) ALL"))[0];
        Assert.Contains($"MAILBOX \"INBOX\" UIDVALIDITY {Inbox.UidValidity})", line);
    }
}
