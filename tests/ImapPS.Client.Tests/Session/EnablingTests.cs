using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Loopback.Scripts;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>IMAP4rev2 and UTF-8 are switched on, and mailboxes keep their names whatever becomes of it.</summary>
public class EnablingTests : EngineTest
{
    private static readonly MailboxName Drafts = MailboxName.Create("Entwürfe & mehr");

    [Fact]
    public async Task Nothing_is_enabled_where_nothing_is_offered()
    {
        var session = await ConnectAsync();
        await session.ListAsync("*", false, null, Cancel);
        Assert.DoesNotContain(Commands, static c => c.StartsWith("ENABLE", StringComparison.Ordinal));
        Assert.False(session.Connection.Utf8);
    }

    [Theory]
    [InlineData("IMAP4rev2", "ENABLE IMAP4rev2")]
    [InlineData("UTF8=ACCEPT", "ENABLE UTF8=ACCEPT")]
    [InlineData("UTF8=ONLY", "ENABLE UTF8=ACCEPT")]
    [InlineData("IMAP4rev2 UTF8=ACCEPT", "ENABLE IMAP4rev2 UTF8=ACCEPT")]
    public async Task What_is_offered_is_enabled_once_and_names_travel_in_UTF8(string offered, string enable)
    {
        Options.With(offered.Split(' '));
        Fill(3, Drafts.Name);
        var session = await ConnectAsync();
        var selected = await session.SelectAsync(Drafts, write: false, Cancel).WaitAsync(Hang);
        Assert.Equal(3u, selected.Exists);
        Assert.Contains(await session.ListAsync("*", false, StatusItems.Messages, Cancel), m => m.Name.Equals(Drafts) && m.Status?.Messages == 3);
        Assert.Equal([enable], Commands.Where(static c => c.StartsWith("ENABLE", StringComparison.Ordinal)));
        Assert.Contains(Commands, static c => c.StartsWith("SELECT \"Entwürfe & mehr\"", StringComparison.Ordinal) || c.StartsWith("EXAMINE \"Entwürfe & mehr\"", StringComparison.Ordinal));
        Assert.True(session.Connection.Utf8);
    }

    [Fact]
    public async Task What_reads_the_same_goes_out_with_ENABLE()
    {
        // The server never answers ENABLE, yet the rest is sent and answered.
        Options.Script = LoopbackScript.Parse("""
            S: * PREAUTH [CAPABILITY IMAP4rev1 IMAP4rev2] hello
            C: {tag} ENABLE IMAP4rev2
            C: {tag} EXAMINE INBOX
            C: {tag} UID SEARCH RETURN (ALL) SUBJECT "x"
            S: * ENABLED IMAP4rev2
            S: A0001 OK
            S: * 2 EXISTS
            S: * LIST () "/" INBOX
            S: * OK [UIDVALIDITY 7] x
            S: A0002 OK [READ-ONLY] x
            S: * ESEARCH (TAG "A0003") UID ALL 1:2
            S: A0003 OK
            """);
        var session = await ConnectAsync();
        var found = await session.SearchAsync(MailboxName.Inbox, SearchKey.Subject("x"), Cancel).WaitAsync(Hang);
        Assert.Equal(2, found.Count);
        Assert.Empty(Options.Script.Failures);
    }

    [Fact]
    public async Task What_does_not_waits_for_its_answer()
    {
        Options.Script = LoopbackScript.Parse("""
            S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT] hello
            C: {tag} ENABLE UTF8=ACCEPT
            -- wait 50
            S: * ENABLED UTF8=ACCEPT
            S: {tag} OK
            C: {tag} STATUS "Entwürfe & mehr" (MESSAGES)
            S: * STATUS "Entwürfe & mehr" (MESSAGES 3)
            S: {tag} OK
            C: {tag} EXAMINE "Entwürfe & mehr"
            S: * OK [UIDVALIDITY 7] x
            S: {tag} OK
            C: {tag} UID SEARCH SUBJECT "ü"
            S: * SEARCH 4
            S: {tag} OK
            """);
        var session = await ConnectAsync();
        Assert.Equal(3u, (await session.StatusAsync(Drafts, StatusItems.Messages, Cancel).WaitAsync(Hang)).Messages);
        Assert.Equal([4u], (await session.SearchAsync(Drafts, SearchKey.Subject("ü"), Cancel).WaitAsync(Hang)).Uids.Uids());
        Assert.Empty(Options.Script.Failures);
    }

