using System.Globalization;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Errors;
using ImapPS.Mime;
using ImapPS.Output;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS;

/// <summary>A message, as Get-ImapMessage gives it. Its members are made when they are asked for, so that many messages cost little.</summary>
public class ImapMessage
{
    private readonly FetchResponse _data;
    private readonly MessageContents? _contents;
    private ParsedMessage? _parsed;
    private ImapHeaders? _headers;

    internal ImapMessage(ImapSession session, string mailbox, uint uidValidity, FetchResponse data, MessageContents? contents = null)
    {
        Session = session;
        Mailbox = mailbox;
        UidValidity = uidValidity;
        _data = data;
        _contents = contents;
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name, as the server writes it.</summary>
    public string Mailbox { get; }

    /// <summary>What the UID holds under.</summary>
    public uint UidValidity { get; }

    /// <summary>Unique in the mailbox as long as UIDVALIDITY stays the same.</summary>
    public uint Uid => _data.Uid;

    /// <summary>What the sender wrote into the header; null if that is missing or no date.</summary>
    public DateTimeOffset? Date => MailDate.TryParse(_data.Envelope?.Date, out var date) ? date : null;

    /// <summary>The authors.</summary>
    public MimeAddress[] From => AddressList.Of(_data.Envelope?.From);

    /// <summary>Who sent it; the server puts the authors here if the message doesn't say.</summary>
    public MimeAddress[] Sender => AddressList.Of(_data.Envelope?.Sender);

    /// <summary>The recipients.</summary>
    public MimeAddress[] To => AddressList.Of(_data.Envelope?.To);

    /// <summary>Those who got a copy.</summary>
    public MimeAddress[] Cc => AddressList.Of(_data.Envelope?.Cc);

    /// <summary>Those whom the other recipients don't know of; as a rule only in what one sent oneself.</summary>
    public MimeAddress[] Bcc => AddressList.Of(_data.Envelope?.Bcc);

    /// <summary>Where answers shall go; the server puts the authors here if the message doesn't say.</summary>
    public MimeAddress[] ReplyTo => AddressList.Of(_data.Envelope?.ReplyTo);

    /// <summary>The subject, decoded; null if there is none.</summary>
    public string? Subject => _data.Envelope?.Subject;

    /// <summary>The Message-ID, with its angle brackets; null if there is none.</summary>
    public string? MessageId => OneLine(_data.Envelope?.MessageId);

    /// <summary>The Message-ID of the message that this one answers; null if there is none.</summary>
    public string? InReplyTo => OneLine(_data.Envelope?.InReplyTo);

    /// <summary>All flags and keywords; null if they were not read. Likewise the next ones.</summary>
    public string[]? Flags => _data.Flags?.ToNames().ToArray();

    /// <summary>Whether it was read.</summary>
    public bool? Seen => Has(SystemFlags.Seen);

    /// <summary>Whether it is marked as important.</summary>
    public bool? Flagged => Has(SystemFlags.Flagged);

    /// <summary>Whether it was answered.</summary>
    public bool? Answered => Has(SystemFlags.Answered);

    /// <summary>Whether it is a draft.</summary>
    public bool? Draft => Has(SystemFlags.Draft);

    /// <summary>Whether it is marked as deleted, and goes with the next expunge.</summary>
    public bool? Deleted => Has(SystemFlags.Deleted);

    /// <summary>In bytes; null if it was not read.</summary>
    public long? Size => _data.Size;

    /// <summary>When the server received it.</summary>
    public DateTimeOffset? InternalDate => _data.InternalDate;

    /// <summary>What the message's structure tells of its attachments; null if that was not read.</summary>
    public ImapAttachment[]? Attachments => _data.Body is null
        ? null
        : AttachmentPart.Find(_data.Body, inline: false).Select(static a => new ImapAttachment(a)).ToArray();

    /// <summary>How the text begins; null if that was not asked for, or the server does not tell it. Likewise the next ones.</summary>
    public string? Preview => OneLine(_data.Extras?.Preview);

    /// <summary>When the message came into its mailbox.</summary>
    public DateTimeOffset? SaveDate => _data.Extras?.SaveDate;

    /// <summary>Grows with each change of the message's flags.</summary>
    public ulong? ModSeq => _data.ModSeq;

    /// <summary>An id that stays the same wherever the message is copied or moved to: of OBJECTID, or Gmail's.</summary>
    public string? EmailId => _data.Extras?.EmailId ?? _data.Extras?.GmailMessageId?.ToString(CultureInfo.InvariantCulture);

    /// <summary>An id that all messages of a conversation have in common: of OBJECTID, or Gmail's.</summary>
    public string? ThreadId => _data.Extras?.ThreadId ?? _data.Extras?.GmailThreadId?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Gmail's labels; its own begin with a backslash.</summary>
    public string[]? Labels => _data.Extras?.GmailLabels?.ToArray();

    /// <summary>The text; null if there is none, or the message was read without -IncludeBody and -Full. Likewise the next one.</summary>
    public string? TextBody => _contents?.Plain is { } plain ? plain.Text : Parsed?.TextBody;

    /// <summary>The HTML text.</summary>
    public string? HtmlBody => _contents?.Html is { } html ? html.Text : Parsed?.HtmlBody;

    /// <summary>The header's fields, in their order: those of -Header, or all with -Full; null without these.</summary>
    public ImapHeaders? Headers => _headers ??= ReadHeaders();

    /// <summary>What was read by -Part; empty without it.</summary>
    public ImapPart[] Parts => _contents?.Parts.Where(static p => p is not null).Select(static p => new ImapPart(p!)).ToArray() ?? [];

    /// <summary>What of the message could not be read, was left out, or may not be what was sent; empty as a rule.</summary>
    public string[] Problems => [.. _data.Problems, .. _contents?.Problems ?? [], .. Parsed?.Problems ?? [], .. UnknownCharsets()];

    internal FetchResponse Data => _data;

    private byte[]? Content => _contents?.Whole ?? Section(static name => name.Length == 0);

    private ParsedMessage? Parsed => _parsed ??= Content is { } content ? MimeEngineLoader.Default.Engine.Read(new MemoryStream(content, writable: false)) : null;

    /// <summary>The whole message as MimeKit's MimeMessage; null where the module is without MimeKit.</summary>
    /// <exception cref="InvalidOperationException">The message was read without -Full.</exception>
    public object? GetMimeMessage() => (Parsed ?? throw NotRead()).Raw;

    /// <summary>The whole message, byte for byte.</summary>
    /// <exception cref="InvalidOperationException">The message was read without -Full.</exception>
    public byte[] GetBytes() => (byte[])(Content ?? throw NotRead()).Clone();

    /// <summary>Writes the whole message, byte for byte, to a new file.</summary>
    /// <exception cref="InvalidOperationException">The message was read without -Full.</exception>
    /// <exception cref="IOException">The file is there already, or can't be written.</exception>
    public void SaveTo(string path)
    {
        var content = Content ?? throw NotRead();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(content, 0, content.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => ViewText.Clean($"{Mailbox} UID {Uid}: {Subject}");

    private static InvalidOperationException NotRead() => new(Strings.Format(ErrorIds.BodyNotRead) + " " + Strings.Format(ErrorIds.BodyNotRead + "Hint"));

    private static string? OneLine(string? text) => text is null ? null : HeaderText.OneLine(text);

    private bool? Has(SystemFlags flag) => _data.Flags?.Has(flag);

    private byte[]? Section(Func<string, bool> wanted)
    {
        foreach (var section in _data.Sections)
        {
            if (wanted(section.Section))
                return section.Content ?? section.Detached as byte[];
        }

        return null;
    }

    private ImapHeaders? ReadHeaders()
    {
        if (Parsed is { } parsed)
            return new ImapHeaders(parsed.Headers);
        return Section(static name => name.StartsWith("HEADER", StringComparison.OrdinalIgnoreCase)) is { } header ? ImapHeaders.Read(header) : null;
    }

    private IEnumerable<string> UnknownCharsets() => Parsed is null ? [] : Parsed.Parts
        .Where(static p => !p.IsAttachment && p.Charset is { Length: > 0 } charset && !Charsets.IsKnown(charset))
        .Select(static p => Strings.Format("UnknownCharset", SafeText.Clean(p.Charset, 40)));
}
