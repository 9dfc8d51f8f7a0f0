using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Protocol.Tests.Transcripts;

/// <summary>Somebody's name, address, host and token wherever one can stand, in messages as they should be and in damaged ones: none of it may be left.</summary>
public class RedactionLeakTests
{
    /// <summary>Where § stands somebody's name does; where it stands in an atom's place, some texts break the message, and that is meant.</summary>
    private static readonly string[] Responses =
    [
        "* OK § ready", "* PREAUTH Logged in as §", "* BYE § idle for too long", "A1 OK [ALERT] Dear §, your quota is full",
        "A1 NO [REFERRAL imap://§;AUTH=*@§/INBOX] Try §", "A1 NO [UNKNOWN-ONE §] no", "A1 NO [§] no", "A1 OK [COPYUID 1 2 §] Done", "* OK [UIDNEXT 4 § x", "A1 NO [ALERT]§",
        "* OK The service is ready. [§]", "A1 NO see https://portal.example/?user=§ for more", "* OK [BADCHARSET (§)] what", "* OK [NEWNAME § §] renamed", "+ §", "+ go on, §",
        "* LIST (\\HasChildren) \"/\" §", "* LIST (\\HasChildren) \"/\" \"§\"", "* LIST () \"/\" {9}\r\nA § Z ....", "* LIST () \"/\" Sent § Items", "* LIST () \"/\" INBOX (\"X-OWNER\" (\"§\") OLDNAME (\"§\"))", "* LIST § \"/\" §",
        "* LSUB () NIL \"Clients/§\"", "* XLIST (\\Inbox) \"§\" x", "* STATUS \"§\" (MESSAGES 1)", "* STATUS My § (MESSAGES 1 § 2)", "* NAMESPACE ((\"§\" \"/\")) ((\"user/§\" \"/\" \"X\" (\"§\"))) NIL",
        "* QUOTA \"§\" (STORAGE 1 2 § 1 2)", "* QUOTAROOT \"§\" \"root §\"", "* ACL \"§\" \"§\" lrs § lr", "* ACL INBOX § §", "* MYRIGHTS \"§\" lrs", "* MYRIGHTS My § lrs", "* LISTRIGHTS \"§\" \"§\" l § r",
        "* METADATA \"§\" (/private/comment \"§\" /shared/comment \"/home/§\")", "* METADATA INBOX (/private/comment {99999}\r\n", "* ANNOTATION \"§\" \"/comment\" (\"value.priv\" \"/home/§\")",
        "* ID (\"name\" \"Dovecot\" \"remote-host\" \"§\" \"support-url\" \"mailto:§\" \"§\" \"x\")", "* ESEARCH (TAG \"A1\" MAILBOX \"§\") UID ALL 1:3 § \"§\"", "* ESEARCH (TAG \"§ x\") ALL 1", "* SEARCH 1 §", "* SORT §", "* THREAD (1 §)(2)",
        "* VANISHED (EARLIER) §", "* LANGUAGE (\"§\")", "* Xnews § \"§\"", "§ § §", "* § §", "* 5 § §",
        "* 1 FETCH (UID 5 INTERNALDATE \"17-Jul-2026 02:44:25 -0700 §\" SAVEDATE \"§\" EMAILID \"§\")",
        "* 1 FETCH (ENVELOPE (\"Mon, 1 Jan 2026 00:00:00 +0000 (§)\" \"Re: §\" ((\"§\" \"@§\" \"§\" \"§\")) ((\"§\" NIL \"§\" NIL)) NIL ((NIL NIL \"§\" NIL)(NIL NIL NIL NIL)) NIL NIL \"<§@x>\" \"§\") UID 1)",
        "* 1 FETCH (ENVELOPE (NIL {5}\r\n§ x x ((§ NIL § §)) NIL NIL NIL NIL NIL NIL NIL))",
        "* 1 FETCH (BODYSTRUCTURE ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"§ x\" \"NAME\" \"§.pdf\" \"filename*0*\" \"a.§\") \"<§>\" \"about §\" \"7BIT §\" 12 1 \"§\" (\"§\" (\"FILENAME\" \"§\")) (\"§\" \"en\") \"http://§/\" (\"§\" §)) \"MIXED\" (\"BOUNDARY\" \"=_§_1\") NIL NIL NIL))",
        "* 1 FETCH (BODY (\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 9 (NIL \"§\" ((\"§\" NIL \"§\" \"§\")) NIL NIL NIL NIL NIL NIL \"§\") (\"TEXT\" \"PLAIN\" NIL NIL \"§\" \"7BIT\" 1 1) 3) UID 7)",
        "* 1 FETCH (BODY[TEXT] \"Dear §\" BODY[1.2]<0> \"§\" PREVIEW \"§\" RFC822.TEXT \"§\" BINARY[1] ~{4}\r\n§ )", "* 1 FETCH (BODY[x§ UID 3 X §)",
        "* 1 FETCH (BODY[] {420}\r\nFrom § Thu Jan  1 00:00:00 2026\r\nReceived: from § by §; Mon, 1 Jan 2026\r\nFrom: \"§\" <§>, §\r\nDate: today at §\r\nSubject: Re: §\r\n §\r\n§@x: §\r\nContent-Type: text/plain; name=\"§; §.pdf\r\nContent-Disposition: attachment filename=§; x=§; filename=§ \"§\"\r\nContent-Language: §, en\r\nMessage-ID: <§> §\r\nPriority: (§)\r\n§\r\n\r\nDear §)",
        "* 1 FETCH (X-GM-LABELS (\\Inbox \"§\" §) UID 2)", "* 1 FETCH (X-GM-LABELS ({99999}\r\n", "* 1 FETCH (x-new (\"§\" §) § \"§\")", "* 1 FETCH §", "* 1 FETCH \"§\" (§)", "* 2 EXPUNGE §",
    ];

