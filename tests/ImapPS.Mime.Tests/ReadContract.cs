using System.Text;
using ImapPS.Client.Mime;

namespace ImapPS.Mime.Tests;

/// <summary>What reading an ordinary message gives, whatever the engine.</summary>
public abstract class ReadContract : EngineContract
{
    private const string Mixed = """
        From: =?utf-8?q?J=C3=BCrgen_Gro=C3=9F?= <juergen@example.org>
        Sender: office@example.org
        To: "Doe, John" <john@example.com>, jane@example.com
        Cc: Team: a@example.com, B <b@example.com>;
        Reply-To: reply@example.org
        Subject: =?utf-8?B?w5xiZXJzY2hyaWZ0?= and
          more
        Date: Fri, 21 Nov 1997 09:55:06 -0600
        Message-ID: <one@example.org>
        In-Reply-To: <zero@example.org>
        References: <minus.one@example.org>
         <zero@example.org>
        X-Mailer: none
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="outer"

        This is the preamble.
        --outer
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        caf=E9 and a long =
        line
        --inner
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: base64

        PGI+Y2Fmw6k8L2I+
        --inner--

        --outer
        Content-Type: application/pdf; name="plain.pdf"
        Content-Disposition: attachment; filename*=utf-8''%E2%82%AC%20bill.pdf
        Content-Transfer-Encoding: base64

        SGVsbG8gd29ybGQh
        --outer
        Content-Type: image/png; name="logo.png"
        Content-ID: <logo@example.org>
        Content-Disposition: inline
        Content-Transfer-Encoding: base64

        AQID
        --outer
        Content-Type: message/rfc822

        From: inner@example.org
        Subject: the inner one
        Content-Type: text/plain

        inner text
        --outer--
        This is the epilogue.

        """;

    [Fact]
    public void Header_fields()
    {
        var message = Read(Mixed);
        Assert.Equal([new("Jürgen Groß", "juergen@example.org")], message.From);
        Assert.Equal([new("", "office@example.org")], message.Sender);
        Assert.Equal([new("Doe, John", "john@example.com"), new("", "jane@example.com")], message.To);
        Assert.Equal([new("", "a@example.com", "Team"), new("B", "b@example.com", "Team")], message.Cc);
        Assert.Equal([new("", "reply@example.org")], message.ReplyTo);
        Assert.Empty(message.Bcc);
        Assert.Equal("Überschrift and  more", message.Subject);
        Assert.Equal(new DateTimeOffset(1997, 11, 21, 9, 55, 6, TimeSpan.FromHours(-6)), message.Date);
        Assert.Equal(TimeSpan.FromHours(-6), message.Date!.Value.Offset);
        Assert.Equal("<one@example.org>", message.MessageId);
        Assert.Equal("<zero@example.org>", message.InReplyTo);
        Assert.Equal(["<minus.one@example.org>", "<zero@example.org>"], message.References);
    }

    [Fact]
    public void All_fields_in_their_order()
    {
        var message = Read(Mixed);
        Assert.Equal(["From", "Sender", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "X-Mailer", "MIME-Version", "Content-Type"], message.Headers.Select(h => h.Name));
        Assert.Equal("Jürgen Groß <juergen@example.org>", message.Headers[0].Value);
        Assert.Equal(" <minus.one@example.org>\r\n <zero@example.org>\r\n", Encoding.ASCII.GetString(message.Headers[9].Raw.Span));
    }

    [Fact]
    public void Texts_in_their_charsets()
    {
        var message = Read(Mixed);
        Assert.Equal("café and a long line", message.TextBody);
        Assert.Equal("<b>café</b>", message.HtmlBody);
    }

    [Fact]
    public void Parts_and_attachments()
    {
        var message = Read(Mixed);
        Assert.Equal("multipart/mixed", message.Body.ContentType);
        Assert.Equal(4, message.Body.Children.Count);
        Assert.Equal(["text/plain", "text/html", "application/pdf", "image/png", "message/rfc822"], message.Parts.Select(p => p.ContentType));
        Assert.Equal(["application/pdf", "message/rfc822"], message.Attachments.Select(p => p.ContentType));
        var pdf = message.Attachments[0];
        Assert.Equal("€ bill.pdf", pdf.FileName);
        Assert.Equal("attachment", pdf.Disposition);
        Assert.Equal("base64", pdf.TransferEncoding);
        Assert.Equal(16, pdf.Size);
        Assert.Equal("plain.pdf", pdf.Parameters["NAME"]);
        Assert.Equal("Hello world!", Text(pdf));
        Assert.Equal("Hello world!", Text(pdf));
        var logo = message.Parts[3];
        Assert.Equal("logo@example.org", logo.ContentId);
        Assert.Equal("inline", logo.Disposition);
        Assert.Equal([1, 2, 3], Bytes(logo));
        Assert.Equal("iso-8859-1", message.Parts[0].Charset);
        Assert.Empty(message.Problems);
    }

