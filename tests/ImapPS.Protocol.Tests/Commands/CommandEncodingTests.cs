using System.Text;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

/// <summary>The exact octets of each command; "|" stands where the client waits for a continuation request.</summary>
public class CommandEncodingTests
{
    private static readonly UidSet Some = UidSet.Parse("1:3,7");

    public static TheoryData<string, Command> Table() => new()
    {
        { "CAPABILITY", SimpleCommand.Capability },
        { "IDLE", SimpleCommand.Idle },
        { "LOGIN joe \"\"", new LoginCommand("joe", Secret("")) },
        { "LOGIN \"joe@x y\" \"a\\\"b\\\\c\"", new LoginCommand("joe@x y", Secret("a\"b\\c")) },
        { "LOGIN \"nil\" \"NIL\"", new LoginCommand("nil", Secret("NIL")) },
        { "AUTHENTICATE PLAIN", new AuthenticateCommand("plain", null) },
        { "AUTHENTICATE EXTERNAL =", new AuthenticateCommand("EXTERNAL", Secret("")) },
        { "AUTHENTICATE PLAIN AGEAYg==", new AuthenticateCommand("PLAIN", Secret("\0a\0b")) },
        { "ENABLE CONDSTORE UTF8=ACCEPT", new EnableCommand(["CONDSTORE", "UTF8=ACCEPT"]) },
        { "ID NIL", new IdCommand(null) },
        { "ID NIL", new IdCommand([]) },
        { "ID (\"name\" \"ImapPS\" \"os\" NIL)", new IdCommand([new("name", "ImapPS"), new("os", null)]) },
        { "LIST \"\" \"*\"", new ListCommand("", ["*"]) },
        { "LSUB \"\" \"%\"", new ListCommand("", ["%"]) { Lsub = true } },
        { "LIST \"\" \"B&AOk-b&-%\"", new ListCommand("", ["Béb&%"]) },
        { "LIST (SUBSCRIBED RECURSIVEMATCH) \"#news.\" (\"a\" \"b*\") RETURN (SUBSCRIBED CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN))", new ListCommand("#news.", ["a", "b*"])
            {
                Selection = ListSelection.Subscribed | ListSelection.RecursiveMatch,
                Return = ListReturn.Subscribed | ListReturn.Children | ListReturn.SpecialUse,
                ReturnStatus = StatusItems.Messages | StatusItems.Unseen,
            }
        },
        { "LIST \"\" \"%\" RETURN (STATUS (SIZE))", new ListCommand("", ["%"]) { ReturnStatus = StatusItems.Size } },
        { "STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ MAILBOXID)", new StatusCommand(MailboxName.Inbox, StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity | StatusItems.HighestModSeq | StatusItems.MailboxId) },
        { "SELECT INBOX", new SelectCommand(MailboxName.Create("inbox"), false) },
        { "EXAMINE \"My Mail\" (CONDSTORE)", new SelectCommand(MailboxName.Create("My Mail"), true) { CondStore = true } },
        {
            // RFC 7162 section 3.2.5.2, the example.
            "SELECT INBOX (QRESYNC (67890007 90060115194045000 41:211,214:541 (1,3,5 41,43,211)))",
            new SelectCommand(MailboxName.Inbox, false)
            {
                Resync = new SelectResync(67890007, 90060115194045000)
                {
                    KnownUids = UidSet.Parse("41:211,214:541"),
                    Match = new SequenceMatch(UidSet.Parse("1,3,5"), UidSet.Parse("41,43,211")),
                },
            }
        },
        { "EXAMINE a (CONDSTORE QRESYNC (1 2))", new SelectCommand(MailboxName.Create("a"), true) { CondStore = true, Resync = new SelectResync(1, 2) } },
        { "SELECT \"a%b*c\"", new SelectCommand(MailboxName.Create("a%b*c"), false) },
        { "CREATE a/b", new CreateCommand(MailboxName.Create("a/b")) },
        { "DELETE \"a\\\\b\"", new DeleteCommand(MailboxName.Create("a\\b")) },
        { "RENAME a &ZeVnLIqe-", new RenameCommand(MailboxName.Create("a"), MailboxName.Create("日本語")) },
        { "SUBSCRIBE \"NIL\"", new SubscribeCommand(MailboxName.Create("NIL")) },
        { "UNSUBSCRIBE x]", new UnsubscribeCommand(MailboxName.Create("x]")) },
        { "UID SEARCH ALL", new UidSearchCommand(SearchKey.All) },
        { "UID SEARCH RETURN (MIN COUNT) UNSEEN FROM \"joe\"", new UidSearchCommand(SearchKey.And(SearchKey.Unseen, SearchKey.From("joe"))) { Return = SearchReturn.Min | SearchReturn.Count } },
        { "UID SEARCH RETURN (ALL) SEEN", new UidSearchCommand(SearchKey.Seen) { Return = SearchReturn.None } },
        { "SEARCH NOT (OR 1:3,7 UID 1:* SINCE 1-Feb-2026)", new UidSearchCommand(SearchKey.Not(SearchKey.And(SearchKey.Or(SearchKey.Sequence(Some), SearchKey.Uid(UidSet.All)), SearchKey.Since(new DateTime(2026, 2, 1, 23, 0, 0))))) { ByUid = false } },
        { "UID SEARCH HEADER List-Id \"\" SENTBEFORE 31-Dec-1999 KEYWORD $Junk UNKEYWORD x LARGER 5 SMALLER 6 MODSEQ 7 OLDER 8 YOUNGER 9", new UidSearchCommand(SearchKey.And(
            SearchKey.Header("List-Id", ""), SearchKey.SentBefore(new DateTime(1999, 12, 31)), SearchKey.Keyword("$Junk"), SearchKey.Unkeyword("x"),
            SearchKey.Larger(5), SearchKey.Smaller(6), SearchKey.ModSeq(7), SearchKey.Older(8), SearchKey.Younger(9)))
        },
        { "UID SEARCH OR OR OR TO \"a\" TO \"b\" OR TO \"c\" TO \"d\" TO \"e\"", new UidSearchCommand(SearchKey.AnyOf("abcde".Select(c => SearchKey.To(c.ToString())).ToArray())) },
        { "UID SEARCH RETURN (COUNT SAVE PARTIAL 1:10) FUZZY SUBJECT \"x\" $", new UidSearchCommand(SearchKey.And(SearchKey.Fuzzy(SearchKey.Subject("x")), SearchKey.Saved)) { Return = SearchReturn.Count | SearchReturn.Save, Partial = new PartialRange(10, 1) } },
        { "UID SEARCH RETURN (PARTIAL -1:-10) ALL", new UidSearchCommand(SearchKey.All) { Partial = new PartialRange(1, 10, fromEnd: true) } },
        { "UID SORT (REVERSE DATE SUBJECT DISPLAYFROM) UTF-8 UNSEEN SUBJECT \"x\"", new UidSortCommand([new(SortKey.Date, true), new(SortKey.Subject), new(SortKey.DisplayFrom)], SearchKey.And(SearchKey.Unseen, SearchKey.Subject("x"))) },
        { "UID SORT RETURN (ALL COUNT) (ARRIVAL) UTF-8 ALL", new UidSortCommand([new(SortKey.Arrival)], SearchKey.All) { Return = SearchReturn.All | SearchReturn.Count } },
        { "SORT RETURN (PARTIAL 2:4) (SIZE) UTF-8 ALL", new UidSortCommand([new(SortKey.Size)], SearchKey.All) { Partial = new PartialRange(2, 4), ByUid = false } },
        { "UID THREAD REFERENCES UTF-8 SEEN FLAGGED", new UidThreadCommand(ThreadAlgorithm.References, SearchKey.And(SearchKey.Seen, SearchKey.Flagged)) },
        { "THREAD REFS UTF-8 ALL", new UidThreadCommand(ThreadAlgorithm.Refs, SearchKey.All) { ByUid = false } },
        { "ESEARCH RETURN (ALL) SEEN", new MultiSearchCommand([], SearchKey.Seen) },
        { "ESEARCH IN (PERSONAL SUBTREE-ONE (a \"b c\") MAILBOXES (INBOX)) RETURN (COUNT) OR SEEN FLAGGED", new MultiSearchCommand(
            [new SearchSource(SearchSourceKind.Personal), new SearchSource(SearchSourceKind.SubtreeOne, MailboxName.Create("a"), MailboxName.Create("b c")), new SearchSource(SearchSourceKind.Mailboxes, MailboxName.Inbox)],
            SearchKey.Or(SearchKey.Seen, SearchKey.Flagged)) { Return = SearchReturn.Count }
        },
        { "NOTIFY NONE", new NotifyCommand([]) },
        {
            // As RFC 5465 section 3.1 has it.
            "NOTIFY SET STATUS (selected (MessageNew (UID BODY.PEEK[HEADER.FIELDS (From Subject)]) MessageExpunge)) (subtree (Lists) (MailboxName)) (mailboxes (INBOX \"a b\") (MessageNew MessageExpunge FlagChange)) (personal NONE)",
            new NotifyCommand(
            [
                new NotifyGroup(NotifyFilter.Selected, NotifyEvents.MessageNew | NotifyEvents.MessageExpunge)
                {
                    NewItems = new FetchItems { Attributes = FetchAttributes.Uid, Sections = [FetchSectionRequest.HeaderFields(["From", "Subject"])] },
                },
                new NotifyGroup(NotifyFilter.Subtree, NotifyEvents.MailboxName, MailboxName.Create("Lists")),
                new NotifyGroup(NotifyFilter.Mailboxes, (NotifyEvents)7, MailboxName.Inbox, MailboxName.Create("a b")),
                new NotifyGroup(NotifyFilter.Personal, NotifyEvents.None),
            ]) { Status = true }
        },
        { "UID FETCH $ (UID FLAGS)", new UidFetchCommand(Some, new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Flags }) { OfSaved = true } },
        { "UID FETCH 1:3,7 (UID FLAGS INTERNALDATE RFC822.SIZE MODSEQ ENVELOPE BODY BODYSTRUCTURE)", new UidFetchCommand(Some, new FetchItems { Attributes = (FetchAttributes)255 }) },
        { "UID FETCH 1:3,7 (PREVIEW SAVEDATE EMAILID THREADID X-GM-LABELS X-GM-MSGID X-GM-THRID)", new UidFetchCommand(Some, new FetchItems { Attributes = (FetchAttributes)(127 << 11) }) },
        { "UID FETCH 1:3,7 (UID BODY.PEEK[] BODY[1.2.MIME] BODY.PEEK[HEADER.FIELDS (Subject From)]<0.100> BINARY.PEEK[1] BINARY.SIZE[2]) (CHANGEDSINCE 5 VANISHED)", new UidFetchCommand(Some, new FetchItems
            {
                Attributes = FetchAttributes.Uid,
                Sections =
                [
                    FetchSectionRequest.Whole, new FetchSectionRequest("1.2.mime") { Peek = false }, FetchSectionRequest.HeaderFields(["Subject", "From"]) with { Origin = 0, Count = 100 },
                    new FetchSectionRequest("1") { Binary = true }, new FetchSectionRequest("2") { SizeOnly = true },
                ],
                ChangedSince = 5,
                Vanished = true,
            })
        },
        { "FETCH 1:3,7 (BODY.PEEK[HEADER])", new UidFetchCommand(Some, new FetchItems { Sections = [FetchSectionRequest.Header] }) { ByUid = false } },
        { "UID STORE 1:3,7 FLAGS ()", new UidStoreCommand(Some, StoreMode.Replace, MessageFlags.None) },
        { "UID STORE 1:3,7 (UNCHANGEDSINCE 9) +FLAGS.SILENT (\\Seen $Junk)", new UidStoreCommand(Some, StoreMode.Add, MessageFlags.Parse("$Junk", "\\seen")) { Silent = true, UnchangedSince = 9 } },
        { "STORE 1:3,7 -FLAGS (\\Deleted)", new UidStoreCommand(Some, StoreMode.Remove, MessageFlags.Parse("\\Deleted")) { ByUid = false } },
        { "UID COPY 1:3,7 a", new UidCopyCommand(Some, MailboxName.Create("a")) },
        { "MOVE 1:3,7 a", new UidMoveCommand(Some, MailboxName.Create("a")) { ByUid = false } },
        { "UID EXPUNGE 1:3,7", new UidExpungeCommand(Some) },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Without_literals_every_mode_writes_the_same(string expected, Command command)
    {
        foreach (var mode in new[] { LiteralMode.Synchronizing, LiteralMode.Minus, LiteralMode.Plus })
            Assert.Equal($"A1 {expected}\r\n", command.Write(mode));
    }

