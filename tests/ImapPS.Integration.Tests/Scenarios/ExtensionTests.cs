using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>UTF-8, binary messages, replacing and labels, and what a server refuses: each in a mailbox of its own.</summary>
public sealed class ExtensionTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private const string International = "From: jörg@example.org\r\nSubject: Grüße aus Köln\r\nMessage-ID: <i@example.org>\r\n\r\nHallo.\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Names_and_searches_beyond_ASCII_mean_the_same_whether_UTF8_is_enabled_or_not(string name)
    {
        var trace = new ConcurrentQueue<string>();
        var server = await StartedAsync(name);
        var mailbox = MailboxName.Create(server.Mailbox($"Entwürfe & 漢字 {Guid.NewGuid():N}"[..24]));
        await using (var session = await EngineClient.ConnectAsync(server, trace: trace.Enqueue))
        {
            // At once: the first commands must not be written before it is known how.
            Assert.Null((await AppendAsync(session, mailbox, Item("Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\nx\r\n"), create: true)).Error);
            Assert.Equal(name == "courier", session.Connection.Utf8);
            Assert.Equal(name == "courier" ? 1 : 0, trace.Count(l => l.Contains(" C: ", StringComparison.Ordinal) && l.EndsWith("ENABLE UTF8=ACCEPT", StringComparison.Ordinal)));
            Assert.Equal(1, await session.CountAsync(mailbox, SearchKey.Subject("Grüße"), Token));
            Assert.Equal(0, await session.CountAsync(mailbox, SearchKey.Subject("Größe"), Token));
        }

        // Another session, whose first command is the one that depends on it; and one that reads the name from the server.
        await using var other = await EngineClient.ConnectAsync(server);
        Assert.Equal(1u, (await other.StatusAsync(mailbox, StatusItems.Messages, Token)).Messages);
        var listed = Assert.Single(await other.ListAsync("*", false, null, Token), m => m.Name.Name == mailbox.Name);
        Assert.True(listed.Name.IsDecoded);
        Assert.Equal(1, await other.CountAsync(listed.Name, SearchKey.All, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_header_in_UTF8_is_added_as_it_is_or_as_the_server_makes_it(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var added = await AppendAsync(session, mailbox, Item(International), create: true);
        if (name == "cyrus")
        {
            // It takes 8-bit in headers for garbage, which it replaces.
            Assert.Null(added.Error);
            return;
        }

        Assert.Null(added.Error);
        var message = await FetchAsync(session, mailbox, added);
        Assert.Equal(International, Encoding.UTF8.GetString(message));
        Assert.Equal(1, await session.CountAsync(mailbox, SearchKey.Subject("Köln"), Token));
    }

    [Fact]
    public async Task Courier_gets_such_a_header_in_the_form_that_it_asks_for()
    {
        var trace = new ConcurrentQueue<string>();
        var server = await StartedAsync("courier");
        await using var session = await EngineClient.ConnectAsync(server, trace: trace.Enqueue);
        Assert.Null((await AppendAsync(session, MailboxName.Create(server.Mailbox("Utf8-" + Guid.NewGuid().ToString("N")[..8])), Item(International), create: true)).Error);
        Assert.Contains(trace, l => l.Contains("() UTF8 (~{", StringComparison.Ordinal));
        Assert.DoesNotContain(trace, l => l.Contains("[ALERT]", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_message_with_NUL_needs_BINARY(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var content = new byte[3000];
        for (var i = 0; i < content.Length; i++)
            content[i] = (byte)(i % 251);
        byte[] message = [.. "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Transfer-Encoding: binary\r\n\r\n"u8, .. content, .. "\r\n--b--\r\n"u8];
        var added = await AppendAsync(session, mailbox, new AppendItem(AppendSource.FromBytes(message)), create: true);
        if (!session.Capabilities.BinaryAppend)
        {
            Assert.Equal("courier", name);
            Assert.Equal(ImapError.NotSupported, added.Error!.Error);
            return;
        }

        Assert.Null(added.Error);
        var part = Assert.Single(AttachmentPart.Find((await BodyAsync(session, mailbox, added))!, inline: true)).Part;
        using var saved = new MemoryStream();
        var request = new ContentRequest(added.Uid, part.Section, () => saved) { Size = part.Size, Encoding = part.Encoding };
        await foreach (var result in session.ReadContentsAsync(mailbox, added.UidValidity, [request], null, Token))
            Assert.Null(result.Error);
        Assert.Equal(content, saved.ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_draft_takes_the_place_of_the_one_before(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var first = await AppendAsync(session, mailbox, Item("Subject: one\r\n\r\nx\r\n"), create: true);
        var other = await AppendAsync(session, mailbox, Item("Subject: other\r\n\r\nx\r\n"), create: false);
        Assert.Null(Assert.Single(await session.StoreAsync(mailbox, other.UidValidity, UidSet.Of(other.Uid), new StoreRequest(StoreMode.Add, MessageFlags.Create(SystemFlags.Deleted)), Token)).Error);
        var replaced = await session.ReplaceAsync(mailbox, first.UidValidity, first.Uid, mailbox, Item("Subject: two\r\n\r\nx\r\n"), false, Token);
        Assert.Null(replaced.Error);
        Assert.Equal([other.Uid, replaced.Uid], (await session.SearchAsync(mailbox, SearchKey.All, Token)).Uids.Uids());
        var gone = await Assert.ThrowsAsync<ImapException>(() => session.ReplaceAsync(mailbox, first.UidValidity, first.Uid, mailbox, Item("Subject: three\r\n\r\nx\r\n"), false, Token));
        Assert.Equal(ImapError.MessageNotFound, gone.Error);
        var changed = await Assert.ThrowsAsync<ImapException>(() => session.ReplaceAsync(mailbox, first.UidValidity + 1, replaced.Uid, mailbox, Item("Subject: three\r\n\r\nx\r\n"), false, Token));
        Assert.Equal(ImapError.UidValidityChanged, changed.Error);
        Assert.Equal(2, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Labels_are_Gmails_alone(string name)
    {
        await using var session = await EngineClient.ConnectAsync(await StartedAsync(name));
        var selected = await session.SelectAsync(MailboxName.Inbox, write: false, Token);
        var error = await Assert.ThrowsAsync<ImapException>(() => session.StoreLabelsAsync(MailboxName.Inbox, selected.UidValidity, UidSet.Of(1), new LabelRequest(StoreMode.Add, ["x"]), Token));
        Assert.Equal(ImapError.NotSupported, error.Error);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_message_for_which_there_is_no_room_is_refused_by_its_code_and_the_session_goes_on(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server, user: server.UserNamed("cramped"));
        var added = await AppendAsync(session, MailboxName.Inbox, Item("Subject: big\r\n\r\n" + string.Concat(Enumerable.Repeat("0123456789abcdef\r\n", 8000))), create: false);
        Assert.Equal(ImapError.CommandRefused, added.Error!.Error);
        // The others say it in words alone.
        if (name == "dovecot")
            Assert.Equal("OVERQUOTA", added.Error.ResponseCode);
        Assert.Matches("(?i)quota", added.Error.Message);
        Assert.Null((await AppendAsync(session, MailboxName.Inbox, Item("Subject: small\r\n\r\nx\r\n"), create: false)).Error);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_not_there_or_not_allowed_is_told_and_nothing_is_done(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var added = await AppendAsync(session, mailbox, Item("Subject: one\r\n\r\nx\r\n"), create: true);
        var one = UidSet.Of(added.Uid);
        var nowhere = MailboxName.Create(mailbox.Name + "-nowhere");
        Assert.Equal(ImapError.MailboxNotFound, Assert.Single(await session.MoveAsync(mailbox, added.UidValidity, one, nowhere, Token)).Error!.Error);
        Assert.Equal(ImapError.MailboxNotFound, Assert.Single(await session.CopyAsync(mailbox, added.UidValidity, one, nowhere, false, Token)).Error!.Error);
        // A message that vanished: another session removes it behind this one's back.
        await using (var other = await EngineClient.ConnectAsync(await StartedAsync(name)))
            Assert.Null(Assert.Single(await other.RemoveAsync(mailbox, added.UidValidity, one, new RemoveOptions(), Token)).Error);
        // Until it has been told so, a session may go on reading what is gone (RFC 2180 section 4.1).
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Token);
        using var saved = new MemoryStream();
        await foreach (var result in session.ReadContentsAsync(mailbox, added.UidValidity, [new ContentRequest(added.Uid, "", () => saved)], null, Token))
            Assert.NotNull(result.Error);
        Assert.Equal(0, saved.Length);
        Assert.Equal(0, await session.CountAsync(mailbox, SearchKey.All, Token));
        var moved = Assert.Single(await session.MoveAsync(mailbox, added.UidValidity, UidSet.Of(900), nowhere, createDestination: true, Token));
        Assert.True(moved.Error is null || moved.Error.Error is ImapError.MailboxNotFound or ImapError.CommandRefused, moved.Error?.ToString());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_move_makes_its_destination_when_told_to(string name)
    {
        var (session, mailbox) = await BeginAsync(name);
        await using var _ = session;
        var added = await AppendAsync(session, mailbox, Item("Subject: one\r\n\r\nx\r\n"), create: true);
        var destination = MailboxName.Create(mailbox.Name + "-moved");
        Assert.Null(Assert.Single(await session.MoveAsync(mailbox, added.UidValidity, UidSet.Of(added.Uid), destination, createDestination: true, Token)).Error);
        Assert.Equal(1, await session.CountAsync(destination, SearchKey.All, Token));
        Assert.Equal(0, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Theory]
    [InlineData("dovecot")]
    [InlineData("cyrus")]
    public async Task Seen_on_a_mailbox_shared_for_reading_is_refused(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var shared = Assert.Single(await session.ListAsync("*", false, null, Token), m => m.Name.Name.Contains("bob", StringComparison.Ordinal) && m.Name.Name.EndsWith("Archive", StringComparison.Ordinal)).Name;
        var found = await session.SearchAsync(shared, SearchKey.All, Token);
        ImapException? error;
        try
        {
            error = Assert.Single(await session.StoreAsync(shared, found.UidValidity, found.Uids, new StoreRequest(StoreMode.Add, MessageFlags.Parse("\\Flagged")), Token)).Error;
        }
        catch (ImapException e)
        {
            error = e;
        }

        Assert.NotNull(error);
        Assert.Equal(0, await session.CountAsync(shared, SearchKey.Flagged, Token));
    }

    private static AppendItem Item(string text) => new(AppendSource.FromBytes(Encoding.UTF8.GetBytes(text)));

    private static async Task<AppendResult> AppendAsync(ImapSession session, MailboxName mailbox, AppendItem item, bool create)
    {
        AppendResult? last = null;
        await foreach (var result in session.AppendAsync(mailbox, [item], new AppendOptions { CreateMailbox = create }, Token))
            last = result;
        return last!;
    }

    private static async Task<byte[]> FetchAsync(ImapSession session, MailboxName mailbox, AppendResult message)
    {
        using var stream = new MemoryStream();
        await foreach (var result in session.ReadContentsAsync(mailbox, message.UidValidity, [new ContentRequest(message.Uid, "", () => stream)], null, Token))
            Assert.Null(result.Error);
        return stream.ToArray();
    }

    private static async Task<BodyPart?> BodyAsync(ImapSession session, MailboxName mailbox, AppendResult message)
    {
        BodyPart? body = null;
        await foreach (var batch in session.FetchAsync(mailbox, message.UidValidity, UidSet.Of(message.Uid), new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.BodyStructure }, cancellationToken: Token))
            body = Assert.Single(batch.Messages).Body;
        return body;
    }

    private async Task<(ImapSession Session, MailboxName Mailbox)> BeginAsync(string name)
    {
        var server = await StartedAsync(name);
        return (await EngineClient.ConnectAsync(server), MailboxName.Create(server.Mailbox("Extension-" + Guid.NewGuid().ToString("N")[..8])));
    }
}