    private static readonly string[] Commands =
    [
        "LOGIN § §", "LOGIN \"§\" \"§\"", "LOGIN {5}\r\n§ {5}\r\n§", "AUTHENTICATE PLAIN §", "AUTHENTICATE XOAUTH2 \"§\"", "SELECT \"§\" (QRESYNC (1 2 §))", "SELECT My §", "EXAMINE \"§\"", "CREATE \"§\" (USE (\\Sent) § x)",
        "RENAME \"§\" \"§\"", "RENAME § § §", "STATUS \"§\" (MESSAGES §)", "COPY 1 \"§\"", "UID MOVE 1:2 §", "LIST \"§\" (\"§\" §) RETURN (STATUS (§))", "LIST (SUBSCRIBED §) \"\" \"§*\"", "LSUB \"\" §",
        "APPEND \"§\" \"17-Jul-2026 02:44:25 -0700\" {5}\r\n§ x", "APPEND x CATENATE (URL \"imap://§\" TEXT {3}\r\n§ )", "UID REPLACE 4 \"§\" {3}\r\n§",
        "SEARCH FROM § TO \"§\" SUBJECT {3}\r\n§ TEXT §", "UID SEARCH HEADER \"List-Id\" \"§\" HEADER Subject \"§\"", "SEARCH X-OWN § \"§\"", "SEARCH ANNOTATION /comment value \"§\"", "ESEARCH IN (MAILBOXES (\"§\" §) SUBTREE \"§\") FROM \"§\"",
        "SORT (DATE) UTF-8 OR BODY \"§\" X-GM-RAW \"from:§\"", "STORE 1 +X-GM-LABELS (\"§\" §)", "STORE 1 X-GM-LABELS ({99999}\r\n", "STORE 1 ANNOTATION (/comment (value.priv \"§\"))", "SETACL \"§\" \"§\" lrs", "SETACL My § lrs", "DELETEACL INBOX §",
        "GETMETADATA (DEPTH §) \"§\" /private/comment", "SETMETADATA \"§\" (/private/comment \"/home/§\")", "SETMETADATA INBOX (/private/comment {99999}\r\n", "GETQUOTA \"§\"", "SETQUOTA \"§\" (STORAGE §)",
        "ID (\"name\" \"§\" \"user\" \"§\" \"§\" NIL)", "NOTIFY SET (MAILBOXES (\"§\" §) (MessageNew (UID §)))", "FETCH 1 (BODY[x-§ §)", "UID FETCH 1 \"§\"", "EXPUNGE §", "ENABLE \"§\"", "Xown § \"§\" {3}\r\n§", "UID Xown §",
        "IDLE §", "LANGUAGE §", "COMPRESS §", "NAMESPACE §",
    ];

