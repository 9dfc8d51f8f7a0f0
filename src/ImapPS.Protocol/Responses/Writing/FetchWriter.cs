using System.Text;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Writes FETCH and ENVELOPE (the grammar is at <see cref="FetchReader"/> and <see cref="EnvelopeReader"/>).</summary>
internal static class FetchWriter
{
    public static void Write(ResponseOutput o, FetchResponse fetch)
    {
        o.Raw("* "u8).Number(fetch.Sequence).Raw(" FETCH ("u8);
        var first = true;
        if (fetch.Uid != 0)
            Item(o, "UID "u8, ref first).Number(fetch.Uid);
        if (fetch.Flags is { } flags)
            Item(o, "FLAGS "u8, ref first).Flags(flags);
        if (fetch.ModSeq is { } modSeq)
            Item(o, "MODSEQ ("u8, ref first).Number(modSeq).Raw(")"u8);
        if (fetch.InternalDate is { } date)
            Item(o, "INTERNALDATE \""u8, ref first).Raw(ImapDate.FormatDateTime(date)).Raw("\""u8);
        if (fetch.Size is { } size)
            Item(o, "RFC822.SIZE "u8, ref first).Number((ulong)Math.Max(size, 0));
        if (fetch.Envelope is { } envelope)
            WriteEnvelope(Item(o, "ENVELOPE "u8, ref first), envelope);
        if (fetch.Body is { } body)
            BodyStructureWriter.Write(Item(o, body.HasExtensionData ? "BODYSTRUCTURE "u8 : "BODY "u8, ref first), body);
        if (fetch.Extras is { } extras)
            WriteExtras(o, extras, ref first);
        foreach (var section in fetch.Sections)
            WriteSection(o, section, ref first);
        o.Raw(")"u8);
    }

    /// <summary>The grammar is at <see cref="FetchExtrasReader"/>.</summary>
    private static void WriteExtras(ResponseOutput o, FetchExtras extras, ref bool first)
    {
        if (extras.Preview is { } preview)
            Item(o, "PREVIEW "u8, ref first).String(preview);
        if (extras.SaveDate is { } date)
            Item(o, "SAVEDATE \""u8, ref first).Raw(ImapDate.FormatDateTime(date)).Raw("\""u8);
        if (extras.EmailId is { } email)
            Item(o, "EMAILID ("u8, ref first).Atom(email).Raw(")"u8);
        if (extras.ThreadId is { } thread)
            Item(o, "THREADID ("u8, ref first).Atom(thread).Raw(")"u8);
        if (extras.GmailMessageId is { } message)
            Item(o, "X-GM-MSGID "u8, ref first).Number(message);
        if (extras.GmailThreadId is { } number)
            Item(o, "X-GM-THRID "u8, ref first).Number(number);
        if (extras.GmailLabels is { } labels)
            Item(o, "X-GM-LABELS "u8, ref first).List(labels, static (output, label) => output.Mailbox(MailboxName.Create(label)));
    }

    public static void WriteEnvelope(ResponseOutput o, Envelope envelope)
    {
        o.Raw("("u8).NString(envelope.Date).Raw(" "u8).NString(envelope.Subject).Raw(" "u8);
        WriteAddresses(o, envelope.From);
        WriteAddresses(o, envelope.Sender);
        WriteAddresses(o, envelope.ReplyTo);
        WriteAddresses(o, envelope.To);
        WriteAddresses(o, envelope.Cc);
        WriteAddresses(o, envelope.Bcc);
        o.NString(envelope.InReplyTo).Raw(" "u8).NString(envelope.MessageId).Raw(")"u8);
    }

    private static void WriteAddresses(ResponseOutput o, EnvelopeAddressList addresses)
    {
        if (addresses.Count == 0)
        {
            o.Raw("NIL "u8);
            return;
        }

        o.Raw("("u8);
        for (var i = 0; i < addresses.Count; i++)
        {
            var address = addresses[i];
            o.Raw("("u8).NString(address.Name).Raw(" "u8).NString(address.Route).Raw(" "u8);
            o.NString(address.Mailbox).Raw(" "u8).NString(address.Host).Raw(")"u8);
        }

        o.Raw(") "u8);
    }

    private static void WriteSection(ResponseOutput o, FetchSection section, ref bool first)
    {
        if (section.Section.IndexOfAny(['\r', '\n', '\0']) >= 0)
            throw new ArgumentException("A section's name can't hold CR, LF or NUL.", nameof(section));
        var name = Encoding.UTF8.GetBytes(section.Section);
        Item(o, section.IsSizeOnly ? "BINARY.SIZE["u8 : section.IsBinary ? "BINARY["u8 : "BODY["u8, ref first).Raw(name).Raw("]"u8);
        if (section.Origin is { } origin)
            o.Raw("<"u8).Number(origin).Raw(">"u8);
        o.Raw(" "u8);
        if (section.IsSizeOnly)
        {
            o.Number((ulong)Math.Max(section.Length, 0));
        }
        else if (section.Content is null)
        {
            o.Raw("NIL"u8);
        }
        else
        {
            // literal8 = "~{" number64 "}" CRLF *OCTET: the one form that may hold NUL, in BINARY only (RFC 3516 section 4.2).
            if (section.IsBinary && section.Content.AsSpan().IndexOf((byte)0) >= 0)
                o.Raw("~"u8);
            o.Literal(section.Content);
        }
    }

    private static ResponseOutput Item(ResponseOutput o, ReadOnlySpan<byte> name, ref bool first)
    {
        if (!first)
            o.Raw(" "u8);
        first = false;
        return o.Raw(name);
    }
}
