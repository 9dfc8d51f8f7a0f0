using System.Buffers;
using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Writes a checked draft as a message. Source: RFC 5322, RFC 2045, RFC 2046, RFC 2183, RFC 2387.</summary>
internal sealed class DraftWriter
{
    /// <summary>RFC 5322 section 2.1.1.</summary>
    private const int MaxLine = 998;

    private const int BufferSize = 32 * 1024;
    private readonly MessageDraft _draft;
    private readonly Stream _to;
    private readonly CancellationToken _cancellationToken;

    internal DraftWriter(MessageDraft draft, Stream destination, CancellationToken cancellationToken)
    {
        _draft = draft;
        _to = destination;
        _cancellationToken = cancellationToken;
    }

    internal void Write()
    {
        Line("From", draft => draft.From);
        Line("Reply-To", draft => draft.ReplyTo);
        Line("To", draft => draft.To);
        Line("Cc", draft => draft.Cc);
        Line("Bcc", draft => draft.Bcc);
        if (_draft.Subject is not null)
            Put("Subject: " + HeaderEncoder.Text(_draft.Subject, "Subject: ".Length) + "\r\n");
        Put("Date: " + MailDate.Format(_draft.Date ?? DateTimeOffset.Now) + "\r\n");
        Put("Message-ID: " + (_draft.MessageId is null ? DraftRules.NewMessageId(_draft) : DraftRules.WireId(_draft.MessageId)) + "\r\n");
        if (_draft.InReplyTo is not null)
            Put("In-Reply-To: " + DraftRules.WireId(_draft.InReplyTo) + "\r\n");
        if (_draft.References.Count > 0)
            Put("References: " + string.Join("\r\n ", _draft.References.Select(DraftRules.WireId)) + "\r\n");
        foreach (var header in _draft.Headers)
            Put(header.Key + ": " + HeaderEncoder.Text(header.Value, header.Key.Length + 2) + "\r\n");
        Put("MIME-Version: 1.0\r\n");
        WriteMixed();
    }

    // The layers, each left out where it would hold one part only:
    //   multipart/mixed ( multipart/alternative ( text/plain, multipart/related ( text/html, pictures ) ), attachments )

    private void WriteMixed()
    {
        var attached = _draft.Attachments.Where(a => a.ContentId is null || _draft.HtmlBody is null).ToList();
        var parts = new List<Action>();
        if (_draft.TextBody is not null || _draft.HtmlBody is not null || attached.Count == 0)
            parts.Add(WriteAlternative);
        parts.AddRange(attached.Select(a => (Action)(() => WriteAttachment(a))));
        WriteMultipart("mixed", "", parts);
    }

    private void WriteAlternative()
    {
        var parts = new List<Action>();
        if (_draft.TextBody is not null || _draft.HtmlBody is null)
            parts.Add(() => WriteText("plain", _draft.TextBody ?? ""));
        if (_draft.HtmlBody is not null)
            parts.Add(WriteRelated);
        WriteMultipart("alternative", "", parts);
    }

    private void WriteRelated()
    {
        var parts = new List<Action> { () => WriteText("html", _draft.HtmlBody!) };
        parts.AddRange(_draft.Attachments.Where(a => a.ContentId is not null).Select(a => (Action)(() => WriteAttachment(a))));
        WriteMultipart("related", "; type=\"text/html\"", parts);
    }

    private void WriteMultipart(string subtype, string parameters, List<Action> parts)
    {
        if (parts.Count == 1)
        {
            parts[0]();
            return;
        }
        // Random enough that no content holds it by chance; "=_" can't stand in quoted-printable or base64 (RFC 2045 section 6.7).
        var boundary = "=_" + Guid.NewGuid().ToString("N");
        Put("Content-Type: multipart/" + subtype + parameters + ";\r\n boundary=\"" + boundary + "\"\r\n\r\n");
        foreach (var part in parts)
        {
            Put("--" + boundary + "\r\n");
            part();
            Put("\r\n");
        }
        Put("--" + boundary + "--\r\n");
    }

