using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Mime;

public sealed class AttachmentRulesTests
{
    [Theory]
    [InlineData("application/pdf", "attachment", "a.pdf", null, true)]
    [InlineData("application/pdf", null, null, null, true)]
    [InlineData("APPLICATION/PDF", "ATTACHMENT", null, "id", true)]
    [InlineData("application/pdf", "inline", "a.pdf", null, true)]
    [InlineData("image/png", "inline", "a.png", "id", false)]
    [InlineData("image/png", null, "a.png", "id", false)]
    [InlineData("image/png", "inline", null, null, false)]
    [InlineData("image/png", "attachment", "a.png", "id", true)]
    [InlineData("text/plain", null, null, null, false)]
    [InlineData("text/plain", "inline", null, null, false)]
    [InlineData("text/plain", null, "log.txt", null, true)]
    [InlineData("text/calendar", null, null, null, false)]
    [InlineData("message/rfc822", null, null, null, true)]
    [InlineData("message/rfc822", "inline", null, null, true)]
    [InlineData("multipart/mixed", "attachment", "x", null, false)]
    [InlineData("", null, null, null, true)]
    public void What_people_call_an_attachment(string type, string? disposition, string? name, string? id, bool expected) =>
        Assert.Equal(expected, AttachmentRules.IsAttachment(type, disposition, name, id));

    [Fact]
    public void A_header_by_itself()
    {
        var headers = MimeHeaders.Read("Subject: =?utf-8?q?=C3=A9?=\r\n more\r\nX-A : b\r\n\r\nX-C: body"u8.ToArray());
        Assert.Equal(["Subject: é more", "X-A: b"], headers.Select(h => h.ToString()));
        Assert.Empty(MimeHeaders.Read(default));
        Assert.Single(MimeHeaders.Read("A: 1\nB: 2\n"u8.ToArray(), maxHeaders: 1));
    }
}
