using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>Nothing that a server sends makes the reader throw, hang, or overflow the stack.</summary>
public class HostileTests
{
    private static readonly string[] Corpus =
    [
        "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n",
        "A1 NO [BADCHARSET (UTF-8 \"a]b\")] text\r\n",
        "A1 OK [COPYUID 38505 304,319:320 3956:3958] Done\r\n",
        "* OK [PERMANENTFLAGS (\\Seen \\*)] Limited\r\n",
        "* CAPABILITY IMAP4rev1 STARTTLS\r\n",
        "* ID (\"name\" \"x\" \"version\" NIL)\r\n",
        "* QUOTA \"User quota\" (STORAGE 10 512 MESSAGE 1 20)\r\n",
        "* QUOTAROOT INBOX \"User quota\" other\r\n",
        "* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X\" (\"F\"))) NIL ((\"~\" NIL))\r\n",
        "* LIST (\\Marked \\HasNoChildren) \"/\" {5}\r\na\r\nbc (\"OLDNAME\" (\"o\") \"CHILDINFO\" (\"SUBSCRIBED\"))\r\n",
        "* STATUS \"foo\" (MESSAGES 231 UIDNEXT 44292 MAILBOXID (F1) X (1 (2)))\r\n",
        "* FLAGS (\\Answered $X)\r\n",
        "* SEARCH 2 84 882 (MODSEQ 5)\r\n",
        "* ESEARCH (TAG \"A\") UID MIN 2 ALL 2,10:11 PARTIAL (1:2 3)\r\n",
        "* VANISHED (EARLIER) 41,43:116\r\n",
        "* 23 EXISTS\r\n",
        "+ go ahead\r\n",
        "* 1 FETCH (UID 5 FLAGS (\\Seen kw) INTERNALDATE \"17-Jul-1996 02:44:25 -0700\" RFC822.SIZE 42 MODSEQ (7) X-ODD (a \"b\" {2}\r\ncd))\r\n",
        "* 1 FETCH (ENVELOPE (\"d\" {3}\r\na\"b ((\"n\\\"\" NIL \"m\" \"h\")) ((\"n\\\"\" NIL \"m\" \"h\")) NIL ((NIL NIL \"g\" NIL)(NIL NIL NIL NIL)) NIL NIL \"r\" \"i\") UID 5)\r\n",
        "* 1 FETCH (BODYSTRUCTURE ((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 10 1 NIL (\"inline\" (\"a\" \"b\")) (\"en\") \"l\" (x 1))(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 9 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) (\"a\" \"b\" NIL NIL NIL \"7bit\" 5) 3) \"mixed\" (\"boundary\" \"x\") NIL NIL NIL) UID 5)\r\n",
        "* 1 FETCH (BODY[HEADER.FIELDS (\"a]\" {1}\r\nb)]<7> {3}\r\nxyz BINARY[1] ~{2}\r\n\0) BINARY.SIZE[1] 5 BODY[2] NIL UID 5)\r\n",
    ];

    public static TheoryData<string> Lines { get; } = new(Corpus);

    [Theory]
    [MemberData(nameof(Lines))]
    public void The_corpus_itself_is_good(string line)
    {
        var response = Wire.Read(Wire.Octets(line));
        Assert.IsNotType<UnknownResponse>(response);
        if (response is FetchResponse fetch)
            Assert.Empty(fetch.Problems);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Cut_off_anywhere_it_is_read_or_reported(string line)
    {
        var octets = Wire.Octets(line);
        var reader = new ResponseReader();
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.NotNull(reader.Read(octets.AsSpan(0, length)));
            Assert.NotNull(reader.Read([.. octets.AsSpan(0, length), (byte)'\r', (byte)'\n']));
            Assert.NotNull(reader.Read([.. octets.AsSpan(0, length), (byte)')', (byte)')', (byte)'\r', (byte)'\n']));
        }

        // What was kept of the bad ones does not change how the good one is read.
        Assert.Equal(Wire.Read(octets), Wire.Read(octets, reader));
    }

    [Fact]
    public void Octets_changed_at_random_are_read_or_reported()
    {
        var reader = new ResponseReader();
        var change = from at in Gen.Choose(0, 600)
                     from octet in Gen.OneOf(Gen.Choose(0, 255), Gen.Elements<int>('(', ')', '"', '\\', '{', '}', ' ', '[', ']', '0', '-', 'N', '\r'))
                     from kind in Gen.Choose(0, 2)
                     select (at, octet: (byte)octet, kind);
        var cases = from line in Gen.Elements(Corpus)
                    from changes in change.NonEmptyListOf()
                    select (line, changes);
        Properties.Check(cases, 5000, c =>
        {
            var octets = new List<byte>(Wire.Octets(c.line));
            foreach (var (at, octet, kind) in c.changes.Take(6))
            {
                var position = at % octets.Count;
                if (kind == 0)
                    octets[position] = octet;
                else if (kind == 1)
                    octets.Insert(position, octet);
                else if (octets.Count > 1)
                    octets.RemoveAt(position);
            }

            Assert.NotNull(reader.Read(octets.ToArray()));
            try
            {
                Assert.NotNull(Wire.ReadAll(octets.ToArray(), reader));
            }
            catch (FramingException error)
            {
                Assert.NotNull(error.Limit);
            }
        });
        foreach (var line in Corpus)
            Assert.Equal(Wire.Read(Wire.Octets(line)), Wire.Read(Wire.Octets(line), reader));
    }

