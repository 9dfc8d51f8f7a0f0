using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

public class CommandReaderTests
{
    public static TheoryData<string, Command> Foreign() => new()
    {
        { "noop", SimpleCommand.Noop },
        { "expunge", SimpleCommand.Expunge },
        { "fetch 1:* all", new UidFetchCommand(UidSet.All, new FetchItems { Attributes = FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size | FetchAttributes.Envelope }) { ByUid = false } },
        { "FETCH 2 FAST", new UidFetchCommand(UidSet.Of(2), new FetchItems { Attributes = FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size }) { ByUid = false } },
        { "FETCH 2 RFC822.HEADER", new UidFetchCommand(UidSet.Of(2), new FetchItems { Attributes = FetchAttributes.Rfc822Header }) { ByUid = false } },
        { "UID FETCH 2 (preview (lazy) emailid X-GM-LABELS)", new UidFetchCommand(UidSet.Of(2), new FetchItems { Attributes = FetchAttributes.Preview | FetchAttributes.EmailId | FetchAttributes.GmailLabels }) },
        { "UID FETCH 2 PREVIEW (CHANGEDSINCE 5)", new UidFetchCommand(UidSet.Of(2), new FetchItems { Attributes = FetchAttributes.Preview, ChangedSince = 5 }) },
        { "UID FETCH 9:4 body[header.fields (\"Date\" {4}\r\nFrom)]<5.6>", new UidFetchCommand(UidSet.Of(4, 9), new FetchItems { Sections = [FetchSectionRequest.HeaderFields(["Date", "From"]) with { Peek = false, Origin = 5, Count = 6 }] }) },
        { "STORE 1 +FLAGS \\Seen \\Flagged", new UidStoreCommand(UidSet.Of(1), StoreMode.Add, MessageFlags.Parse("\\Seen", "\\Flagged")) { ByUid = false } },
        { "STORE 1 flags.silent ()", new UidStoreCommand(UidSet.Of(1), StoreMode.Replace, MessageFlags.None) { ByUid = false, Silent = true } },
        { "SEARCH CHARSET us-ascii SUBJECT NIL", new UidSearchCommand(SearchKey.Subject("NIL")) { ByUid = false } },
        { "SEARCH RETURN () (SINCE \"1-Feb-1994\")", new UidSearchCommand(SearchKey.Since(new DateTime(1994, 2, 1))) { ByUid = false, Return = SearchReturn.All } },
        { "SEARCH MODSEQ \"/flags/\\\\draft\" all 620162338", new UidSearchCommand(SearchKey.ModSeq(620162338)) { ByUid = false } },
        { "SEARCH ((SEEN))", new UidSearchCommand(SearchKey.Seen) { ByUid = false } },
        { "LIST () \"\" %", new ListCommand("", ["%"]) },
        { "LIST \"\" (a%/* INBOX) RETURN ()", new ListCommand("", ["a%/*", "INBOX"]) },
        { "SELECT &bad", new SelectCommand(MailboxName.FromWire("&bad"u8, false), false) },
        { "SELECT a (qresync (1 2 (1:3 7,9,12)))", new SelectCommand(MailboxName.Create("a"), false) { Resync = new SelectResync(1, 2) { Match = new SequenceMatch(UidSet.Parse("1:3"), UidSet.Parse("7,9,12")) } } },
        { "NOTIFY SET (SELECTED-DELAYED (messagenew messageexpunge)) (subtree a NONE)", new NotifyCommand([new NotifyGroup(NotifyFilter.SelectedDelayed, (NotifyEvents)3), new NotifyGroup(NotifyFilter.Subtree, NotifyEvents.None, MailboxName.Create("a"))]) },
        { "SELECT {5}\r\nInbox", new SelectCommand(MailboxName.Inbox, false) },
        { "ID (\"name\" nil)", new IdCommand([new("name", null)]) },
        { "AUTHENTICATE plain", new AuthenticateCommand("PLAIN", null) },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_other_clients_write_is_read(string text, Command expected)
    {
        var framer = new Framer(commands: true);
        framer.Append(System.Text.Encoding.Latin1.GetBytes("x1 " + text + "\r\n"));
        ReceivedCommand? received = null;
        CommandWire.Drain(framer, false, ref received);
        Assert.Null(received!.Problem);
        Assert.Equal("x1", received.Tag);
        CommandWire.AssertSame(expected, received.Command);
    }

    [Theory]
    [InlineData("", "*", "")]
    [InlineData(" NOOP", "*", "")]
    [InlineData("+ NOOP", "*", "")]
    [InlineData("a(b NOOP", "*", "")]
    [InlineData("A1", "A1", "")]
    [InlineData("A1 ", "A1", "")]
    [InlineData("A1  NOOP", "A1", "")]
    [InlineData("A1 XYZZY", "A1", "XYZZY")]
    [InlineData("A1 UID", "A1", "")]
    [InlineData("A1 UID NOOP", "A1", "UID NOOP")]
    [InlineData("A1 UID LOGIN a b", "A1", "UID LOGIN")]
    [InlineData("A1 NOOP x", "A1", "NOOP")]
    [InlineData("A1 LOGIN a", "A1", "LOGIN")]
    [InlineData("A1 LOGIN a b c", "A1", "LOGIN")]
    [InlineData("A1 LOGIN a%b c", "A1", "LOGIN")]
    [InlineData("A1 LOGIN a\u00e9 c", "A1", "LOGIN")]
    [InlineData("A1 LOGIN \"a\0\" c", "A1", "LOGIN")]
    [InlineData("A1 LOGIN \"a", "A1", "LOGIN")]
    [InlineData("A1 LOGIN \"a\rb\" c", "A1", "LOGIN")]
    [InlineData("A1 LOGIN {2}\r\n\0\0 c", "A1", "LOGIN")]
    [InlineData("A1 AUTHENTICATE PLAIN !", "A1", "AUTHENTICATE")]
    [InlineData("A1 AUTHENTICATE PLAIN AA=", "A1", "AUTHENTICATE")]
    [InlineData("A1 AUTHENTICATE PLAIN ", "A1", "AUTHENTICATE")]
    [InlineData("A1 ENABLE", "A1", "ENABLE")]
    [InlineData("A1 ID (name \"x\")", "A1", "ID")]
    [InlineData("A1 SELECT \"\"", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC)", "A1", "SELECT")]
    [InlineData("A1 SELECT a ()", "A1", "SELECT")]
    [InlineData("A1 NOTIFY", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET STATUS", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (selected)", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (selected ())", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (selected (MessageNew))", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (selected (FlagChange))", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (personal (MessageNew (UID) MessageExpunge))", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (mailboxes () (MailboxName))", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (everything (MailboxName))", "A1", "NOTIFY")]
    [InlineData("A1 NOTIFY SET (personal (Gossip))", "A1", "NOTIFY")]
    [InlineData("A1 SELECT a (QRESYNC ())", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (0 1))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 0))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 9223372036854775808))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 2 3:*))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 2 ))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 2 3 (1:2 3)))", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 2 3 (1 2)", "A1", "SELECT")]
    [InlineData("A1 SELECT a (QRESYNC (1 2) QRESYNC (1 2))", "A1", "SELECT")]
    [InlineData("A1 STATUS a ()", "A1", "STATUS")]
    [InlineData("A1 STATUS a (MESSAGES FOO)", "A1", "STATUS")]
    [InlineData("A1 LIST (RECURSIVEMATCH) \"\" %", "A1", "LIST")]
    [InlineData("A1 LIST \"\" \"a\r\"", "A1", "LIST")]
    [InlineData("A1 LSUB (SUBSCRIBED) \"\" %", "A1", "LSUB")]
    [InlineData("A1 FETCH 0 FLAGS", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 (PREVIEW (EAGER))", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 (PREVIEW (LAZY)", "A1", "FETCH")]
    [InlineData("A1 STORE $ FLAGS ()", "A1", "STORE")]
    [InlineData("A1 FETCH 1 ()", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 (ALL)", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 BODY[", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 BODY[HEADER.FIELDS (\"a b\")]", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 BODY[1.BOGUS]", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 BODY[]<0.0>", "A1", "FETCH")]
    [InlineData("A1 FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)", "A1", "FETCH")]
    [InlineData("A1 STORE 1 FLAGS (\\Recent)", "A1", "STORE")]
    [InlineData("A1 STORE 1 FLAGS (a%b)", "A1", "STORE")]
    [InlineData("A1 STORE 1 FLAGS", "A1", "STORE")]
    [InlineData("A1 SEARCH", "A1", "SEARCH")]
    [InlineData("A1 SEARCH ()", "A1", "SEARCH")]
    [InlineData("A1 SEARCH (SEEN", "A1", "SEARCH")]
    [InlineData("A1 SEARCH SEEN)", "A1", "SEARCH")]
    [InlineData("A1 SEARCH OR SEEN", "A1", "SEARCH")]
    [InlineData("A1 SEARCH NOT", "A1", "SEARCH")]
    [InlineData("A1 SEARCH SINCE 31-Feb-2020", "A1", "SEARCH")]
    [InlineData("A1 SEARCH LARGER 99999999999999999999999", "A1", "SEARCH")]
    [InlineData("A1 SEARCH BOGUS x", "A1", "SEARCH")]
    [InlineData("A1 APPEND a \"not a date\" {1}\r\nx", "A1", "APPEND")]
    [InlineData("A1 APPEND a hello", "A1", "APPEND")]
    [InlineData("A1 APPEND a {1}\r\nx y", "A1", "APPEND")]
    [InlineData("A1 APPEND a {1}\r\n\0", "A1", "APPEND")]
    [InlineData("A1 APPEND a UTF8 ({1}\r\nx)", "A1", "APPEND")]
    [InlineData("A1 APPEND a UTF8 (~{1}\r\nx", "A1", "APPEND")]
    [InlineData("A1 APPEND a ~x", "A1", "APPEND")]
    [InlineData("A1 UID REPLACE 0 a {1}\r\nx", "A1", "UID REPLACE")]
    [InlineData("A1 UID REPLACE * a {1}\r\nx", "A1", "UID REPLACE")]
    [InlineData("A1 UID REPLACE 1 a {1}\r\nx {1}\r\ny", "A1", "UID REPLACE")]
    [InlineData("A1 UID EXPUNGE", "A1", "UID EXPUNGE")]
    public void What_is_no_command_is_a_problem(string text, string tag, string name)
    {
        var received = CommandWire.Read(text);
        Assert.Null(received.Command);
        Assert.False(string.IsNullOrEmpty(received.Problem));
        Assert.Null(received.ProblemCode);
        Assert.Equal(tag, received.Tag);
        Assert.Equal(name, received.Name);
        Assert.All(received.Problem!, c => Assert.InRange(c, ' ', '~'));
        Assert.DoesNotContain("Parameter", received.Problem);
    }

    [Fact]
    public void An_unknown_charset_is_answered_with_its_code()
    {
        var received = CommandWire.Read("A1 UID SEARCH CHARSET KOI8-R SUBJECT x");
        Assert.Equal("BADCHARSET (UTF-8)", received.ProblemCode);
        Assert.NotNull(received.Problem);
    }

    [Fact]
    public void A_message_that_came_in_chunks_is_taken_from_its_receiver()
    {
        var message = new byte[100_000];
        Array.Fill(message, (byte)'m');
        using var encoded = new AppendCommand(MailboxName.Inbox, null, null, message).Encode("A1");
        Assert.Equal(message, Assert.IsType<AppendCommand>(CommandWire.Transmit(encoded, false).Command).Messages[0].Content is MemoryLiteral literal ? literal.Bytes.ToArray() : null);

        var framer = new Framer(commands: true);
        foreach (var segment in encoded.Segments)
            framer.Append(segment.Bytes.Span);
        FrameKind kind;
        do
            kind = framer.Read();
        while (kind != FrameKind.Message);
        Assert.Contains("too large", new CommandReader().Read(framer.Message.Span, framer.Detached).Problem);
    }

    [Fact]
    public void Names_are_read_as_the_connection_says()
    {
        Assert.Equal("é", Mailbox(CommandWire.Read("A1 SELECT &AOk-")));
        Assert.Equal("&AOk-", Mailbox(CommandWire.Read("A1 SELECT &AOk-", utf8: true)));
        Assert.Equal("é", Mailbox(CommandWire.Read("A1 SELECT \"\u00c3\u00a9\"", utf8: true)));
        Assert.False(((SelectCommand)CommandWire.Read("A1 SELECT &bad").Command!).Mailbox.IsDecoded);

        static string Mailbox(ReceivedCommand received) => Assert.IsType<SelectCommand>(received.Command).Mailbox.Name;
    }
}
