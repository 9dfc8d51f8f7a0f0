using System.Text;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Tests.Responses;

namespace ImapPS.Protocol.Tests.Quirks;

/// <summary>
/// What servers have been seen to send though no RFC allows it. One bad item costs that item: the rest of its response,
/// and the responses around it, are read.
/// </summary>
public class ServerQuirkTests
{
    private const string Good = "UID 5 FLAGS (\\Seen)";

    [Theory]
    [InlineData("unescaped quotes in a subject", "ENVELOPE (NIL \"say \"hello\" now\" NIL NIL NIL NIL NIL NIL NIL \"<i>\")")]
    [InlineData("NIL where a list of addresses and a string must be", "ENVELOPE (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("a string where an address list must be", "ENVELOPE (\"d\" \"s\" \"\" NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("an envelope that ends early", "ENVELOPE (\"d\" \"s\")")]
    [InlineData("an envelope that is NIL", "ENVELOPE NIL")]
    [InlineData("BODY without a value", "BODY")]
    [InlineData("BODY NIL", "BODY NIL")]
    [InlineData("a body that is ()", "BODYSTRUCTURE ()")]
    [InlineData("a body inside a multipart that is ()", "BODYSTRUCTURE (() \"mixed\")")]
    [InlineData("a multipart without parts", "BODYSTRUCTURE (\"multipart\" \"mixed\" NIL NIL NIL NIL)")]
    [InlineData("message/rfc822 in base64, without envelope and body", "BODYSTRUCTURE (\"message\" \"rfc822\" (\"name\" \"a\") NIL NIL \"base64\" 1234 NIL (\"attachment\" NIL))")]
    [InlineData("NIL for a size and for lines", "BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" NIL NIL)")]
    [InlineData("a negative number of lines", "BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 -1)")]
    [InlineData("NIL for the type and the encoding", "BODYSTRUCTURE (NIL NIL NIL NIL NIL NIL 5)")]
    [InlineData("NIL as a parameter's value", "BODYSTRUCTURE (\"text\" \"plain\" (\"charset\" NIL) NIL NIL \"7bit\" 1 1)")]
    [InlineData("a string where parameters must be", "BODYSTRUCTURE (\"text\" \"plain\" \"charset\" NIL NIL \"7bit\" 1 1)")]
    [InlineData("a parameter without its value", "BODYSTRUCTURE (\"text\" \"plain\" (\"charset\") NIL NIL \"7bit\" 1 1)")]
    [InlineData("MODSEQ -1", "MODSEQ (-1)")]
    [InlineData("MODSEQ 0", "MODSEQ (0)")]
    [InlineData("a size over 4 GiB", "RFC822.SIZE 5000000000")]
    [InlineData("a negative size", "RFC822.SIZE -1")]
    [InlineData("an absurd size", "RFC822.SIZE 99999999999999999999999")]
    [InlineData("NIL for the date", "INTERNALDATE NIL")]
    [InlineData("an empty date", "INTERNALDATE \"\"")]
    [InlineData("a date before all dates", "INTERNALDATE \"00-Jan-0000 00:00:00 +0000\"")]
    [InlineData("8-bit in a quoted string", "ENVELOPE (NIL \"\u00fcber\u00ff\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("a bare CR in a quoted string", "ENVELOPE (NIL \"a\rb\" NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("two spaces between items", "RFC822.SIZE  10 ")]
    [InlineData("an item nobody knows, with a list", "X-GM-THING (a (\"b\" 1) NIL)")]
    [InlineData("an item nobody knows, with a section", "X-THING[1.2]<0> {2}\r\nab")]
    [InlineData("content that is NIL", "BODY[1] NIL")]
    [InlineData("a flag that holds a bracket", "X-FLAGS (a[b]c)")]
    public void One_item_costs_itself_only(string quirk, string item)
    {
        foreach (var response in new[] { $"* 1 FETCH ({item} {Good})", $"* 1 FETCH ({Good} {item})" })
        {
            var all = Wire.ReadAll(Wire.Octets($"* 7 EXISTS\r\n{response}\r\n* 2 FETCH ({Good})\r\nA1 OK done\r\n"));
            Assert.Equal(4, all.Count);
            var fetch = Assert.IsType<FetchResponse>(all[1]);
            Assert.True(fetch is { Uid: 5, Flags: not null }, $"{quirk}: {response} -> {string.Join("; ", fetch.Problems)}");
            Assert.IsType<FetchResponse>(all[2]);
            Assert.IsType<StatusResponse>(all[3]);
        }
    }

    [Theory]
    [InlineData("a bare code", "* [ALERT] hello")]
    [InlineData("a code without text", "* OK [ALERT]")]
    [InlineData("a code that is not closed", "* OK [ALERT hello")]
    [InlineData("an unknown code with odd content", "* OK [X-ODD (a \"b\" [c] 1] text")]
    [InlineData("no text", "* OK")]
    [InlineData("a code without a space behind it", "* OK [UIDVALIDITY 5]text")]
    [InlineData("UIDVALIDITY that is no number", "* OK [UIDVALIDITY abc] x")]
    [InlineData("UIDNEXT NIL", "* OK [UIDNEXT NIL] x")]
    [InlineData("COPYUID with empty sets", "A1 OK [COPYUID 1  ] x")]
    [InlineData("APPENDUID 0", "A1 OK [APPENDUID 0 0] x")]
    [InlineData("PERMANENTFLAGS without a list", "* OK [PERMANENTFLAGS] x")]
    [InlineData("HIGHESTMODSEQ -1", "* OK [HIGHESTMODSEQ -1] x")]
    [InlineData("8-bit text", "* OK \u00fc\u00ff")]
    [InlineData("lower case", "* ok [alert] x")]
    public void A_status_is_a_status(string quirk, string line)
    {
        var response = Wire.Read(line);
        Assert.True(response is StatusResponse, $"{quirk}: {response}");
    }

    [Theory]
    [InlineData("FETCH of message 0", "* 0 FETCH (UID 5 FLAGS ())", typeof(FetchResponse))]
    [InlineData("EXPUNGE of message 0", "* 0 EXPUNGE", typeof(ExpungeResponse))]
    [InlineData("a name that is not modified UTF-7", "* LIST () \"/\" \"Entw&APw-rfe&\"", typeof(ListResponse))]
    [InlineData("a name in raw UTF-8", "* LIST () \"/\" \"Entw\u00c3\u00bcrfe\"", typeof(ListResponse))]
    [InlineData("a name of no text at all", "* LIST () \"/\" \"\u00ff\u00fe\"", typeof(ListResponse))]
    [InlineData("a name without quotes, with spaces left out", "* LIST () NIL INBOX", typeof(ListResponse))]
    [InlineData("an empty name", "* LIST () \"/\" \"\"", typeof(ListResponse))]
    [InlineData("a delimiter of two characters", "* LIST () \"//\" a", typeof(Response))]
    [InlineData("SEARCH with a space behind it", "* SEARCH 1 2 ", typeof(SearchResponse))]
    [InlineData("SEARCH of nothing", "* SEARCH", typeof(SearchResponse))]
    [InlineData("STATUS with NIL", "* STATUS INBOX (MESSAGES NIL UIDNEXT 5)", typeof(Response))]
    [InlineData("STATUS with a negative number", "* STATUS INBOX (MESSAGES 1 UIDNEXT -1)", typeof(Response))]
    [InlineData("STATUS without its list", "* STATUS INBOX", typeof(Response))]
    [InlineData("CAPABILITY twice in a line", "* CAPABILITY IMAP4rev1 IMAP4rev1  IDLE", typeof(CapabilityResponse))]
    [InlineData("ENABLED of nothing", "* ENABLED", typeof(EnabledResponse))]
    [InlineData("FLAGS with a lone backslash", "* FLAGS (\\Seen \\ kw)", typeof(Response))]
    [InlineData("EXISTS over 4 billion", "* 99999999999 EXISTS", typeof(Response))]
    [InlineData("negative EXISTS", "* -1 EXISTS", typeof(Response))]
    [InlineData("ID with a NIL name", "* ID (NIL NIL)", typeof(Response))]
    [InlineData("a continuation without text", "+", typeof(ContinuationRequest))]
    [InlineData("a continuation without a space", "+ok", typeof(ContinuationRequest))]
    public void Other_responses(string quirk, string line, Type type)
    {
        var all = Wire.ReadAll(Wire.Octets(line + "\r\n* 3 EXISTS\r\n"));
        Assert.Equal(2, all.Count);
        Assert.True(type.IsInstanceOfType(all[0]), $"{quirk}: {all[0]}");
        Assert.IsType<ExistsResponse>(all[1]);
    }

    [Theory]
    [InlineData("Gmail", "* OK Gimap ready for requests from 192.0.2.1 abc")]
    [InlineData("Exchange", "* OK The Microsoft Exchange IMAP4 service is ready. [QQBNAFMA]")]
    [InlineData("Yahoo", "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2 ID MOVE NAMESPACE] IMAP4rev1 Hello")]
    [InlineData("iCloud", "* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN AUTH=PTOKEN AUTH=PLAIN] (2104B10-) test imap")]
    [InlineData("Yandex", "* OK Yandex IMAP4rev1 at server.example:993 ready to talk with ::ffff:192.0.2.1:1234, 2026-Jan-01 00:00:00, abc")]
    [InlineData("Zoho", "* OK Zoho Mail IMAP4rev1 Server Version : 2.6")]
    [InlineData("Domino", "* OK Domino IMAP4 Server Release 9.0.1 ready Mon, 1 Jan 2024 00:00:00 +0100")]
    [InlineData("GroupWise", "* OK server.example GroupWise IMAP4rev1 Server Ready")]
    [InlineData("Courier", "* OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT] Courier-IMAP ready. Copyright 1998-2022 Double Precision, Inc.")]
    [InlineData("pre-authenticated", "* PREAUTH [CAPABILITY IMAP4rev1] hello")]
    [InlineData("unwilling", "* BYE [UNAVAILABLE] try later")]
    [InlineData("two spaces", "*  OK  ready")]
    public void Greetings(string server, string line)
    {
        var response = Wire.Read(line);
        Assert.True(response is StatusResponse { Tag: null }, $"{server}: {response}");
    }

    [Fact]
    public void Lines_that_end_in_LF_only_and_empty_ones()
    {
        var all = Wire.ReadAll(Encoding.ASCII.GetBytes("\r\n\n* 1 EXISTS\n\n\r\n* 2 EXISTS\r\nA1 OK x\n"));
        Assert.Equal([1u, 2u], all.OfType<ExistsResponse>().Select(static e => e.Count));
        Assert.Equal(3, all.Count);
    }

    [Theory]
    [InlineData("too short", "{3}\r\nhello")]
    [InlineData("too long", "{7}\r\nhello")]
    public void A_literal_that_is_counted_wrongly_costs_its_response(string quirk, string literal)
    {
        var all = Wire.ReadAll(Wire.Octets($"* 1 FETCH (UID 5 BODY[1] {literal})\r\n* 2 FETCH (UID 6 FLAGS ())\r\n* 3 FETCH (UID 7 FLAGS ())\r\nA1 OK done\r\n"));
        // Up to what the count swallowed; behind that everything is read as before.
        Assert.True(all.OfType<FetchResponse>().Any(static f => f is { Uid: 7, Problems.Count: 0 }), quirk + ": " + string.Join("; ", all));
        Assert.IsType<StatusResponse>(all[^1]);
    }

    [Fact]
    public void Names_that_come_twice_are_both_told()
    {
        var all = Wire.ReadAll("* LIST () \"/\" a\r\n* LIST (\\Noselect) \"/\" a\r\n"u8.ToArray());
        Assert.Equal(2, all.OfType<ListResponse>().Count());
    }
}
