using System.Text;
using FsCheck.Fluent;
using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Mime;

public sealed class AddressReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a@example.org", "|a@example.org|")]
    [InlineData("<a@example.org>", "|a@example.org|")]
    [InlineData("Joe Q. Public <john.q.public@example.com>", "Joe Q. Public|john.q.public@example.com|")]
    [InlineData("\"Doe, \\\"J\\\"\" <j@x>", "Doe, \"J\"|j@x|")]
    [InlineData("a@x, B <b@x>,, c@x", "|a@x| B|b@x| |c@x|")]
    [InlineData("A Group:Ed Jones <joe@where.test>,j@x;, k@x", "Ed Jones|joe@where.test|A Group |j@x|A Group |k@x|")]
    [InlineData("Undisclosed recipients:;", "||Undisclosed recipients")]
    [InlineData("(Empty list)(start)Hidden recipients :(nobody(that I know))  ;", "||Hidden recipients")]
    [InlineData("j@x (John (the) Doe)", "John (the) Doe|j@x|")]
    [InlineData("=?utf-8?q?J=C3=BCrgen?= <j@x>", "Jürgen|j@x|")]
    [InlineData("\"=?utf-8?q?J=C3=BCrgen?=\" <j@x>", "Jürgen|j@x|")]
    [InlineData("=?utf-8?q?Doe, J?= <j@x>", "Doe, J|j@x|")]
    [InlineData("=?utf-8?q?Joe_=3Cj=40x=3E?=", "Joe|j@x|")]
    [InlineData("Mary <@node.test,@b.test:mary@example.net>", "Mary|mary@example.net|")]
    [InlineData("John Doe john@x", "John Doe|john@x|")]
    [InlineData("A <a@x> B <b@x>", "A|a@x| B|b@x|")]
    [InlineData("A <a@x", "A|a@x|")]
    [InlineData("A <<a@x>>", "A|a@x|")]
    [InlineData("a@x; b@x", "|a@x| |b@x|")]
    [InlineData("\"john doe\"@x", "|\"john doe\"@x|")]
    [InlineData("u@[IPv6:::1]", "|u@[IPv6:::1]|")]
    [InlineData("MAILER-DAEMON", "|MAILER-DAEMON|")]
    [InlineData("Name <>", "Name||")]
    [InlineData("\"never ended <a@x>", "never ended|a@x|")]
    [InlineData("(((((", "")]
    [InlineData(",;:;,", "")]
    public void Lists(string raw, string expected) =>
        Assert.Equal(expected, string.Join(" ", AddressReader.Read(Encoding.UTF8.GetBytes(raw)).Select(a => $"{a.DisplayName}|{a.Address}|{a.Group}")));

    [Fact]
    public void The_number_is_bounded()
    {
        var many = string.Join(",", Enumerable.Repeat("a@x", AddressReader.MaxAddresses + 5));
        Assert.Equal(AddressReader.MaxAddresses, AddressReader.Read(Encoding.ASCII.GetBytes(many)).Count);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("<")]
    [InlineData("\"")]
    [InlineData("[")]
    [InlineData("a:")]
    [InlineData("=?")]
    [InlineData("a b ")]
    public async Task Hostile_repetition_takes_linear_time(string piece)
    {
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(piece, 500_000)));
        // Seconds; the square of that length would be hours.
        await Task.Run(() => AddressReader.Read(text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void Anything_is_accepted() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Gen.ArrayOf(Gen.Elements("<", ">", "\"", "(", ")", "[", "]", ",", ";", ":", "@", "\\", " ", "a", "=?utf-8?q?x?=", "\0"))), parts =>
        AddressReader.Read(Encoding.ASCII.GetBytes(string.Concat(parts))).All(a => !a.DisplayName.Any(char.IsControl))));

    [Theory]
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)", "1969-02-13T23:32:00-03:30")]
    [InlineData("Tue, 1 Jul 2003 10:52:37 +0200", "2003-07-01T10:52:37+02:00")]
    [InlineData("1 Jul 103 10:52:37 EDT", "2003-07-01T10:52:37-04:00")]
    [InlineData("Mon Jan  2 15:04:05 2006", "2006-01-02T15:04:05+00:00")]
    [InlineData("2006-01-02T15:04:05Z", "2006-01-02T15:04:05+00:00")]
    [InlineData("2006-01-02 15:04:05 +01:00", "2006-01-02T15:04:05+01:00")]
    [InlineData("02-Jan-2006 03:04:05 PM +0530", "2006-01-02T15:04:05+05:30")]
    [InlineData("Tue, 1 Jul 2003 10:52:60 +0000", "2003-07-01T10:52:59+00:00")]
    [InlineData("Tue, 1 Jul 2003 10:52:37 +9999", "2003-07-01T10:52:37+00:00")]
    [InlineData("Tue, 1 Jul 2003", "2003-07-01T00:00:00+00:00")]
    [InlineData("Tue, 31 Feb 2003 10:52:37 +0000", null)]
    [InlineData("1 Jan 0001 00:00:00 +1200", null)]
    [InlineData("31 Dec 9999 23:00:00 -1200", null)]
    [InlineData("", null)]
    [InlineData("yesterday", null)]
    [InlineData("99999999999999999999 Jan 99999999999999", null)]
    public void Dates(string text, string? expected)
    {
        Assert.Equal(expected is not null, MailDate.TryParse(text, out var date));
        if (expected is not null)
            Assert.Equal(expected, date.ToString("yyyy-MM-dd'T'HH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_date_that_is_written_reads_back() => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), Arb.From(Gen.Choose(-12 * 60, 14 * 60)), (seconds, minutes) =>
    {
        var date = DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes));
        return MailDate.TryParse(MailDate.Format(date), out var back) && back == date && back.Offset == date.Offset;
    }));
}