    [Theory]
    [InlineData(LiteralMode.Synchronizing, false, "A1 UID SEARCH CHARSET UTF-8 SUBJECT {3}\r\n|é€\r\n")]
    [InlineData(LiteralMode.Minus, false, "A1 UID SEARCH CHARSET UTF-8 SUBJECT {3+}\r\né€\r\n")]
    [InlineData(LiteralMode.Plus, false, "A1 UID SEARCH CHARSET UTF-8 SUBJECT {3+}\r\né€\r\n")]
    [InlineData(LiteralMode.Synchronizing, true, "A1 UID SEARCH SUBJECT \"é€\"\r\n")]
    public void A_charset_is_told_exactly_where_it_must_be(LiteralMode mode, bool utf8, string expected)
    {
        var text = new UidSearchCommand(SearchKey.Subject("é€")).Write(mode, utf8);
        Assert.Equal(expected.Replace("{3", "{5"), Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(text)));
    }

    [Theory]
    [InlineData(4096, LiteralMode.Minus, "{4096+}\r\n")]
    [InlineData(4097, LiteralMode.Minus, "{4097}\r\n|")]
    [InlineData(4097, LiteralMode.Plus, "{4097+}\r\n")]
    [InlineData(1, LiteralMode.Synchronizing, "{1}\r\n|")]
    [InlineData(0, LiteralMode.Minus, "{0+}\r\n")]
    public void A_literal_waits_as_its_mode_says(int length, LiteralMode mode, string header)
    {
        var command = new AppendCommand(MailboxName.Inbox, null, null, Encoding.ASCII.GetBytes(new string('m', length)));
        Assert.Equal($"A1 APPEND INBOX {header}{new string('m', length)}\r\n", command.Write(mode));
    }

    [Fact]
    public void Append_writes_flags_and_date_in_order()
    {
        var date = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(-7));
        var command = new AppendCommand(MailboxName.Create("a b"), MessageFlags.Parse("\\Seen", "x"), date, "hi"u8.ToArray());
        Assert.Equal("A1 APPEND \"a b\" (\\Seen x) \" 4-Mar-2026 05:06:07 -0700\" {2}\r\n|hi\r\n", command.Write());
    }

    [Theory]
    [InlineData(AppendForm.Literal8, LiteralMode.Plus, "A1 APPEND INBOX ~{2+}\r\nhi\r\n")]
    [InlineData(AppendForm.Literal8, LiteralMode.Synchronizing, "A1 APPEND INBOX ~{2}\r\n|hi\r\n")]
    [InlineData(AppendForm.Utf8, LiteralMode.Plus, "A1 APPEND INBOX () UTF8 (~{2}\r\n|hi)\r\n")]
    public void A_message_stands_in_its_form_and_UTF8_always_waits(AppendForm form, LiteralMode mode, string expected)
    {
        var entry = new AppendEntry(new MemoryLiteral("hi"u8.ToArray()), null, null) { Form = form };
        Assert.Equal(expected, new AppendCommand(MailboxName.Inbox, [entry]).Write(mode, utf8: true));
    }

    [Fact]
    public void Replace_names_one_message()
    {
        var entry = new AppendEntry(new MemoryLiteral("hi"u8.ToArray()), MessageFlags.Parse("\\Draft"), null);
        Assert.Equal("A1 UID REPLACE 7 \"a b\" (\\Draft) {2+}\r\nhi\r\n", new UidReplaceCommand(7, MailboxName.Create("a b"), entry).Write(LiteralMode.Plus));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UidReplaceCommand(0, MailboxName.Inbox, entry));
    }

    [Theory]
    [InlineData(false, "A1 UID STORE 1:2 +X-GM-LABELS.SILENT (\\Inbox \"Rechnung &APw-\" \"a\\\"b\" \"\\\\a b\" \"&-\")\r\n")]
    [InlineData(true, "A1 UID STORE 1:2 +X-GM-LABELS.SILENT (\\Inbox \"Rechnung \u00c3\u00bc\" \"a\\\"b\" \"\\\\a b\" \"&\")\r\n")]
    public void Labels_are_written_as_the_names_of_mailboxes_and_Gmails_own_bare(bool utf8, string expected)
    {
        var command = new UidStoreLabelsCommand(UidSet.Of(1, 2), StoreMode.Add, ["\\Inbox", "Rechnung ü", "a\"b", "\\a b", "&"]) { Silent = true };
        Assert.Equal(expected, command.Write(utf8: utf8));
        Assert.Equal("A1 UID STORE 1 X-GM-LABELS ()\r\n", new UidStoreLabelsCommand(UidSet.Of(1), StoreMode.Replace, []).Write());
        Assert.Throws<ArgumentException>(() => new UidStoreLabelsCommand(UidSet.Of(1), StoreMode.Add, [""]));
        Assert.Throws<ArgumentException>(() => new UidStoreLabelsCommand(UidSet.Of(1), StoreMode.Add, ["a\r\nb"]));
        Assert.Throws<ArgumentException>(() => new UidStoreLabelsCommand(UidSet.Of(1), StoreMode.Add, [new string('x', CommandLimits.MaxFlagsLength + 1)]));
    }

    [Fact]
    public void Strings_over_a_thousand_octets_are_literals_escapes_counted()
    {
        Assert.DoesNotContain("{", new UidSearchCommand(SearchKey.To(new string('x', 1000))).Write());
        Assert.Contains("{1001}", new UidSearchCommand(SearchKey.To(new string('x', 1001))).Write());
        Assert.Contains("{501}", new UidSearchCommand(SearchKey.To(new string('"', 501))).Write());
    }

    [Fact]
    public void A_name_that_is_not_utf8_is_sent_as_it_came()
    {
        byte[] wire = [(byte)'a', 0xe9, (byte)'b'];
        Assert.Equal("A1 SELECT {3}\r\n|a\u00e9b\r\n", new SelectCommand(MailboxName.FromWire(wire, true), false).Write(utf8: true));
        Assert.Equal("A1 SELECT {3}\r\n|a\u00e9b\r\n", new SelectCommand(MailboxName.FromWire(wire, false), false).Write());
        Assert.Equal("A1 SELECT \"a\u00c3\u00a9b\"\r\n", new SelectCommand(MailboxName.Create("aéb"), false).Write(utf8: true));
    }

    [Fact]
    public void The_options_of_a_connection_come_from_its_capabilities()
    {
        Assert.Equal(LiteralMode.Plus, EncodingOptions.For(new CapabilitySet(["LITERAL+", "LITERAL-"]), false).Literals);
        Assert.Equal(LiteralMode.Minus, EncodingOptions.For(new CapabilitySet(["IMAP4rev2"]), false).Literals);
        Assert.Equal(LiteralMode.Synchronizing, EncodingOptions.For(new CapabilitySet(["IMAP4rev1"]), false).Literals);
    }

    private static SensitiveBytes Secret(string text) => new(Encoding.UTF8.GetBytes(text));
}
