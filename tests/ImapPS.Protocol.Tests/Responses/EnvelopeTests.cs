using System.Text;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

public class EnvelopeTests
{
    private static readonly EnvelopeAddressList Terry = new(new EnvelopeAddress("Terry Gray", null, "gray", "cac.washington.edu"));

    [Fact]
    public void The_example_of_the_RFC()
    {
        var fetch = Wire.GoodFetch(
            "ENVELOPE (\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\""
            + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
            + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((NIL NIL \"imap\" \"cac.washington.edu\"))"
            + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL"
            + " \"<B27397-0100000@cac.washington.edu>\")");
        var expected = new Envelope
        {
            Date = "Wed, 17 Jul 1996 02:23:25 -0700 (PDT)",
            Subject = "IMAP4rev2 WG mtg summary and minutes",
            From = Terry,
            Sender = Terry,
            ReplyTo = Terry,
            To = new(new EnvelopeAddress(null, null, "imap", "cac.washington.edu")),
            Cc = new(new EnvelopeAddress(null, null, "minutes", "CNRI.Reston.VA.US"), new EnvelopeAddress("John Klensin", null, "KLENSIN", "MIT.EDU")),
            MessageId = "<B27397-0100000@cac.washington.edu>",
        };
        Assert.Equal(expected, fetch.Envelope);
        Assert.Same(fetch.Envelope!.From, fetch.Envelope.Sender);
        Assert.Same(fetch.Envelope.From, fetch.Envelope.ReplyTo);
    }

    [Theory]
    [InlineData("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)")]
    [InlineData("(NIL NIL () () () () () () NIL NIL)")]
    [InlineData("(() () NIL NIL \"\" \"\" NIL NIL () NIL)")]
    [InlineData("(nil Nil NIL NIL NIL NIL NIL NIL NIL NIL NIL (more) \"more\")")]
    [InlineData("(NIL NIL NIL)")]
    [InlineData("()")]
    [InlineData("(  NIL   NIL  )")]
    [InlineData("(NIL NIL (NIL) NIL NIL NIL NIL NIL NIL NIL)")]
    public void Nothing_in_many_forms(string envelope) =>
        Assert.Equal(new Envelope(), Wire.GoodFetch("ENVELOPE " + envelope).Envelope);

    [Fact]
    public void Strings_of_every_form_and_8_bit_octets()
    {
        var envelope = Wire.GoodFetch(
            "ENVELOPE ({7}\r\na \"b\" c \"Gr\u00c3\u00bc\u00c3\u009fe\" ((\"J\u00fcrgen \\\"J\\\" \\\\\" NIL {4}\r\nj\r\nx \"h\")) NIL NIL ((atom NIL atom atom)) NIL NIL {0}\r\n \"\")").Envelope!;
        Assert.Equal("a \"b\" c", envelope.Date);
        Assert.Equal("Grüße", envelope.Subject);
        Assert.Equal([new EnvelopeAddress("Jürgen \"J\" \\", null, "j\r\nx", "h")], envelope.From);
        Assert.Equal([new EnvelopeAddress("atom", null, "atom", "atom")], envelope.To);
        Assert.Equal("", envelope.InReplyTo);
        Assert.Equal("", envelope.MessageId);
    }

    [Fact]
    public void Groups_routes_and_addresses_that_lack_fields()
    {
        var to = Wire.GoodFetch(
            "ENVELOPE (NIL NIL NIL NIL NIL ((NIL NIL \"friends\" NIL)(\"A\" \"@r\" \"a\" \"h\")  (NIL NIL NIL NIL)(NIL NIL \"x\")(NIL NIL \"y\" \"\" (extra))) NIL NIL NIL NIL)").Envelope!.To;
        Assert.Equal(
            [
                new EnvelopeAddress(null, null, "friends", null),
                new EnvelopeAddress("A", "@r", "a", "h"),
                new EnvelopeAddress(null, null, null, null),
                new EnvelopeAddress(null, null, "x", null),
                new EnvelopeAddress(null, null, "y", ""),
            ],
            to);
    }

    [Theory]
    [InlineData("\"Re: \"hello\" world\"", "Re: \"hello\" world")]
    [InlineData("\"\"quoted\"\"", "\"quoted\"")]
    [InlineData("\"say \"a) b\" now\"", "say \"a) b\" now")]
    public void Quotes_that_the_server_did_not_escape(string wire, string subject)
    {
        var fetch = Wire.GoodFetch($"UID 5 ENVELOPE (\"d\" {wire} (({wire} NIL \"m\" \"h\")) NIL NIL NIL NIL NIL NIL \"<i>\") FLAGS (\\Seen)");
        Assert.Equal(subject, fetch.Envelope!.Subject);
        Assert.Equal(subject, fetch.Envelope.From[0].Name);
        Assert.Equal("<i>", fetch.Envelope.MessageId);
        Assert.Equal(MessageFlags.Parse("\\Seen"), fetch.Flags);
    }

    [Fact]
    public void Subjects_and_display_names_are_decoded_as_asked_and_nothing_else_is()
    {
        var reader = new ResponseReader(options: new() { Text = static bytes => "<" + Encoding.ASCII.GetString(bytes) + ">" });
        for (var round = 0; round < 3; round++)
        {
            // The same octets as a name and as a host must not be taken for each other.
            var fetch = Wire.Read<FetchResponse>(
                "* 1 FETCH (ENVELOPE (\"d\" \"s\" ((\"x\" \"x\" \"x\" \"x\")) NIL NIL ((NIL NIL \"x\" NIL)(NIL NIL NIL NIL)) NIL NIL \"r\" \"i\"))", reader);
            var envelope = fetch.Envelope!;
            Assert.Equal(("d", "<s>", "r", "i"), (envelope.Date, envelope.Subject, envelope.InReplyTo, envelope.MessageId));
            Assert.Equal(new EnvelopeAddress("<x>", "x", "x", "x"), envelope.From[0]);
            Assert.Equal("<x>", envelope.To[0].Mailbox);
        }
    }

    [Fact]
    public void Equal_lists_and_names_of_different_messages_are_one_object()
    {
        var reader = new ResponseReader();
        var first = Read(1);
        var second = Read(2);
        Assert.Same(first.From, second.From);
        Assert.Same(first.To[0].Host, second.From[0].Host);
        Assert.Equal(first.Sender, second.Sender);
        Assert.NotSame(first.Subject, second.Subject);

        Envelope Read(int number) => Wire.Read<FetchResponse>(
            $"* {number} FETCH (ENVELOPE (NIL \"s\" ((\"N\" NIL \"a\" \"h.example\")) ((\"N)) (\" NIL \"a\" \"h.example\")) NIL ((NIL NIL \"b{number}\" \"h.example\")) NIL NIL NIL NIL))", reader).Envelope!;
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void The_number_of_addresses_is_bounded(int count, bool accepted)
    {
        var line = "* 1 FETCH (UID 5 ENVELOPE (NIL NIL (" + string.Concat(Enumerable.Repeat("(NIL NIL \"a\" \"b\")", count)) + ") NIL NIL NIL NIL NIL NIL NIL))\r\n";
        var fetch = Assert.IsType<FetchResponse>(Wire.Read(Wire.Octets(line), limits: new() { MaxListLength = 3 }));
        Assert.Equal(accepted, fetch.Problems.Count == 0);
        if (!accepted)
            Assert.Contains("MaxListLength", fetch.Problems[0]);
    }
}
