using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Transcripts;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Transcripts;

public class ConversationRedactorTests
{
    private readonly ConversationRedactor _redactor = new();

    private static string Show(IEnumerable<TranscriptPiece> pieces) => string.Join("|", pieces.Select(static p => p.Kind switch
    {
        TranscriptPieceKind.Line => Encoding.UTF8.GetString(p.Octets),
        TranscriptPieceKind.Literal => "<" + Encoding.UTF8.GetString(p.Octets) + ">",
        _ => "<filler " + p.Length + ">",
    }));

    private string Response(string text, bool redact = true) => Show(_redactor.Response(Encoding.UTF8.GetBytes(text), [], true, redact));

    private string Sent(Command command, bool redact = true)
    {
        using var encoded = command.Encode("A1");
        return Show(_redactor.Command(encoded, redact).Select(static p => p.Value));
    }

    [Theory]
    // What this client notes is readable where nobody is named in it.
    [InlineData("connected to imap.example.org port 993", "connected to ", " port 993")]
    [InlineData("port 993: remembered", "port 993: remembered", "")]
    [InlineData("TLS started: TLS 1.3, TLS_AES_256_GCM_SHA384, CN=x, verified by an authority given for this connection; whether it is revoked could not be found out", "TLS started: TLS 1.3, TLS_AES_256_GCM_SHA384, CN=", " verified by an authority given for this connection; whether it is revoked could not be found out")]
    [InlineData("TLS started: x verified by an authority that this machine trusts, and by its thumbprint; revocation was not asked about", "TLS started: ", " verified by an authority that this machine trusts, and by its thumbprint; revocation was not asked about")]
    [InlineData("not verified, the check was waived, but it is the pinned certificate", "not verified, the check was waived, but it is the pinned certificate", "")]
    [InlineData("a continuation request that nobody waits for was dropped", "a continuation request that nobody waits for was dropped", "")]
    [InlineData("login referral to imap.example.org", "login referral to ", "")]
    public void Notes_of_this_client(string note, string begins, string ends)
    {
        var told = _redactor.Note(note);
        Assert.StartsWith(begins, told, StringComparison.Ordinal);
        Assert.EndsWith(ends, told, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", told, StringComparison.Ordinal);
    }

    [Theory]
    // Status responses: names and addresses in their text, referrals.
    [InlineData("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] mail.corp.example ready", "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] host1.example.invalid ready")]
    [InlineData("A1 OK [CAPABILITY IMAP4rev1] Hello jane@corp.example!", "A1 OK [CAPABILITY IMAP4rev1] Hello user1@example.invalid")]
    [InlineData("* OK [UIDVALIDITY 1788] UIDs valid", "* OK [UIDVALIDITY 1788] UIDs valid")]
    [InlineData("A1 NO [REFERRAL imap://jane@other.corp.example/] gone", "A1 NO [REFERRAL x] gone")]
    [InlineData("A1 NO [TRYCREATE] no such mailbox", "A1 NO [TRYCREATE] no such mailbox")]
    [InlineData("A1 OK [COPYUID 38505 304,319:320 3956:3958] Done", "A1 OK [COPYUID 38505 304,319:320 3956:3958] Done")]
    [InlineData("* BYE from 10.1.2.3", "* BYE from 192.0.2.1")]
    [InlineData("+ idling", "+ idling")]
    [InlineData("* OK ends in {5}", "* OK ends in {5}")]
    // Mailboxes, level by level.
    [InlineData("* LIST (\\HasChildren) \"/\" \"Clients/Acme vs Doe\"", "* LIST (\\HasChildren) \"/\" \"mailbox1/mailbox2\"")]
    [InlineData("* LIST (\\Sent) \".\" INBOX.Sent", "* LIST (\\Sent) \".\" INBOX.Sent")]
    [InlineData("* LIST () NIL Archive/2026 (OLDNAME (\"Secret\"))", "* LIST () NIL Archive/2026 (OLDNAME (\"mailbox1\"))")]
    [InlineData("* LIST () \"/\" {6}\r\nSecret", "* LIST () \"/\" {8}|<mailbox1>|")]
    [InlineData("* STATUS Clients (MESSAGES 2 UIDNEXT 3)", "* STATUS mailbox1 (MESSAGES 2 UIDNEXT 3)")]
    [InlineData("* NAMESPACE ((\"\" \"/\")) ((\"user/\" \"/\")) NIL", "* NAMESPACE ((\"\" \"/\")) ((\"user/\" \"/\")) NIL")]
    [InlineData("* ESEARCH (TAG \"A1\" MAILBOX \"Clients\" UIDVALIDITY 1) UID ALL 1:3", "* ESEARCH (TAG \"A1\" MAILBOX \"mailbox1\" UIDVALIDITY 1) UID ALL 1:3")]
    [InlineData("* ACL Clients jane lrs anyone lr", "* ACL mailbox1 user1 lrs anyone lr")]
    [InlineData("* QUOTA \"User quota\" (STORAGE 10 512)", "* QUOTA \"mailbox1\" (STORAGE 10 512)")]
    [InlineData("* METADATA INBOX (/private/comment \"my own\")", "* METADATA INBOX (/private/comment \"text1\")")]
    [InlineData("* ID (\"name\" \"Dovecot\" \"remote-host\" \"jane-pc\")", "* ID (\"name\" \"Dovecot\" \"remote-host\" \"text1\")")]
    [InlineData("* CAPABILITY IMAP4rev1 SEARCH=X-MIME-PARTS X-OWNER=jane/doe", "* CAPABILITY IMAP4rev1 SEARCH=X-MIME-PARTS text1")]
    [InlineData("* SEARCH 1 2 3", "* SEARCH 1 2 3")]
    [InlineData("* FLAGS (\\Answered Work)", "* FLAGS (\\Answered Work)")]
    [InlineData("* XNEWS \"something\" lower UPPER 12", "* XNEWS \"text1\" text2 text3 12")]
    // FETCH.
    [InlineData("* 1 FETCH (UID 5 FLAGS (\\Seen) RFC822.SIZE 99 INTERNALDATE \"17-Jul-2026 02:44:25 -0700\")", "* 1 FETCH (UID 5 FLAGS (\\Seen) RFC822.SIZE 99 INTERNALDATE \"17-Jul-2026 02:44:25 -0700\")")]
    [InlineData(
        "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan 2026\" \"Re: Offer\" ((\"Jane\" NIL \"jane\" \"corp.example\")) NIL NIL ((NIL NIL \"joe\" \"b.example\")(NIL NIL \"Jane\" \"corp.example\")) NIL NIL \"<a@b>\" \"<c@d>\") UID 1)",
        "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan 2026\" \"Re: text1\" ((\"User 1\" NIL \"user1\" \"example.invalid\")) NIL NIL ((NIL NIL \"user2\" \"example.invalid\")(NIL NIL \"user1\" \"example.invalid\")) NIL NIL \"<id1@example.invalid>\" \"<id2@example.invalid>\") UID 1)")]
    [InlineData(
        "* 1 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 12 1 NIL NIL NIL NIL)(\"APPLICATION\" \"PDF\" (\"NAME\" \"salary list.pdf\") \"<x@y>\" \"about Jane\" \"BASE64\" 99 NIL (\"ATTACHMENT\" (\"FILENAME\" \"salary list.pdf\")) NIL NIL) \"MIXED\" (\"BOUNDARY\" \"b1\") NIL NIL NIL))",
        "* 1 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"7BIT\" 12 1 NIL NIL NIL NIL)(\"APPLICATION\" \"PDF\" (\"NAME\" \"file1.pdf\") \"<id1@example.invalid>\" \"text1\" \"BASE64\" 99 NIL (\"ATTACHMENT\" (\"FILENAME\" \"file1.pdf\")) NIL NIL) \"MIXED\" (\"BOUNDARY\" \"text2\") NIL NIL NIL))")]
    [InlineData(
        "* 1 FETCH (BODY (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 9 (NIL \"Plan\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1) 3) UID 7)",
        "* 1 FETCH (BODY (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 9 (NIL \"text1\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1) 3) UID 7)")]
    [InlineData("* 1 FETCH (BODY[TEXT] {6}\r\nsecret UID 3)", "* 1 FETCH (BODY[TEXT] {6}|<filler 6>| UID 3)")]
    [InlineData("* 1 FETCH (BODY[1.2]<0> \"secret\" PREVIEW \"Dear Jane\")", "* 1 FETCH (BODY[1.2]<0> \"xxxxxx\" PREVIEW \"xxxxxxxxx\")")]
    [InlineData("* 1 FETCH (BODY[] {41}\r\nFrom: Jane <j@c.example>\r\n\r\nsecret secret)", "* 1 FETCH (BODY[] {41}|<From: User 1 <user1@example.invalid>\r\n\r\n>|<filler 1>|)")]
    [InlineData("* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT X-Own)] {29}\r\nSubject: Hi\r\nX-Own: a\r\n b\r\n\r\n)", "* 1 FETCH (BODY[HEADER.FIELDS (SUBJECT X-Own)] {28}|<Subject: text1\r\nX-Own: x\r\n\r\n>|)")]
    [InlineData("* 1 FETCH (X-GM-LABELS (\\Inbox Clients) UID 2)", "* 1 FETCH (X-GM-LABELS (\\Inbox mailbox1) UID 2)")]
    [InlineData("* 1 FETCH (X-NEW (\"jane\" doe) UID 2)", "* 1 FETCH (X-NEW (\"text1\" text2) UID 2)")]
    // What can't be read is replaced too.
    [InlineData("* 1 FETCH (UID 1 jane \"x\")", "* 1 FETCH (UID 1 text1 \"text2\")")]
    [InlineData("* jane doe", "* text1 text2")]
    [InlineData("* 1 FETCH (ENVELOPE (\"Mon\" \"never ends", "* 1 FETCH (ENVELOPE (\"text1\" \"text2\"")]
    [InlineData("nonsense from jane", "text1 from text2")]
    public void Of_responses_the_form_stays(string response, string expected)
    {
        var complete = response + "\r\n";
        Assert.Equal(expected, Response(complete).Replace("user1@example.invalid!", "user1@example.invalid"));
        Assert.DoesNotContain("jane", Response(complete), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Of_commands_the_form_stays()
    {
        var clients = MailboxName.Create("Clients");
        Assert.Equal("A1 LOGIN user1@example.invalid ***", Sent(new LoginCommand("jane@corp.example", new SensitiveBytes("pw"u8.ToArray()))));
        Assert.Equal("A1 SELECT mailbox1", Sent(new SelectCommand(clients, false)));
        Assert.Equal("A1 UID MOVE 1:4 mailbox1", Sent(new UidMoveCommand(UidSet.Parse("1:4"), clients)));
        Assert.Equal("A1 RENAME mailbox1 mailbox2/mailbox1", Sent(new RenameCommand(clients, MailboxName.Create("Old/Clients"))));
        Assert.Equal("A1 LIST \"\" \"mailbox1/*\"", Sent(new ListCommand("", ["Clients/*"])));
        Assert.Equal("A1 UID SEARCH HEADER List-Id text1 OR FROM text2 SUBJECT {5}|<text3>| UNSEEN", Raw("UID SEARCH HEADER List-Id acme OR FROM jane SUBJECT {3}\r\nÄh UNSEEN"));
        Assert.Equal("A1 UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (FROM)])", Raw("UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (FROM)])"));
        Assert.Equal("A1 APPEND Archive (\\Seen) \"17-Jul-2026 02:44:25 -0700\" {6}|<filler 6>|", Raw("APPEND Archive (\\Seen) \"17-Jul-2026 02:44:25 -0700\" {6}\r\nsecret"));
        Assert.Equal("A1 STORE 1 +X-GM-LABELS (mailbox1 \\Inbox)", Raw("STORE 1 +X-GM-LABELS (Clients \\Inbox)"));
        Assert.Equal("A1 SETMETADATA mailbox1 (/private/comment text4)", Raw("SETMETADATA Clients (/private/comment own)"));
        Assert.Equal("A1 XSECRET text5 \"text6\" 17", Raw("XSECRET lower \"quoted\" 17"));
        // The same mailbox keeps its name, what the server says of it included.
        Assert.Equal("A1 NO mailbox1 is not there, user1@example.invalid", Response("A1 NO Clients is not there, jane@corp.example\r\n"));
    }

    private string Raw(string text)
    {
        var framer = new ImapPS.Protocol.Framing.Framer(null, commands: true);
        framer.Append(Encoding.UTF8.GetBytes("A1 " + text + "\r\n"));
        while (framer.Read() == ImapPS.Protocol.Framing.FrameKind.ContinuationNeeded)
        {
        }

        return Show(_redactor.Command(framer.Message.Span, [], true));
    }

    [Fact]
    public void Unredacted_pieces_are_what_was_said()
    {
        Assert.Equal("* 1 FETCH (BODY[] {6}|<secret>| UID 3)", Response("* 1 FETCH (BODY[] {6}\r\nsecret UID 3)\r\n", redact: false));
        Assert.Equal("* NO \"quote {3}", Response("* NO \"quote {3}\r\n", redact: false));
        Assert.Equal("A1 SELECT Clients", Sent(new SelectCommand(MailboxName.Create("Clients"), false), redact: false));
        Assert.Equal("A1 LOGIN jane ***", Sent(new LoginCommand("jane", new SensitiveBytes("pw"u8.ToArray())), redact: false));
    }

    [Fact]
    public void Nothing_that_a_server_sends_makes_it_fail_and_none_of_it_slips_through() => Properties.Check(
        Gen.ArrayOf(Gen.Elements("* ", "1 FETCH ", "(", ")", " ", "\"", "\\", "{6}\r\n", "zzsecretzz", "ENVELOPE ", "BODYSTRUCTURE ", "BODY[] ", "NIL", "LIST ", "STATUS ", "OK ", "[REFERRAL ", "]", "\r\n", "\n", "~", "{999}\r\n", "\0", "FLAGS "))
            .Select(static words => string.Concat(words)),
        2_000,
        text =>
        {
            var pieces = _redactor.Response(Encoding.ASCII.GetBytes("* " + text + "\r\n"), [], true, true);
            // Flags, keywords, and words of a status text are told; nothing else that may be a name is.
            if (!text.Contains("FLAGS", StringComparison.Ordinal) && !text.Contains("OK", StringComparison.Ordinal) && !text.Contains("+", StringComparison.Ordinal))
                Assert.DoesNotContain("(\"zzsecretzz", Show(pieces), StringComparison.Ordinal);
        });
}
