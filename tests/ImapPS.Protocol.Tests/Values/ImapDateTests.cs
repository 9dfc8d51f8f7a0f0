using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class ImapDateTests
{
    private static readonly Gen<DateTimeOffset> Dates =
        from days in Gen.Choose(2, 3_650_000)
        from seconds in Gen.Choose(0, 86_399)
        from minutes in Gen.Choose(-840, 840)
        select new DateTimeOffset(DateTime.MinValue.AddDays(days).AddSeconds(seconds), TimeSpan.FromMinutes(minutes));

    [Fact]
    public void Date_times_come_back_with_their_zone() => Properties.Check(Dates, 1000, date =>
    {
        var text = ImapDate.FormatDateTime(date);
        Assert.Equal(26, text.Length);
        Assert.True(ImapDate.TryParseDateTime(Encoding.ASCII.GetBytes(text), out var read), text);
        Assert.Equal(date, read);
        Assert.Equal(date.Offset, read.Offset);
    });

    [Fact]
    public void Dates_come_back() => Properties.Check(Dates, date =>
    {
        Assert.True(ImapDate.TryParseDate(Encoding.ASCII.GetBytes(ImapDate.FormatDate(date.DateTime)), out var read));
        Assert.Equal(date.Date, read);
    });

    [Theory]
    [InlineData("17-Jul-1996 02:44:25 -0700", "1996-07-17T02:44:25-07:00")]
    [InlineData(" 1-Jul-1996 02:44:25 +0000", "1996-07-01T02:44:25+00:00")]
    [InlineData("1-jul-1996 2:44:25 +0530", "1996-07-01T02:44:25+05:30")]
    [InlineData("01-JUL-1996 02:44 +0000", "1996-07-01T02:44:00+00:00")]
    [InlineData("01-Jul-1996 02:44:25", "1996-07-01T02:44:25+00:00")]
    [InlineData("01-Jul-1996 02:44:25 GMT", "1996-07-01T02:44:25+00:00")]
    [InlineData("29-Feb-2024 23:59:60 +0000", "2024-02-29T23:59:59+00:00")]
    [InlineData("01-Jan-0001 00:00:00 +0000", "0001-01-01T00:00:00+00:00")]
    public void Reads_what_servers_send(string text, string expected)
    {
        Assert.True(ImapDate.TryParseDateTime(Encoding.ASCII.GetBytes(text), out var read));
        Assert.Equal(expected, read.ToString("yyyy-MM-ddTHH:mm:sszzz"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("17-Jul-1996")]
    [InlineData("32-Jul-1996 02:44:25 -0700")]
    [InlineData("29-Feb-2023 02:44:25 -0700")]
    [InlineData("17-Foo-1996 02:44:25 -0700")]
    [InlineData("17-Jul-96 02:44:25 -0700")]
    [InlineData("17-Jul-0000 02:44:25 -0700")]
    [InlineData("17-Jul-1996 25:44:25 -0700")]
    [InlineData("17-Jul-1996 02:60:25 -0700")]
    [InlineData("17-Jul-1996 02:44:61 -0700")]
    [InlineData("17-Jul-1996 02:44:25 -0760")]
    [InlineData("17-Jul-1996 02:44:25 +9900")]
    [InlineData("17-Jul-1996 02:44:25 -07")]
    [InlineData("01-Jan-0001 00:00:00 +0100")]
    [InlineData("31-Dec-9999 23:59:59 -0100")]
    [InlineData("Wed, 17 Jul 1996 02:44:25 -0700")]
    public void Refuses_what_is_no_date(string text) =>
        Assert.False(ImapDate.TryParseDateTime(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("1-Feb-1994x")]
    [InlineData("1-Feb")]
    [InlineData("Feb-1994")]
    public void Refuses_what_is_no_search_date(string text) =>
        Assert.False(ImapDate.TryParseDate(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void A_day_is_padded_in_one_form_only()
    {
        var date = new DateTimeOffset(1994, 2, 1, 5, 6, 7, TimeSpan.FromHours(-3.5));
        Assert.Equal(" 1-Feb-1994 05:06:07 -0330", ImapDate.FormatDateTime(date));
        Assert.Equal("1-Feb-1994", ImapDate.FormatDate(date.DateTime));
    }
}
