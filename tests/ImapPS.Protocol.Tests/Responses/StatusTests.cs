using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

public class StatusTests
{
    [Theory]
    [InlineData("* OK IMAP4rev1 server ready", null, StatusKind.Ok, "IMAP4rev1 server ready")]
    [InlineData("* PREAUTH IMAP4rev2 server logged in as Smith", null, StatusKind.PreAuth, "IMAP4rev2 server logged in as Smith")]
    [InlineData("* BYE Autologout; idle for too long", null, StatusKind.Bye, "Autologout; idle for too long")]
    [InlineData("* no Disk is 98% full", null, StatusKind.No, "Disk is 98% full")]
    [InlineData("* Bad Empty command line", null, StatusKind.Bad, "Empty command line")]
    [InlineData("A1 OK LOGIN completed", "A1", StatusKind.Ok, "LOGIN completed")]
    [InlineData("a.2-x NO failed", "a.2-x", StatusKind.No, "failed")]
    [InlineData("A3 BAD what {5}", "A3", StatusKind.Bad, "what {5}")]
    [InlineData("A4 OK", "A4", StatusKind.Ok, "")]
    [InlineData("A4 OK ", "A4", StatusKind.Ok, "")]
    [InlineData("*  OK   several   spaces", null, StatusKind.Ok, "several   spaces")]
    [InlineData("* OK", null, StatusKind.Ok, "")]
    [InlineData("* OK Gr\u00fc\u00dfe", null, StatusKind.Ok, "Gr\u00fc\u00dfe")]
    [InlineData("* OK Gr\u00c3\u00bc\u00c3\u009fe", null, StatusKind.Ok, "Gr\u00fc\u00dfe")]
    public void Status(string line, string? tag, StatusKind kind, string text) =>
        Assert.Equal(new StatusResponse(tag, kind, null, text), Wire.Read(line));

    /// <summary>Greetings as these servers send them.</summary>
    [Theory]
    [InlineData("* OK Gimap ready for requests from 192.0.2.1 ab12mb3456789", null)]
    [InlineData("* OK The Microsoft Exchange IMAP4 service is ready. [QQBNADAAUA==]", null)]
    [InlineData("* OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ STARTTLS AUTH=PLAIN] Dovecot ready.", "CAPABILITY")]
    [InlineData("* OK [CAPABILITY IMAP4rev1 ID] IMAP4rev1 Hello", "CAPABILITY")]
    [InlineData("* OK Domino IMAP4 Server Release 9.0.1 ready Mon, 1 Jan 2024 00:00:00 +0100", null)]
    [InlineData("* OK mx.example.org IMAP4 GroupWise server ready", null)]
    [InlineData("* OK Yandex IMAP4rev1 at sas1-1.example.net ready to talk with 192.0.2.1:1, 2024-Jan-01 00:00:00, abc", null)]
    [InlineData("* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN AUTH=PLAIN] (2024) p00-imap.example.com", "CAPABILITY")]
    [InlineData("* OK Zoho Mail IMAP Server Ready", null)]
    public void Greetings(string line, string? code)
    {
        var greeting = Wire.Read<StatusResponse>(line);
        Assert.Equal(StatusKind.Ok, greeting.Status);
        Assert.Equal(code, greeting.Code?.Name);
        Assert.False(greeting.IsTagged);
    }

