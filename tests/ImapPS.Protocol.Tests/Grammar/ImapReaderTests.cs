using System.Text;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Grammar;

public class ImapReaderTests
{
    [Theory]
    [InlineData("atom rest")]
    [InlineData("\"quoted \\\" ) string\" rest")]
    [InlineData("(a (b \"c)\") {3}\r\n)(\" d) rest")]
    [InlineData("() rest")]
    [InlineData("{4}\r\n))\"( rest")]
    [InlineData("~{4}\r\n\0)\"( rest")]
    [InlineData("(  a  ) rest")]
    [InlineData("NIL rest")]
    public void One_value_is_skipped_whole(string text)
    {
        var reader = new ImapReader(Encoding.Latin1.GetBytes(text));
        reader.SkipValue();
        Assert.Equal(" rest", Encoding.Latin1.GetString(reader.Rest));
    }

    [Theory]
    [InlineData("")]
    [InlineData(")")]
    [InlineData("(a")]
    [InlineData("((a)")]
    [InlineData("\"a")]
    [InlineData("\"a\\")]
    [InlineData("\"a\\\"")]
    [InlineData("{5}\r\nabc")]
    [InlineData("{5")]
    [InlineData("{x}\r\n")]
    [InlineData("{5}abcde")]
    [InlineData("{99999999999999999999}\r\n")]
    public void A_value_without_an_end_is_an_error_with_its_place(string text)
    {
        var error = Assert.Throws<ImapParseException>(() =>
        {
            var reader = new ImapReader(Encoding.Latin1.GetBytes(text));
            reader.SkipValue();
        });
        Assert.InRange(error.Position, 0, text.Length);
        Assert.Contains("at byte", error.Message);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Nesting_is_bounded(int depth, bool accepted)
    {
        Assert.Equal(accepted, Skips());

        bool Skips()
        {
            try
            {
                var reader = new ImapReader(Encoding.ASCII.GetBytes(new string('(', depth) + new string(')', depth)), new ProtocolLimits { MaxNesting = 3 });
                reader.SkipValue();
                return reader.AtEnd;
            }
            catch (ImapParseException error)
            {
                Assert.Contains("MaxNesting", error.Message);
                return false;
            }
        }
    }

    [Theory]
    [InlineData("\"a\"b\" \"c\"", "a\"b")]
    [InlineData("\"a\" \"c\"", "a")]
    [InlineData("\"\"\"\" NIL", "\"\"")]
    [InlineData("\"a \"b\" c\")", "a \"b\" c")]
    [InlineData("\"a\"", "a")]
    [InlineData("\"a\\\"b\"c\" 5", "a\"b\"c")]
    public void Lenient_quotes_end_where_a_value_can_follow(string text, string expected)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text)) { LenientQuotes = true };
        Assert.Equal(expected, reader.ReadQuoted().GetText());
    }

    [Theory]
    [InlineData("NIL", TokenKind.Nil)]
    [InlineData("nil)", TokenKind.Nil)]
    [InlineData("NILS", TokenKind.Atom)]
    [InlineData("\"NIL\"", TokenKind.Quoted)]
    [InlineData("{3}\r\nNIL", TokenKind.Literal)]
    public void NIL_is_an_atom_alone(string text, TokenKind kind)
    {
        var reader = new ImapReader(Encoding.ASCII.GetBytes(text));
        Assert.Equal(kind, reader.ReadString().Kind);
    }

    [Fact]
    public void Line_ends_of_both_kinds_are_taken_off()
    {
        Assert.True(new ImapReader("\r\n"u8).AtEnd);
        Assert.True(new ImapReader("\n"u8).AtEnd);
        Assert.Equal("a\r", Encoding.ASCII.GetString(new ImapReader("a\r\r\n"u8).Rest));
    }

    [Fact]
    public void Text_is_utf8_where_it_can_be()
    {
        Assert.Equal("ä", ByteText.ToText([0xc3, 0xa4]));
        Assert.Equal("ä", ByteText.ToText([0xe4]));
        Assert.Equal("", ByteText.ToText([]));
    }
}