    private static readonly string[] Secrets =
    [
        "zaphod", "Zaphod", "ZAPHOD", "zaphod@magrathea.example", "Zaphod Beeblebrox", "MAIL.Magrathea.Example", "EX01.magrathea.example", "\\\"zaphod b\\\"@magrathea.example", "zaphod%magrathea.example", "203.0.113.77", "fd12:3456::beeb:1",
        "TQBBAEcAUgBBAFQASABFAEEA", "zaphod's", "l'été zaphod", "BEEBLEBROX.LOG", "zaphod)", "Re: zaphod", "ünzaphod", "zaphod/beeblebrox", "zaphod.beeblebrox",
    ];

    private static readonly string[] Traces = ["zaphod", "beeblebrox", "magrathea", "203.0.113.77", "fd12", "beeb:1", "TQBBAEcA", "EX01"];

    private static readonly string[] Pieces = ["\"", "(", ")", " ", "[", "]", "{3}\r\n", "\\", "NIL", "\r\n"];

    private static readonly int Rounds = Environment.GetEnvironmentVariable("IMAPPS_LONG_TESTS") == "1" ? 500_000 : 20_000;

    /// <summary>Breaks a message in some place, or not.</summary>
    private static string Damage(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(4) switch
        {
            0 => text,
            1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
            2 => at == text.Length ? text : text.Remove(at, 1),
            _ => text.Substring(0, at),
        };
    }

    private static void Check(string[] templates, Func<ConversationRedactor, byte[], IReadOnlyList<TranscriptPiece>> redact)
    {
        // The same cases each time: what is found here is found by everybody.
        var random = new Random(7);
        for (var round = 0; round < Rounds; round++)
        {
            var message = Damage(Damage(templates[random.Next(templates.Length)], random), random).Replace("§", Secrets[random.Next(Secrets.Length)]);
            var told = string.Join("\n", redact(new ConversationRedactor(), Encoding.UTF8.GetBytes(message)).Select(static p => Encoding.UTF8.GetString(p.Octets)));
            Assert.True(Array.TrueForAll(Traces, trace => !told.Contains(trace, StringComparison.OrdinalIgnoreCase)), $"{round}: {message}\ntells\n{told}");
        }
    }

    [Fact]
    public void Responses_tell_of_nobody() => Check(Responses, static (redactor, octets) => redactor.Response([.. octets, (byte)'\r', (byte)'\n'], [], true, true));

    [Fact]
    public void Commands_tell_of_nobody() => Check(Commands, static (redactor, octets) => redactor.Command([.. "A1 "u8, .. octets, (byte)'\r', (byte)'\n'], [], true));

    [Fact]
    public void Notes_tell_of_nobody() => Check(
        ["connected to § port 993 through §", "TLS started: TLS 1.3, TLS_AES_256_GCM_SHA384, CN=§, O=§, verified", "closed: the server said §", "port 993: refused, § is blocked"],
        static (redactor, octets) => [TranscriptPiece.Line(Encoding.UTF8.GetBytes(redactor.Note(Encoding.UTF8.GetString(octets))))]);

