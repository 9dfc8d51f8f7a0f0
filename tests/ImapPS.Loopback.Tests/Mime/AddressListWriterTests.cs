namespace ImapPS.Loopback.Tests.Mime;

public class AddressListWriterTests
{
    [Theory]
    [InlineData("a@example.org", "((NIL NIL \"a\" \"example.org\"))")]
    [InlineData("Ann Example <a@example.org>", "((\"Ann Example\" NIL \"a\" \"example.org\"))")]
    [InlineData("\"Example, Ann\" <a@example.org>", "((\"Example, Ann\" NIL \"a\" \"example.org\"))")]
    [InlineData("\"A \\\"q\\\" \\\\ B\" <a@example.org>", "((\"A \\\"q\\\" \\\\ B\" NIL \"a\" \"example.org\"))")]
    [InlineData("a@example.org, b@example.org", "((NIL NIL \"a\" \"example.org\")(NIL NIL \"b\" \"example.org\"))")]
    [InlineData("a@example.org (Ann Example)", "((\"Ann Example\" NIL \"a\" \"example.org\"))")]
    [InlineData("Ann (the (nested) one) Example <a@example.org>", "((\"Ann Example\" NIL \"a\" \"example.org\"))")]
    [InlineData("<@one.example,@two.example:a@example.org>", "((NIL \"@one.example,@two.example\" \"a\" \"example.org\"))")]
    [InlineData("\"local part\"@example.org", "((NIL NIL \"local part\" \"example.org\"))")]
    [InlineData("Team: a@example.org, Ann <b@example.org>;", "((NIL NIL \"Team\" NIL)(NIL NIL \"a\" \"example.org\")(\"Ann\" NIL \"b\" \"example.org\")(NIL NIL NIL NIL))")]
    [InlineData("Undisclosed recipients:;", "((NIL NIL \"Undisclosed recipients\" NIL)(NIL NIL NIL NIL))")]
    [InlineData("Team: a@example.org", "((NIL NIL \"Team\" NIL)(NIL NIL \"a\" \"example.org\")(NIL NIL NIL NIL))")]
    [InlineData("root", "((NIL NIL \"root\" \"\"))")]
    [InlineData("=?utf-8?q?J=C3=BCrgen?= <j@example.org>", "((\"=?utf-8?q?J=C3=BCrgen?=\" NIL \"j\" \"example.org\"))")]
    [InlineData("J\u00fcrgen <j@example.org>", "(({6}\r\nJ\u00fcrgen NIL \"j\" \"example.org\"))")]
    [InlineData("user@[IPv6:2001:db8::1]", "((NIL NIL \"user\" \"[IPv6:2001:db8::1]\"))")]
    [InlineData("<a@example.org", "((NIL NIL \"a\" \"example.org\"))")]
    [InlineData("\"unterminated <a@example.org>", "((NIL NIL \"unterminated <a\" \"example.org>\"))")]
    [InlineData("(only a comment", "NIL")]
    [InlineData(" , ,; ", "NIL")]
    [InlineData("", "NIL")]
    public void Writes_addresses(string header, string expected) => Assert.Equal(expected, Wire.Addresses(header));

    [Fact]
    public void A_hundred_thousand_open_parentheses_are_one_comment() =>
        Assert.Matches("^\\(\\(\\{\\d+}\r\n\\(+ NIL \"a\" \"b\"\\)\\)$", Wire.Addresses("a@b " + new string('(', 100_000)));
}