    public static TheoryData<string, ResponseCode?> Codes { get; } = new()
    {
        { "[ALERT]", new ResponseCode("ALERT") },
        { "[alert]", new ResponseCode("ALERT") },
        { "[AUTHENTICATIONFAILED]", new ResponseCode("AUTHENTICATIONFAILED") },
        { "[NOMODSEQ]", new ResponseCode("NOMODSEQ") },
        { "[READ-WRITE]", new ResponseCode("READ-WRITE") },
        { "[CAPABILITY IMAP4rev1 AUTH=PLAIN]", new CapabilityCode(new CapabilitySet(["IMAP4rev1", "AUTH=PLAIN"])) },
        { "[PERMANENTFLAGS (\\Deleted \\Seen $X \\*)]", new PermanentFlagsCode(MessageFlags.Parse("\\Deleted", "\\Seen", "$X", "\\*")) },
        { "[PERMANENTFLAGS ()]", new PermanentFlagsCode(MessageFlags.None) },
        { "[PERMANENTFLAGS nonsense]", new ResponseCode("PERMANENTFLAGS") { Arguments = "nonsense" } },
        { "[BADCHARSET]", new BadCharsetCode([]) },
        { "[BADCHARSET (UTF-8 \"US-ASCII\" \"odd]one\")]", new BadCharsetCode(["UTF-8", "US-ASCII", "odd]one"]) },
        { "[BADCHARSET (UTF-8]", new ResponseCode("BADCHARSET") { Arguments = "(UTF-8" } },
        { "[UIDNEXT 4392]", new NumberCode("UIDNEXT", 4392) },
        { "[UIDVALIDITY 3857529045]", new NumberCode("UIDVALIDITY", 3857529045) },
        { "[UNSEEN 17]", new NumberCode("UNSEEN", 17) },
        { "[HIGHESTMODSEQ 9223372036854775807]", new NumberCode("HIGHESTMODSEQ", 9223372036854775807) },
        { "[HIGHESTMODSEQ -1]", new ResponseCode("HIGHESTMODSEQ") { Arguments = "-1" } },
        { "[UIDVALIDITY]", new ResponseCode("UIDVALIDITY") },
        { "[UIDVALIDITY 99999999999999999999]", new ResponseCode("UIDVALIDITY") { Arguments = "99999999999999999999" } },
        { "[APPENDUID 38505 3955]", new AppendUidCode(38505, [new UidRange(3955, 3955)]) },
        { "[APPENDUID 38505 3955:3957,4000]", new AppendUidCode(38505, [new UidRange(3955, 3957), new UidRange(4000, 4000)]) },
        { "[APPENDUID 38505]", new ResponseCode("APPENDUID") { Arguments = "38505" } },
        { "[COPYUID 38505 304,319:320 3956:3958]", new CopyUidCode(38505, [new UidRange(304, 304), new UidRange(319, 320)], [new UidRange(3956, 3958)]) },
        { "[COPYUID 38505 304 0]", new ResponseCode("COPYUID") { Arguments = "38505 304 0" } },
        { "[MODIFIED 7,9]", new ModifiedCode(UidSet.Parse("7,9")) },
        { "[REFERRAL IMAP://MIKE@SERVER2/]", new ReferralCode("IMAP://MIKE@SERVER2/") },
        { "[METADATA LONGENTRIES 2199]", new ResponseCode("METADATA") { Arguments = "LONGENTRIES 2199" } },
        { "[XODD a \"b (c]", new ResponseCode("XODD") { Arguments = "a \"b (c" } },
        { "[ SPACED  out ]", new ResponseCode("SPACED") { Arguments = "out" } },
        { "[]", null },
        { "[ ]", null },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Code(string code, ResponseCode? expected)
    {
        Assert.Equal(new StatusResponse("T", StatusKind.No, expected, "the text"), Wire.Read("T NO " + code + " the text"));
        Assert.Equal(new StatusResponse(null, StatusKind.Ok, expected, ""), Wire.Read("* OK " + code));
        Assert.Equal(new StatusResponse(null, StatusKind.Ok, expected, "x"), Wire.Read("* OK" + code + "x"));
    }

    [Theory]
    [InlineData("* OK [ALERT the rest", "ALERT", "the rest")]
    [InlineData("* OK [ALERT", "ALERT", "")]
    public void A_bracket_that_never_closes_is_a_code_and_text(string line, string code, string text) =>
        Assert.Equal(new StatusResponse(null, StatusKind.Ok, new ResponseCode(code), text), Wire.Read(line));

    [Fact]
    public void A_number_in_a_bracket_that_never_closes_is_read() =>
        Assert.Equal(new StatusResponse(null, StatusKind.Ok, new NumberCode("UIDVALIDITY", 12), "ok"), Wire.Read("* OK [UIDVALIDITY 12 ok"));

    [Fact]
    public void A_bare_code_is_taken_for_an_OK() =>
        Assert.Equal(new StatusResponse(null, StatusKind.Ok, new NumberCode("UIDNEXT", 5), ""), Wire.Read("* [UIDNEXT 5]"));

    [Theory]
    [InlineData("+ idling", "idling")]
    [InlineData("+", "")]
    [InlineData("+ ", "")]
    [InlineData("+cj1meWtv", "cj1meWtv")]
    [InlineData("+ [ALERT] go", "[ALERT] go")]
    public void Continuation_requests(string line, string text) => Assert.Equal(new ContinuationRequest(text), Wire.Read(line));

    [Theory]
    [InlineData("220 smtp.example.org ESMTP ready")]
    [InlineData("A1 BYE tagged")]
    [InlineData("A1 FETCH")]
    [InlineData("A1")]
    [InlineData(" folded line")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("*")]
    [InlineData("* ")]
    [InlineData("*OK")]
    public void What_is_no_status_is_kept_with_a_reason(string line)
    {
        var response = Wire.Read<UnknownResponse>(line);
        Assert.Equal(line, response.Text);
        Assert.NotNull(response.Problem);
    }

    [Fact]
    public void A_response_that_nobody_knows_is_no_problem() =>
        Assert.Equal(new UnknownResponse(Wire.Octets("* XYZZY (a b) 5")), Wire.Read("* XYZZY (a b) 5"));

    [Fact]
    public void Of_a_long_response_that_nobody_knows_8_KiB_are_kept() =>
        Assert.Equal(8192, Wire.Read<UnknownResponse>("* XYZZY " + new string('x', 100_000)).Raw.Length);
}
