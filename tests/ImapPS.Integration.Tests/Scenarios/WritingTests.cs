using System.Text;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Adding, flagging, copying and removing. Each test works in a mailbox of its own, which it makes by adding to it.</summary>
public sealed class WritingTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static readonly MessageFlags Deleted = MessageFlags.Create(SystemFlags.Deleted);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Adds_messages_that_come_back_octet_for_octet(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var date = new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.FromHours(1));
        var texts = Enumerable.Range(1, 70).Select(Text).Append(Text(71) + string.Concat(Enumerable.Repeat("0123456789abcdef\r\n", 100_000))).ToArray();
        var items = texts.Select(t => Item(t) with { Flags = MessageFlags.Parse("\\Seen", "\\Flagged"), InternalDate = date });
        var results = await AppendAsync(session, mailbox, items, new AppendOptions { CreateMailbox = true });
        Assert.All(results, r => Assert.Null(r.Error));
        Assert.Equal(71, results.Count);
        Assert.Equal(Enumerable.Range(1, 71).Select(i => (uint)i), results.Select(r => r.Uid));

        var read = new List<FetchResponse>();
        var wanted = new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.InternalDate, Sections = [FetchSectionRequest.Whole] };
        await foreach (var batch in session.FetchAsync(mailbox, results[0].UidValidity, UidSet.Of(1, 71), wanted, cancellationToken: Token))
            read.AddRange(batch.Messages);
        Assert.Equal(71, read.Count);
        Assert.All(read, m => Assert.Equal(texts[m.Uid - 1], Content(m)));
        Assert.All(read, m => Assert.True(m.Flags!.Has(SystemFlags.Seen | SystemFlags.Flagged)));
        Assert.All(read, m => Assert.Equal(date, m.InternalDate));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Line_feeds_alone_become_CRLF(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var added = Assert.Single(await AppendAsync(session, mailbox, [Item("Subject: unix\n\none\ntwo\n")], new AppendOptions { CreateMailbox = true }));
        Assert.Null(added.Error);
        await foreach (var batch in session.FetchAsync(mailbox, added.UidValidity, UidSet.Of(added.Uid), new FetchItems { Sections = [FetchSectionRequest.Whole] }, cancellationToken: Token))
            Assert.Equal("Subject: unix\r\n\r\none\r\ntwo\r\n", Content(Assert.Single(batch.Messages)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_mailbox_that_is_not_there_is_made_only_when_told_to(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var results = await AppendAsync(session, mailbox, Enumerable.Range(1, 3).Select(i => Item(Text(i))), null);
        Assert.Equal(3, results.Count);
        Assert.All(results, r => Assert.Equal(ImapError.MailboxNotFound, r.Error!.Error));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_mailbox_that_is_open_for_reading_takes_messages_too(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, 1);
        await using var _ = session;
        Assert.Equal(1, await session.CountAsync(mailbox, SearchKey.All, Token));
        Assert.Null(Assert.Single(await AppendAsync(session, mailbox, [Item(Text(2))], null)).Error);
        Assert.Equal(validity, session.Selected!.UidValidity);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_came_while_the_mailbox_was_open_is_found(string name)
    {
        var (session, mailbox, _) = await FilledAsync(name, 1);
        await using var first = session;
        await using var other = await EngineClient.ConnectAsync(await StartedAsync(name));
        Assert.Equal(1, await session.CountAsync(mailbox, SearchKey.All, Token));
        Assert.Null(Assert.Single(await AppendAsync(other, mailbox, [Item(Text(2))], null)).Error);
        // What nobody has asked for in a second may be old.
        await Task.Delay(1200, Token);
        Assert.Equal(2, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Changes_flags(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, 5);
        await using var _ = session;
        var add = new StoreRequest(StoreMode.Add, MessageFlags.Parse("\\Seen", "\\Flagged")) { Silent = false };
        var result = Assert.Single(await session.StoreAsync(mailbox, validity, UidSet.Parse("1:3"), add, Token));
        Assert.Null(result.Error);
        Assert.Equal([1u, 2u, 3u], result.NewFlags!.Keys.Order());
        await StoreAsync(new StoreRequest(StoreMode.Remove, MessageFlags.Parse("\\Seen")), "2");
        await StoreAsync(new StoreRequest(StoreMode.Replace, MessageFlags.Parse("\\Answered", "$Work")), "3");
        Assert.Equal("1", await FindAsync(session, mailbox, SearchKey.Seen));
        Assert.Equal("1:2", await FindAsync(session, mailbox, SearchKey.Flagged));
        Assert.Equal("3", await FindAsync(session, mailbox, SearchKey.Answered));
        Assert.Equal("3", await FindAsync(session, mailbox, SearchKey.Keyword("$Work")));

        async Task StoreAsync(StoreRequest request, string uids) =>
            Assert.Null(Assert.Single(await session.StoreAsync(mailbox, validity, UidSet.Parse(uids), request, Token)).Error);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Leaves_alone_what_somebody_else_changed(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, 3);
        await using var _ = session;
        var request = new StoreRequest(StoreMode.Add, MessageFlags.Parse("\\Seen"));
        if (!session.Capabilities.CondStore)
        {
            var error = await Assert.ThrowsAsync<ImapException>(() => session.StoreAsync(mailbox, validity, UidSet.Of(1), request with { UnchangedSince = 1 }, Token));
            Assert.Equal(ImapError.NotSupported, error.Error);
            return;
        }

        var before = (await session.SelectAsync(mailbox, write: true, Token)).HighestModSeq;
        await using (var other = await EngineClient.ConnectAsync(await StartedAsync(name)))
            Assert.Null(Assert.Single(await other.StoreAsync(mailbox, validity, UidSet.Of(2), new StoreRequest(StoreMode.Add, MessageFlags.Parse("\\Flagged")), Token)).Error);
        var result = Assert.Single(await session.StoreAsync(mailbox, validity, UidSet.Parse("1:3"), request with { UnchangedSince = before }, Token));
        Assert.Equal("2", result.Conflicts.ToString());
        // As it is now, so that it can be changed on that ground.
        var current = Assert.Single(result.Current).Value;
        Assert.True(current.Flags!.Has(SystemFlags.Flagged) && !current.Flags.Has(SystemFlags.Seen), current.Flags.ToString());
        Assert.True(current.ModSeq > before);
        Assert.Equal("1,3", await FindAsync(session, mailbox, SearchKey.Seen));
        var again = Assert.Single(await session.StoreAsync(mailbox, validity, UidSet.Of(2), request with { UnchangedSince = current.ModSeq }, Token));
        Assert.True(again.Error is null && again.Conflicts.IsEmpty);
        Assert.Equal("1:3", await FindAsync(session, mailbox, SearchKey.Seen));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Copies_and_makes_the_destination(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, 3);
        await using var _ = session;
        var copies = MailboxName.Create(mailbox.Name + "-copies");
        var missing = Assert.Single(await session.CopyAsync(mailbox, validity, UidSet.Parse("1:2"), copies, false, Token));
        Assert.Equal(ImapError.MailboxNotFound, missing.Error!.Error);
        var copied = Assert.Single(await session.CopyAsync(mailbox, validity, UidSet.Parse("1,3,900"), copies, true, Token));
        Assert.Null(copied.Error);
        Assert.Equal([1u, 3u], copied.NewUids!.Keys.Order());
        Assert.Equal(2, await session.CountAsync(copies, SearchKey.All, Token));
        Assert.Equal(3, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Removes_exactly_the_messages_named(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, 5);
        await using var _ = session;
        Assert.Null(Assert.Single(await session.StoreAsync(mailbox, validity, UidSet.Of(5), new StoreRequest(StoreMode.Add, Deleted), Token)).Error);
        var removed = Assert.Single(await session.RemoveAsync(mailbox, validity, UidSet.Parse("2,4"), new RemoveOptions(), Token));
        Assert.Null(removed.Error);
        Assert.Equal("1,3,5", await FindAsync(session, mailbox, SearchKey.All));
        Assert.Equal("5", await FindAsync(session, mailbox, SearchKey.Deleted));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Finds_the_trash_where_the_server_names_it(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var trash = await session.FindTrashAsync(Token);
        if (session.Capabilities.SpecialUse)
            Assert.Equal(server.Mailbox("Trash"), trash!.Name);
        else
            Assert.True(trash is null || trash.Name == server.Mailbox("Trash"));
    }

    private static string Text(int number) => $"From: a@example.org\r\nSubject: message {number}\r\nMessage-ID: <{number}@example.org>\r\n\r\nThis is message {number}.\r\n";

    private static string Content(FetchResponse message) => Encoding.UTF8.GetString(message.Sections[0].Content ?? (byte[])message.Sections[0].Detached!);

    private static AppendItem Item(string text) => new(AppendSource.FromBytes(Encoding.UTF8.GetBytes(text)));

    private static async Task<string> FindAsync(ImapSession session, MailboxName mailbox, SearchKey key) =>
        (await session.SearchAsync(mailbox, key, Token)).Uids.ToString();

    private static async Task<List<AppendResult>> AppendAsync(ImapSession session, MailboxName mailbox, IEnumerable<AppendItem> items, AppendOptions? options)
    {
        var results = new List<AppendResult>();
        await foreach (var result in session.AppendAsync(mailbox, items, options, Token))
            results.Add(result);
        return results;
    }

    private async Task<(ImapSession Session, MailboxName Mailbox)> BeginAsync(string name)
    {
        var server = await StartedAsync(name);
        return (await EngineClient.ConnectAsync(server), MailboxName.Create(server.Mailbox("Writing-" + Guid.NewGuid().ToString("N")[..8])));
    }

    private async Task<(ImapSession Session, MailboxName Mailbox, uint Validity)> FilledAsync(string name, int count)
    {
        var (session, mailbox) = await BeginAsync(name);
        var results = await AppendAsync(session, mailbox, Enumerable.Range(1, count).Select(i => Item(Text(i))), new AppendOptions { CreateMailbox = true });
        Assert.All(results, r => Assert.Null(r.Error));
        return (session, mailbox, results[0].UidValidity);
    }
}
