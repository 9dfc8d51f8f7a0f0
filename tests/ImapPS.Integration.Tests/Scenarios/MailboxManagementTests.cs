using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Measuring;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Mailboxes made, found, renamed, measured and removed.</summary>
public sealed class MailboxManagementTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private const StatusItems Asked = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_tree_is_made_renamed_subscribed_and_removed(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        MailboxName Name(string plain) => MailboxName.Create(server.Mailbox(plain));
        try
        {
            await session.CreateAsync(Name("Managed/Ärger & Co/日本"), null, Token);
        }
        catch (ImapException e) when (name == "dovecot" && e.ResponseCode == "ALREADYEXISTS")
        {
            // Where several are made at once it may make one and say that it was there already.
        }

        Assert.True(await session.ExistsAsync(Name("Managed/Ärger & Co/日本"), Token));
        var taken = await Assert.ThrowsAsync<ImapException>(() => session.CreateAsync(Name("Managed/Ärger & Co/日本"), null, Token));
        Assert.Equal(ImapError.CommandRefused, taken.Error);

        await session.SetSubscribedAsync(Name("Managed/Ärger & Co/日本"), true, Token);
        Assert.True((await FindAsync(session, Name("Managed/Ärger & Co/日本"))).IsSubscribed);
        await session.SetSubscribedAsync(Name("Managed/Ärger & Co/日本"), false, Token);
        Assert.False((await FindAsync(session, Name("Managed/Ärger & Co/日本"))).IsSubscribed);

        // Open while it is renamed, and while it is removed.
        await session.SelectAsync(Name("Managed/Ärger & Co/日本"), write: false, Token);
        await session.RenameAsync(Name("Managed/Ärger & Co/日本"), Name("Managed/Plain"), Token);
        Assert.False(await session.ExistsAsync(Name("Managed/Ärger & Co/日本"), Token));
        var message = new AppendItem(AppendSource.FromBytes("From: a@example.org\r\nSubject: x\r\n\r\nx\r\n"u8.ToArray()));
        await foreach (var added in session.AppendAsync(Name("Managed/Plain"), [message], null, Token))
            Assert.Null(added.Error);
        await session.SelectAsync(Name("Managed/Plain"), write: false, Token);
        var status = await session.StatusAsync(Name("Managed/Plain"), Asked, Token);
        Assert.Equal(1u, status.Messages);
        var refused = await Assert.ThrowsAsync<ImapException>(() => session.DeleteAsync(Name("Managed/Plain"), status with { Messages = 0, UidNext = status.UidNext - 1 }, Token));
        Assert.Equal(ImapError.CommandRefused, refused.Error);
        Assert.True(await session.ExistsAsync(Name("Managed/Plain"), Token));
        await session.DeleteAsync(Name("Managed/Plain"), status, Token);
        Assert.False(await session.ExistsAsync(Name("Managed/Plain"), Token));
        Assert.Null(session.Connection.Cause);
    }

    /// <summary>Here, and not beside the other test that subscribes: of what is subscribed to at the same time Courier forgets some.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Lists_subscribed_mailboxes(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        await session.Connection.ExecuteAsync(new SubscribeCommand(MailboxName.Create(server.Mailbox("日本語"))), cancellationToken: Token);
        var mailboxes = await session.ListAsync("*", true, null, Token);
        Assert.Contains(mailboxes, m => m.Name.Name == server.Mailbox("日本語"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Special_uses_are_found_by_attribute_or_guessed(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        if (!session.Capabilities.SpecialUse && !await session.ExistsAsync(MailboxName.Create(server.Mailbox("Sent")), Token))
            await session.CreateAsync(MailboxName.Create(server.Mailbox("Sent")), null, Token);
        var sent = Assert.Single(await session.FindSpecialUseAsync("Sent", Token));
        Assert.Equal(server.Mailbox("Sent"), sent.Name.Name);
        Assert.Equal(!session.Capabilities.SpecialUse, sent.GuessedUse is not null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_special_use_is_given_or_clearly_refused(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var mailbox = MailboxName.Create(server.Mailbox("Used"));
        try
        {
            await session.CreateAsync(mailbox, "Important", Token);
        }
        catch (ImapException e) when (e.Error is ImapError.NotSupported or ImapError.CommandRefused)
        {
            Assert.True(e.Error == ImapError.CommandRefused || !session.Capabilities.Has("CREATE-SPECIAL-USE"), e.Message);
            if (e.Error == ImapError.NotSupported)
                Assert.False(await session.ExistsAsync(mailbox, Token));
            return;
        }

        Assert.Equal("Important", (await FindAsync(session, mailbox)).SpecialUse);
        if (name == "cyrus")
        {
            var refused = await Assert.ThrowsAsync<ImapException>(() => session.DeleteAsync(mailbox, null, Token));
            Assert.Contains("-SpecialUse None", refused.Hint);
        }

        // Cyrus removes no mailbox that has a special use, and says what to do.
        if (session.Capabilities.Has("METADATA"))
            await session.SetSpecialUseAsync(mailbox, null, Token);
        await session.DeleteAsync(mailbox, null, Token);
        Assert.False(await session.ExistsAsync(mailbox, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_measured_is_what_there_is(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var mailbox = await FindAsync(session, MailboxName.Create(server.Mailbox("Archive/2026")), MailboxMeasuring.Status);
        var little = await session.MeasureAsync(mailbox, MeasureBy.None, Token);
        var all = await session.MeasureAsync(mailbox, MeasureBy.Sender | MeasureBy.Month | MeasureBy.Type, Token);
        Assert.Equal(3, all.Messages);
        Assert.Equal(little with { Parts = all.Parts, LargestUid = all.LargestUid }, all);
        Assert.Equal(all.Size, all.Parts.Where(static p => p.By == MeasureBy.Sender).Sum(static p => p.Size));
        Assert.Equal(3, all.Parts.Where(static p => p.By == MeasureBy.Month).Sum(static p => p.Messages));
    }

    private static async Task<MailboxInfo> FindAsync(ImapSession session, MailboxName name, StatusItems? status = null)
    {
        await foreach (var mailbox in session.EnumerateAsync(new MailboxQuery { Patterns = [name.Name], WithSubscriptions = true, Status = status }, Token))
        {
            if (mailbox.Name.Equals(name))
                return mailbox;
        }

        throw new InvalidOperationException($"{name} is not there.");
    }
}
