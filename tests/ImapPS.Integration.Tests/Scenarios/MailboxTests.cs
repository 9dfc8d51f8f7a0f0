using System.Collections.Concurrent;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

public sealed class MailboxTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static readonly FetchItems Summary = new()
    {
        Attributes = FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Lists_mailboxes_with_their_status(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var mailboxes = await session.ListAsync("*", false, StatusItems.Messages | StatusItems.Unseen | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.Size, Token);
        var inbox = Assert.Single(mailboxes, m => m.Name.IsInbox);
        Assert.Equal(29u, inbox.Status!.Messages);
        Assert.NotEqual(0u, inbox.Status.UidValidity);
        Assert.Equal(3u, mailboxes.Single(m => m.Name.Name == server.Mailbox("Archive/2026")).Status!.Messages);
        Assert.Equal(1u, mailboxes.Single(m => m.Name.Name == server.Mailbox("Entwürfe/Ärger & Co")).Status!.Messages);
        Assert.Equal(2u, mailboxes.Single(m => m.Name.Name == server.Mailbox("日本語")).Status!.Messages);
        if (session.Capabilities.SpecialUse)
            Assert.Equal("Sent", mailboxes.Single(m => m.Name.Name == server.Mailbox("Sent")).SpecialUse);
        if (session.Capabilities.StatusSize)
            Assert.True(inbox.Status.Size > 100_000);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Searches(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        Assert.Equal(29, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Token));
        Assert.Equal(1, (await session.SearchAsync(MailboxName.Inbox, SearchKey.Subject("Invoice 2026-0107"), Token)).Uids.Count);
        Assert.Equal(1, (await session.SearchAsync(MailboxName.Inbox, SearchKey.And(SearchKey.Subject("Messdaten und Übersicht")), Token)).Uids.Count);
        var none = await session.SearchAsync(MailboxName.Inbox, SearchKey.Subject("no such \"subject\" \r\n here"), Token);
        Assert.True(none.Uids.IsEmpty);
        Assert.Equal(0, none.Count);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Reads_a_whole_mailbox_without_setting_Seen(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var unseen = await session.CountAsync(MailboxName.Inbox, SearchKey.Unseen, Token);
        var messages = await ReadAsync(session, Summary with { Sections = [FetchSectionRequest.Whole] });
        Assert.Equal(29, messages.Count);
        Assert.Equal(messages.OrderBy(m => m.Uid).Select(m => m.Uid), messages.Select(m => m.Uid));
        Assert.All(messages, m => Assert.Empty(m.Problems));
        Assert.All(messages, m => Assert.Equal(m.Size, m.Sections[0].Length));
        var japanese = messages.Single(m => m.Envelope!.Subject == "四月の会議について（ご確認のお願い）");
        Assert.Equal("山田 花子", japanese.Envelope!.From[0].Name);
        Assert.Contains(messages, m => m.Body!.IsMultipart && m.Body.Parts.Any(p => p.Disposition?.Equals("attachment", StringComparison.OrdinalIgnoreCase) == true));
        Assert.Equal(unseen, await session.CountAsync(MailboxName.Inbox, SearchKey.Unseen, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Moves_there_and_back(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var archive = MailboxName.Create(server.Mailbox("Archive"));
        // A mailbox of its own: other tests read INBOX meanwhile.
        var mailbox = MailboxName.Create(server.Mailbox("Moving-" + Guid.NewGuid().ToString("N")[..8]));
        var seeded = await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Token);
        Assert.Null(Assert.Single(await session.CopyAsync(MailboxName.Inbox, seeded.UidValidity, seeded.Uids, mailbox, true, Token)).Error);
        var found = await session.SearchAsync(mailbox, SearchKey.Subject("Where do we meet"), Token);
        Assert.True(found.Uids.Count >= 2);
        var before = await session.CountAsync(archive, SearchKey.All, Token);

        var moved = Assert.Single(await session.MoveAsync(mailbox, found.UidValidity, found.Uids, archive, Token));
        Assert.Null(moved.Error);
        Assert.Equal(session.Capabilities.Move ? MoveMethod.Move : MoveMethod.CopyAndExpunge, moved.Method);
        Assert.Equal(found.Uids.Uids(), moved.NewUids!.Keys.Order());
        Assert.Equal(before + found.Uids.Count, await session.CountAsync(archive, SearchKey.All, Token));
        Assert.Equal(0, await session.CountAsync(mailbox, SearchKey.Subject("Where do we meet"), Token));

        var back = Assert.Single(await session.MoveAsync(archive, moved.DestinationUidValidity, UidSet.From(moved.NewUids.Values), mailbox, Token));
        Assert.Null(back.Error);
        Assert.Equal(before, await session.CountAsync(archive, SearchKey.All, Token));
        Assert.Equal(seeded.Uids.Count, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Says_that_a_mailbox_does_not_exist(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var nowhere = MailboxName.Create(server.Mailbox("Nowhere \"at\" all/ä"));
        var error = await Assert.ThrowsAsync<ImapException>(() => session.SearchAsync(nowhere, SearchKey.All, Token));
        Assert.Equal(ImapError.MailboxNotFound, error.Error);
        var moved = Assert.Single(await session.MoveAsync(MailboxName.Inbox, await ValidityAsync(session), UidSet.Of(1), MailboxName.Create(server.Mailbox("Nowhere")), Token));
        Assert.Equal(ImapError.MailboxNotFound, moved.Error!.Error);
        Assert.Equal(29, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Writes_nothing_under_another_UIDVALIDITY(string name)
    {
        var server = await StartedAsync(name);
        var trace = new ConcurrentQueue<string>();
        await using var session = await EngineClient.ConnectAsync(server, trace: trace.Enqueue);
        var validity = await ValidityAsync(session);
        var error = await Assert.ThrowsAsync<ImapException>(
            () => session.MoveAsync(MailboxName.Inbox, validity + 1, UidSet.Of(1), MailboxName.Create(server.Mailbox("Archive")), Token));
        Assert.Equal(ImapError.UidValidityChanged, error.Error);
        Assert.DoesNotContain(trace, line => line.Contains(" C: ") && (line.Contains("UID MOVE") || line.Contains("UID COPY") || line.Contains("UID STORE")));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_UID_that_is_gone_is_left_out(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var moved = Assert.Single(await session.MoveAsync(MailboxName.Inbox, await ValidityAsync(session), UidSet.Of(400_000), MailboxName.Create(server.Mailbox("Archive")), Token));
        Assert.Equal(0, moved.NewUids?.Count ?? 0);
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(400_000), Summary, cancellationToken: Token))
            Assert.Empty(batch.Messages);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Stops_reading_and_stays_usable(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        for (var i = 0; i < 3; i++)
        {
            await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Summary, new FetchOptions { FirstWindow = 2 }, Token))
            {
                Assert.NotEmpty(batch.Messages);
                break;
            }
        }

        Assert.Equal(29, await session.CountAsync(MailboxName.Inbox, SearchKey.All, Token));
    }

    private static async Task<uint> ValidityAsync(ImapSession session) =>
        (await session.SelectAsync(MailboxName.Inbox, write: false, Token)).UidValidity;

    private static async Task<List<FetchResponse>> ReadAsync(ImapSession session, FetchItems items)
    {
        var messages = new List<FetchResponse>();
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, items, new FetchOptions { FirstWindow = 4 }, Token))
            messages.AddRange(batch.Messages);
        return messages;
    }
}