    [Fact]
    public void A_message_in_a_message()
    {
        var inner = Read(Mixed).Parts[4];
        Assert.True(inner.IsMessage);
        var body = Assert.Single(inner.Children);
        Assert.Equal("the inner one", body.Headers.Single(h => h.Name == "Subject").Value);
        Assert.Equal("inner text", body.ReadText().TrimEnd());
        Assert.StartsWith("From: inner@example.org", Text(inner), StringComparison.Ordinal);
        // It can be read by itself again.
        using var content = inner.OpenContent();
        Assert.Equal("the inner one", Engine.Read(content).Subject);
    }

    [Fact]
    public void Two_readers_of_one_part_do_not_meet()
    {
        var pdf = Read(Mixed).Attachments[0];
        using var one = pdf.OpenContent();
        Assert.Equal('H', one.ReadByte());
        using var two = pdf.OpenContent();
        Assert.Equal('H', two.ReadByte());
        Assert.Equal('e', one.ReadByte());
    }

    [Fact]
    public void A_plain_message()
    {
        var message = Read("Subject: hi\n\nline one\nline two\n");
        Assert.Equal("line one\r\nline two\r\n", message.TextBody);
        Assert.Null(message.HtmlBody);
        Assert.Empty(message.Attachments);
        Assert.Equal("text/plain", message.Body.ContentType);
        Assert.Null(message.Date);
        Assert.Null(message.MessageId);
        Assert.Null(message.InReplyTo);
        Assert.Empty(message.References);
    }

    [Fact]
    public void Html_only()
    {
        var message = Read("Content-Type: TEXT/HTML; charset=\"utf-8\"\n\n<p>é</p>");
        Assert.Null(message.TextBody);
        Assert.Equal("<p>é</p>", message.HtmlBody);
        Assert.Null(message.Subject);
    }

    [Fact]
    public void An_attachment_is_never_the_text()
    {
        var message = Read("""
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; name=log.txt
            Content-Disposition: attachment; filename=log.txt

            the log
            --b
            Content-Type: text/plain

            the text
            --b--
            """);
        Assert.Equal("the text", message.TextBody);
        Assert.Equal("log.txt", Assert.Single(message.Attachments).FileName);
    }

    [Fact]
    public void File_names_in_all_their_forms()
    {
        var message = Read("""
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: application/octet-stream; name="=?utf-8?q?caf=C3=A9.txt?="

            1
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9.txt

            2
            --b
            Content-Type: application/octet-stream
            Content-Disposition: attachment; filename="=?iso-8859-1?Q?caf=E9.txt?="

            3
            --b
            Content-Type: application/octet-stream; name=other.txt
            Content-Disposition: attachment; filename="café.txt"

            4
            --b
            Content-Type: application/octet-stream

            5
            --b--
            """);
        Assert.Equal(["café.txt", "café.txt", "café.txt", "café.txt", null], message.Attachments.Select(a => a.FileName));
    }

    [Fact]
    public void An_empty_group() => Assert.Equal([new("", "", "undisclosed-recipients")], Read("To: undisclosed-recipients:;\n\nx").To);

    [Fact]
    public void A_digest_holds_messages()
    {
        var message = Read("Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nfirst\n--b\n\nSubject: two\n\nsecond\n--b--\n");
        Assert.Equal(["message/rfc822", "message/rfc822"], message.Parts.Select(p => p.ContentType));
        Assert.Equal("two", message.Parts[1].Children[0].Headers[0].Value);
    }

    [Fact]
    public void Damaged_base64_gives_what_is_left()
    {
        var message = Read("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nSGVs*bG8\n");
        Assert.Equal("Hello", Text(message.Parts[0]));
    }
}
