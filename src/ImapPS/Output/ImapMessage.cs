using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Errors;
using ImapPS.Mime;
using ImapPS.Output;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS;

/// <summary>A message, as Get-ImapMessage gives it. Its members are made when they are asked for, so that many messages cost little.</summary>
public sealed class ImapMessage
{
    private readonly FetchResponse _data;
    private ParsedMessage? _parsed;

    internal ImapMessage(ImapSession session, string mailbox, uint uidValidity, FetchResponse data)
    {
        Session = session;
        Mailbox = mailbox;
        UidValidity = uidValidity;
        _data = data;
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

    /// <summary>The recipients.</summary>
    public MimeAddress[] To => AddressList.Of(_data.Envelope?.To);

    /// <summary>Those who got a copy.</summary>
    public MimeAddress[] Cc => AddressList.Of(_data.Envelope?.Cc);

    /// <summary>Where answers shall go; the server puts the authors here if the message doesn't say.</summary>
    public MimeAddress[] ReplyTo => AddressList.Of(_data.Envelope?.ReplyTo);

    /// <summary>The subject, decoded; null if there is none.</summary>
    public string? Subject => _data.Envelope?.Subject;

    /// <summary>The Message-ID, with its angle brackets; null if there is none.</summary>
    public string? MessageId => _data.Envelope?.MessageId;

    /// <summary>The Message-ID of the message that this one answers; null if there is none.</summary>
    public string? InReplyTo => _data.Envelope?.InReplyTo;

    /// <summary>All flags and keywords.</summary>
    public string[] Flags => _data.Flags?.ToNames().ToArray() ?? [];

    /// <summary>Whether it was read.</summary>
    public bool Seen => Has(SystemFlags.Seen);

    /// <summary>Whether it is marked as important.</summary>
    public bool Flagged => Has(SystemFlags.Flagged);

    /// <summary>Whether it was answered.</summary>
    public bool Answered => Has(SystemFlags.Answered);

    /// <summary>In bytes.</summary>
    public long Size => _data.Size ?? 0;

    /// <summary>When the server received it.</summary>
    public DateTimeOffset? InternalDate => _data.InternalDate;

    /// <summary>What the message's structure tells of its attachments.</summary>
    public ImapAttachment[] Attachments =>
        AttachmentPart.Find(_data.Body, inline: false).Select(static a => new ImapAttachment(a)).ToArray();

    /// <summary>The text; null if there is none, or the message was read without -IncludeBody. Likewise the next ones.</summary>
    public string? TextBody => Parsed?.TextBody;

    /// <summary>The HTML text.</summary>
    public string? HtmlBody => Parsed?.HtmlBody;

    /// <summary>The header's fields, in their order.</summary>
    public MimeHeader[]? Headers => Parsed?.Headers.ToArray();

    /// <summary>What of the server's answer could not be read; empty as a rule.</summary>
    public string[] Problems => _data.Problems.ToArray();

    internal FetchResponse Data => _data;

    private byte[]? Content
    {
        get
        {
            foreach (var section in _data.Sections)
            {
                if (section.Section.Length == 0)
                    return section.Content ?? section.Detached as byte[];
            }

            return null;
        }
    }

    private ParsedMessage? Parsed => _parsed ??= Content is { } content ? MimeEngineLoader.Default.Engine.Read(new MemoryStream(content, writable: false)) : null;

    /// <summary>The whole message as MimeKit's MimeMessage; null where the module is without MimeKit.</summary>
    /// <exception cref="InvalidOperationException">The message was read without -IncludeBody.</exception>
    public object? GetMimeMessage() => (Parsed ?? throw NotRead()).Raw;

    /// <summary>The whole message, byte for byte.</summary>
    /// <exception cref="InvalidOperationException">The message was read without -IncludeBody.</exception>
    public byte[] GetBytes() => (byte[])(Content ?? throw NotRead()).Clone();

    /// <summary>Writes the whole message, byte for byte, to a new file.</summary>
    /// <exception cref="InvalidOperationException">The message was read without -IncludeBody.</exception>
    /// <exception cref="IOException">The file is there already, or can't be written.</exception>
    public void SaveTo(string path)
    {
        var content = Content ?? throw NotRead();
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        file.Write(content, 0, content.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Mailbox} UID {Uid}: {Subject}";

    private static InvalidOperationException NotRead() => new(Strings.Format(ErrorIds.BodyNotRead) + " " + Strings.Format(ErrorIds.BodyNotRead + "Hint"));

    private bool Has(SystemFlags flag) => _data.Flags?.Has(flag) == true;
}