    [Theory]
    [InlineData("* 1 FETCH (UID 5 BODYSTRUCTURE ", "(")]
    [InlineData("* 1 FETCH (UID 5 BODY ", "(")]
    [InlineData("* 1 FETCH (UID 5 ENVELOPE ", "(")]
    [InlineData("* 1 FETCH (UID 5 ENVELOPE (NIL NIL ", "(")]
    [InlineData("* 1 FETCH (UID 5 X-ODD ", "(")]
    [InlineData("* 1 FETCH (UID 5 FLAGS ", "(")]
    [InlineData("* 1 FETCH ", "(")]
    [InlineData("* LIST () \"/\" a (X ", "(")]
    [InlineData("* STATUS a (X ", "(")]
    [InlineData("* NAMESPACE ", "(")]
    [InlineData("* QUOTA x ", "(")]
    [InlineData("* QUOTAROOT ", "(")]
    [InlineData("* ESEARCH X ", "(")]
    [InlineData("* FLAGS ", "(")]
    [InlineData("* ID ", "(")]
    [InlineData("* OK [PERMANENTFLAGS ", "(")]
    [InlineData("* 1 FETCH (BODYSTRUCTURE ", "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 1 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) ")]
    public void A_hundred_thousand_open_parentheses(string before, string open)
    {
        foreach (var close in new[] { "", new string(')', 100_000) })
        {
            var octets = Wire.Octets(before + string.Concat(Enumerable.Repeat(open, 100_000)) + close + "\r\n");
            var response = new ResponseReader().Read(octets);
            Assert.True(response is UnknownResponse { Problem: not null } or FetchResponse { Problems.Count: > 0 } or StatusResponse, response.ToString());
        }
    }

    [Fact]
    public void A_header_line_of_2_000_000_octets()
    {
        var subject = new string('x', 2_000_000);
        var fetch = Wire.GoodFetch($"UID 5 ENVELOPE (NIL \"{subject}\" NIL NIL NIL NIL NIL NIL NIL NIL)");
        Assert.Equal(2_000_000, fetch.Envelope!.Subject!.Length);
        Assert.Contains("no end", Wire.Fetch($"UID 5 ENVELOPE (NIL \"{subject}").Problems[0]);
    }

    [Fact]
    public void Two_million_escapes_and_quotes_take_no_longer_than_they_must()
    {
        var watch = Stopwatch.StartNew();
        Assert.Equal(2_000_000, Wire.GoodFetch("ENVELOPE (NIL \"" + string.Concat(Enumerable.Repeat("\\\"", 2_000_000)) + "\")").Envelope!.Subject!.Length);
        Wire.Fetch("ENVELOPE (NIL \"" + new string('"', 2_000_000) + "\")");
        Wire.Fetch("ENVELOPE (NIL " + string.Concat(Enumerable.Repeat("\" ", 1_000_000)) + ")");
        Wire.Fetch("ENVELOPE (NIL \"a\"" + new string(' ', 2_000_000) + "b\")");
        Wire.Fetch(string.Concat(Enumerable.Repeat("ENVELOPE (\"a\"b) ", 100_000)));
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(10), watch.Elapsed.ToString());
    }

    [Fact]
    public void A_literal_of_4_GiB_inside_an_envelope_that_reached_the_reader()
    {
        var response = new ResponseReader().Read("* 1 FETCH (UID 5 ENVELOPE ({4294967296}\r\nabc NIL) FLAGS ())\r\n"u8);
        var fetch = Assert.IsType<FetchResponse>(response);
        Assert.Equal(5u, fetch.Uid);
        Assert.Contains("longer than its message", fetch.Problems[0]);
    }

    [Fact]
    public void NULs_everywhere()
    {
        var fetch = Wire.GoodFetch("UID 5 ENVELOPE (\"\0\" \"a\0b\" ((\"\0\" NIL \"\0\" \"\0\")) NIL NIL NIL NIL NIL NIL NIL) BODY[1] \"\0\"");
        Assert.Equal("a\0b", fetch.Envelope!.Subject);
        Assert.Equal([0], fetch.Sections[0].Content!);
        Assert.IsType<UnknownResponse>(Wire.Read("\0\0\0"));
        Assert.IsType<UnknownResponse>(Wire.Read("* \0 \0"));
        Assert.Equal("\0", Wire.Read<StatusResponse>("* OK \0").Text);
    }

    [Fact]
    public void Nothing_and_line_ends_only()
    {
        var reader = new ResponseReader();
        foreach (var octets in new[] { "", "\r\n", "\n", "\r", " ", "\r\r\n" })
            Assert.IsType<UnknownResponse>(reader.Read(Encoding.ASCII.GetBytes(octets)));
    }
}