    [Theory]
    [InlineData("S: {tag} OK nothing is told")]
    [InlineData("S: {tag} NO not today")]
    [InlineData("S: {tag} BAD what?")]
    [InlineData("S: * ENABLED X-OTHER\nS: {tag} OK")]
    public async Task A_server_that_does_not_say_so_has_enabled_nothing(string answer)
    {
        Options.Script = LoopbackScript.Parse($$"""
            S: * PREAUTH [CAPABILITY IMAP4rev1 IMAP4rev2 ENABLE UTF8=ACCEPT] hello
            C: {tag} ENABLE IMAP4rev2 UTF8=ACCEPT
            {{answer}}
            C: {tag} EXAMINE "Entw&APw-rfe &- mehr"
            S: * OK [UIDVALIDITY 7] x
            S: {tag} OK
            C: {tag} UID SEARCH CHARSET UTF-8 SUBJECT {2}
            S: + go on
            C: ü
            S: * SEARCH 4
            S: {tag} OK
            """);
        var session = await ConnectAsync();
        // What is sent before the answer trusts the announcement.
        await session.EnabledAsync(Cancel).WaitAsync(Hang);
        Assert.Equal([4u], (await session.SearchAsync(Drafts, SearchKey.Subject("ü"), Cancel).WaitAsync(Hang)).Uids.Uids());
        Assert.False(session.Connection.Utf8);
        Assert.False(session.Capabilities.UidPlus);
        Assert.Empty(Options.Script.Failures);
    }

    [Fact]
    public async Task A_session_that_connects_again_enables_again()
    {
        Options.With("IMAP4rev2");
        Fill(3, Drafts.Name);
        Reconnect = new ReconnectPolicy { MaximumAttempts = 2, Wait = static (_, _) => Task.CompletedTask };
        var session = await ConnectAsync();
        Assert.Equal(3, await session.CountAsync(Drafts, SearchKey.All, Cancel).WaitAsync(Hang));
        Assert.True(session.Enabled.ImapRev2);
        Assert.Equal((false, true), (session.Capabilities.ImapRev1, session.Capabilities.ImapRev2));
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        Assert.Equal(3, await session.CountAsync(Drafts, SearchKey.All, Cancel).WaitAsync(Hang));
        Assert.Equal((1, true), (session.Reconnects, session.Enabled.ImapRev2));
        Assert.Equal(2, Commands.Count(static c => c == "ENABLE IMAP4rev2"));
    }

    [Fact]
    public async Task ENABLED_that_nobody_asked_for_changes_nothing()
    {
        var session = await ConnectAsync();
        Options.Faults.InjectBefore("NOOP", "* ENABLED UTF8=ACCEPT\r\n");
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel);
        Assert.False(session.Connection.Utf8);
    }

    [Fact]
    public async Task Rev2_alone_needs_no_ENABLE_and_includes_what_it_does()
    {
        Options.Capabilities.Clear();
        Options.With("IMAP4rev2");
        Fill(4);
        Server.Mailboxes.GetOrCreate(Drafts.Name);
        var session = await ConnectAsync();
        var moved = await session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(2), Drafts, Cancel).WaitAsync(Hang);
        Assert.Null(Assert.Single(moved).Error);
        Assert.Equal(MoveMethod.Move, moved[0].Method);
        Assert.Null(Assert.Single(await session.RemoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(3), new RemoveOptions(), Cancel).WaitAsync(Hang)).Error);
        Assert.Equal([1u, 4u], (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)).Uids.Uids());
        Assert.DoesNotContain(Commands, static c => c.StartsWith("ENABLE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_LIST_in_the_answer_to_SELECT_is_not_taken_for_a_listing()
    {
        Options.With("IMAP4rev2");
        Fill(1);
        Server.Mailboxes.GetOrCreate("Other");
        var session = await ConnectAsync();
        var selecting = session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        var listing = session.ListAsync("Oth%", false, null, Cancel);
        await selecting.WaitAsync(Hang);
        Assert.Equal(["Other"], (await listing.WaitAsync(Hang)).Select(static m => m.Name.Name));
    }
}