    [Fact]
    public void What_servers_commonly_say_stays() => Assert.All(
        [
            "* OK [CAPABILITY IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN RIGHTS=kxten QUOTA=RES-STORAGE] Dovecot (Debian) ready.", "A1 NO [AUTHENTICATIONFAILED] Authentication failed.", "A1 NO [NONEXISTENT] Mailbox doesn't exist", "A1 OK [READ-WRITE] Select completed (0.001 + 0.000 secs).",
            "* OK [PERMANENTFLAGS (\\Answered $Forwarded Work \\*)] Flags permitted.", "A1 NO [OVERQUOTA] Quota exceeded (mailbox for user is full)", "* BYE Disconnected for inactivity.", "A1 NO [UNAVAILABLE] Temporary authentication failure.", "* OK [COPYUID 5 1:4 7:10] Moved UIDs.",
            "A1 BAD Error in IMAP command UID FETCH: Invalid messageset", "A1 NO [THROTTLED] Request is throttled. Suggested Backoff Time: 299961 milliseconds", "* CAPABILITY IMAP4rev1 UIDPLUS X-GM-EXT-1", "* ESEARCH (TAG \"A1\") UID MIN 1 MAX 9 ALL 1:9 COUNT 9", "* VANISHED (EARLIER) 1:5",
            "* STATUS INBOX (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 3 UNSEEN 0 HIGHESTMODSEQ 5 DELETED 0 SIZE 9)", "* 3 FETCH (UID 3 MODSEQ (12) FLAGS (\\Seen Work) BODY[HEADER.FIELDS (SUBJECT FROM)] NIL)", "* THREAD (1 2)(3 (4)(5))", "* MYRIGHTS INBOX lrswipkxtecda", "* LIST (\\HasNoChildren \\Sent) \"/\" Sent",
            "* OK [HIGHESTMODSEQ 715194045007] Highest", "* OK [MAILBOXID (F2212ea87-6097-4256)] Ok", "* NO [ALERT] Too many simultaneous connections.", "+ idling", "+ Ready for literal data",
        ],
        static line =>
        {
            var told = Encoding.UTF8.GetString(Assert.Single(new ConversationRedactor().Response(Encoding.UTF8.GetBytes(line + "\r\n"), [], true, true)).Octets);
            Assert.Equal(line, told);
        });

    [Theory]
    [InlineData("* METADATA INBOX (/private/comment {9}\r\n", "* METADATA INBOX (/private/comment {9}")]
    [InlineData("* 1 FETCH (X-GM-LABELS ({9}\r\n", "* 1 FETCH (X-GM-LABELS ({9}")]
    public void Literals_that_are_not_at_hand_are_no_trouble(string begun, string told)
    {
        var framer = new Framer(new ProtocolLimits { LiteralThreshold = 1 });
        framer.Append(Encoding.ASCII.GetBytes(begun));
        Assert.Equal(FrameKind.LiteralBegin, framer.Read());
        Assert.Equal(told, Encoding.ASCII.GetString(new ConversationRedactor().Response(framer.Message.Span, framer.Detached, false, true)[0].Octets));
    }

    [Theory]
    [InlineData("To: ", "a")]
    [InlineData("To: ", "@")]
    [InlineData("Content-Type: text/plain", "; a=\"")]
    [InlineData("Content-Type: text/plain;", " ")]
    public void Long_fields_take_their_length_and_no_more(string start, string repeated)
    {
        // With a cost that grows by its square this would not end.
        var field = Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, 4_000_000 / repeated.Length)) + "\r\n\r\n");
        Assert.NotEmpty(new ConversationRedactor().Response([.. Encoding.ASCII.GetBytes($"* 1 FETCH (BODY[HEADER] {{{field.Length}}}\r\n"), .. field, .. ")\r\n"u8], [], true, true));
    }
}