    private void WriteText(string subtype, string text)
    {
        text = text.Replace("\r\n", "\n").Replace('\r', '\n').Replace("\n", "\r\n");
        var bytes = Charsets.Utf8.GetBytes(text);
        var encoding = ChooseEncoding(bytes, out var ascii);
        Put("Content-Type: text/" + subtype + "; charset=" + (ascii ? "us-ascii" : "utf-8") + "\r\n");
        Put("Content-Transfer-Encoding: " + encoding + "\r\n\r\n");
        using var content = new MemoryStream(bytes, writable: false);
        Copy(content, TransferEncodings.CreateEncoder(encoding));
    }

    /// <summary>RFC 2045 section 6: 7bit where it will do, else what makes it shorter.</summary>
    private static string ChooseEncoding(byte[] bytes, out bool ascii)
    {
        var special = 0;
        var line = 0;
        var longest = 0;
        foreach (var b in bytes)
        {
            if (b is 0 or > 0x7E or < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                special++;
            line = b == '\n' ? 0 : line + 1;
            longest = Math.Max(longest, line);
        }
        ascii = !bytes.Any(b => b > 0x7F);
        if (special == 0 && longest < MaxLine)
            return "7bit";
        return special * 2 > bytes.Length / 3 ? "base64" : "quoted-printable";
    }

    private void WriteAttachment(DraftAttachment attachment)
    {
        Put("Content-Type: " + attachment.ContentType.ToLowerInvariant() + HeaderEncoder.Parameter("name", attachment.FileName) + "\r\n");
        Put("Content-Disposition: " + (IsInline(attachment) ? "inline" : "attachment") + HeaderEncoder.Parameter("filename", attachment.FileName) + "\r\n");
        if (attachment.ContentId is not null)
            Put("Content-ID: " + DraftRules.WireId(attachment.ContentId) + "\r\n");
        // RFC 2046 section 5.2.1: a message in a message may not be encoded.
        var message = attachment.ContentType.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase);
        Put("Content-Transfer-Encoding: " + (message ? "8bit" : "base64") + "\r\n\r\n");
        using var content = attachment.Open();
        Copy(content, message ? new LineEndCoder() : new Base64Encoder());
    }

    private bool IsInline(DraftAttachment attachment) => attachment.ContentId is not null && _draft.HtmlBody is not null;

    private void Copy(Stream content, TransferCoder coder)
    {
        var output = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var encoded = new TransferStream(content, coder, leaveOpen: true);
            int read;
            while ((read = encoded.Read(output, 0, output.Length)) > 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _to.Write(output, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    // RFC 5322 section 3.4: group = display-name ":" [group-list] ";"
    private void Line(string name, Func<MessageDraft, IList<MimeAddress>> choose)
    {
        var addresses = choose(_draft);
        if (addresses.Count == 0)
            return;
        var line = new StringBuilder(name).Append(": ");
        string? group = null;
        for (var i = 0; i < addresses.Count; i++)
        {
            var address = addresses[i];
            if (group is not null && address.Group != group)
            {
                line.Append(';');
                group = null;
            }
            if (i > 0)
                line.Append(",\r\n ");
            if (address.Group is not null && address.Group != group)
            {
                group = address.Group;
                line.Append(HeaderEncoder.Phrase(group, Column(line))).Append(": ");
            }
            if (address.Address.Length == 0)
                continue;
            var wire = DraftRules.WireAddress(address.Address);
            if (address.DisplayName.Trim().Length == 0)
                line.Append(wire);
            else
                line.Append(HeaderEncoder.Phrase(address.DisplayName, Column(line))).Append(" <").Append(wire).Append('>');
        }
        Put(line.Append(group is null ? "\r\n" : ";\r\n").ToString());
    }

    private static int Column(StringBuilder line)
    {
        var i = line.Length;
        while (i > 0 && line[i - 1] != '\n')
            i--;
        return line.Length - i;
    }

    private void Put(string text)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var bytes = Charsets.Utf8.GetBytes(text);
        _to.Write(bytes, 0, bytes.Length);
    }
}
