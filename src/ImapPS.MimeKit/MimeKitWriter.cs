using System.Text;
using ImapPS.Client.Mime;
using ContentEncoding = global::MimeKit.ContentEncoding;
using InternetAddressList = global::MimeKit.InternetAddressList;
using MimeEntity = global::MimeKit.MimeEntity;
using MimeMessage = global::MimeKit.MimeMessage;
using Multipart = global::MimeKit.Multipart;
using NativePart = global::MimeKit.MimePart;
using TextPart = global::MimeKit.TextPart;

namespace ImapPS.MimeKit;

/// <summary>Writes a checked draft with MimeKit.</summary>
internal sealed class MimeKitWriter : IDisposable
{
    private readonly MessageDraft _draft;
    private readonly List<Stream> _contents = [];

    internal MimeKitWriter(MessageDraft draft) => _draft = draft;

    public void Dispose()
    {
        foreach (var content in _contents)
            content.Dispose();
    }

    internal void Write(Stream destination, CancellationToken cancellationToken)
    {
        using var message = new MimeMessage();
        message.Headers.Clear();
        Fill(message.From, _draft.From);
        Fill(message.ReplyTo, _draft.ReplyTo);
        Fill(message.To, _draft.To);
        Fill(message.Cc, _draft.Cc);
        Fill(message.Bcc, _draft.Bcc);
        if (_draft.Subject is not null)
            message.Subject = DraftRules.OneLine(_draft.Subject);
        message.Date = _draft.Date ?? DateTimeOffset.Now;
        message.MessageId = Bare(_draft.MessageId is null ? DraftRules.NewMessageId(_draft) : DraftRules.WireId(_draft.MessageId));
        if (_draft.InReplyTo is not null)
            message.InReplyTo = Bare(DraftRules.WireId(_draft.InReplyTo));
        foreach (var id in _draft.References)
            message.References.Add(Bare(DraftRules.WireId(id)));
        foreach (var header in _draft.Headers)
            message.Headers.Add(header.Key, Encoding.UTF8, DraftRules.OneLine(header.Value));
        message.Body = MakeMixed();
        message.MimeVersion = new Version(1, 0);
        var format = global::MimeKit.FormatOptions.Default.Clone();
        format.NewLineFormat = global::MimeKit.NewLineFormat.Dos;
        message.WriteTo(format, destination, cancellationToken);
    }

    private MimeEntity MakeMixed()
    {
        var attached = _draft.Attachments.Where(a => a.ContentId is null || _draft.HtmlBody is null).Select(MakeAttachment).ToList<MimeEntity>();
        if (_draft.TextBody is not null || _draft.HtmlBody is not null || attached.Count == 0)
            attached.Insert(0, MakeAlternative());
        return Wrap("mixed", attached);
    }

    private MimeEntity MakeAlternative()
    {
        if (_draft.HtmlBody is null)
            return MakeText("plain", _draft.TextBody ?? "");
        var related = Wrap("related", [MakeText("html", _draft.HtmlBody), .. _draft.Attachments.Where(a => a.ContentId is not null).Select(MakeAttachment)]);
        return _draft.TextBody is null ? related : Wrap("alternative", [MakeText("plain", _draft.TextBody), related]);
    }

    private static MimeEntity Wrap(string subtype, List<MimeEntity> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var multipart = new Multipart(subtype);
        foreach (var part in parts)
            multipart.Add(part);
        if (subtype == "related")
            multipart.ContentType.Parameters["type"] = "text/html";
        return multipart;
    }

    private static TextPart MakeText(string subtype, string text)
    {
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, text.Replace("\r\n", "\n").Replace('\r', '\n').Replace("\n", "\r\n"));
        part.ContentTransferEncoding = part.GetBestEncoding(global::MimeKit.EncodingConstraint.SevenBit);
        return part;
    }

    private NativePart MakeAttachment(DraftAttachment attachment)
    {
        var slash = attachment.ContentType.IndexOf('/');
        var name = DraftRules.OneLine(attachment.FileName);
        var inline = attachment.ContentId is not null && _draft.HtmlBody is not null;
        var part = new NativePart(attachment.ContentType.Substring(0, slash), attachment.ContentType.Substring(slash + 1))
        {
            ContentDisposition = new global::MimeKit.ContentDisposition(inline ? "inline" : "attachment") { FileName = name },
            // RFC 2046 section 5.2.1: a message in a message may not be encoded.
            ContentTransferEncoding = attachment.ContentType.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase) ? ContentEncoding.EightBit : ContentEncoding.Base64,
            Content = new global::MimeKit.MimeContent(Seekable(attachment)),
        };
        part.ContentType.Name = name;
        if (attachment.ContentId is not null)
            part.ContentId = Bare(DraftRules.WireId(attachment.ContentId));
        return part;
    }

    /// <summary>MimeKit reads a content more than once.</summary>
    private Stream Seekable(DraftAttachment attachment)
    {
        var content = attachment.Open();
        _contents.Add(content);
        if (content.CanSeek)
            return content;
        var copy = new MemoryStream();
        _contents.Add(copy);
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static void Fill(InternetAddressList list, IList<MimeAddress> addresses)
    {
        global::MimeKit.GroupAddress? group = null;
        foreach (var address in addresses)
        {
            if (address.Group is null)
                group = null;
            else if (group?.Name != DraftRules.OneLine(address.Group))
                list.Add(group = new global::MimeKit.GroupAddress(Encoding.UTF8, DraftRules.OneLine(address.Group)));
            if (address.Address.Length > 0)
                (group?.Members ?? list).Add(new global::MimeKit.MailboxAddress(Encoding.UTF8, DraftRules.OneLine(address.DisplayName).Trim(), DraftRules.WireAddress(address.Address)));
        }
    }

    private static string Bare(string id) => id.Substring(1, id.Length - 2);
}
