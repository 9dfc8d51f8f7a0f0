using System.Text;
using ImapPS.Loopback.Mime;

namespace ImapPS.Loopback.Tests.Mime;

public class HeaderDateTests
{
    [Theory]
    [InlineData("Mon, 2 Feb 2026 10:11:12 +0130", "2026-02-02T10:11:12+01:30")]
    [InlineData("2 Feb 2026 10:11:12 -0800 (PST)", "2026-02-02T10:11:12-08:00")]
    [InlineData("02 feb 2026 10:11 GMT", "2026-02-02T10:11:00+00:00")]
    [InlineData("Mon,2 Feb 26 10:11:12 EST", "2026-02-02T10:11:12-05:00")]
    [InlineData("Tue, 2 Feb 99 10:11:12 UT", "1999-02-02T10:11:12+00:00")]
    [InlineData("Mon (a comment), 2 Feb 2026 10:11:60 +9999", "2026-02-02T10:11:59+00:00")]
    [InlineData("2 Feb 2026 10:11:12", "2026-02-02T10:11:12+00:00")]
    public void Reads(string text, string expected)
    {
        Assert.True(HeaderDate.TryParse(Encoding.ASCII.GetBytes(text), out var date));
        Assert.Equal(expected, date.ToString("yyyy-MM-ddTHH:mm:sszzz"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("31 Feb 2026 10:11:12 +0000")]
    [InlineData("1 Foo 2026 10:11:12 +0000")]
    [InlineData("1 Feb 2026 25:11:12 +0000")]
    [InlineData("Mon, 1 Feb")]
    [InlineData("99999999999 Feb 2026 10:11:12")]
    public void Refuses(string text) => Assert.False(HeaderDate.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
