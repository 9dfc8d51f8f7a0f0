using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

public sealed class RawCommandTests
{
    [Fact]
    public void Arguments_choose_their_own_form()
    {
        var command = new RawCommand("x-test",
        [
            RawArgument.Text("atom"), RawArgument.Text("two words"), RawArgument.Number(7), RawArgument.Nil,
            RawArgument.List([RawArgument.Text("a"), RawArgument.List([]), RawArgument.Verbatim("BODY[HEADER.FIELDS (SUBJECT)]<0.10>")]),
            RawArgument.Mailbox(MailboxName.Create("Ä")), RawArgument.Text("line\r\nA1 LOGOUT"), RawArgument.Verbatim("1:*"),
        ]);
        using var encoded = command.Encode("A1");
        Assert.Equal(
            "A1 X-TEST atom \"two words\" 7 NIL (a () BODY[HEADER.FIELDS (SUBJECT)]<0.10>) &AMQ- {15}\r\n|line\r\nA1 LOGOUT 1:*\r\n",
            string.Join("|", encoded.Segments.Select(s => System.Text.Encoding.ASCII.GetString(s.Bytes.Span))));
    }

    [Theory]
    [InlineData("NOOP\r\nA1 LOGOUT")]
    [InlineData("")]
    [InlineData("A B")]
    [InlineData("UID FETCH 1")]
    public void A_name_is_one_word(string name) => Assert.ThrowsAny<ArgumentException>(() => new RawCommand(name, []));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("[a)")]
    [InlineData("{3}")]
    [InlineData("\"a")]
    [InlineData("ä")]
    public void What_is_sent_as_it_stands_is_one_argument(string text) => Assert.ThrowsAny<ArgumentException>(() => RawArgument.Verbatim(text));
}
