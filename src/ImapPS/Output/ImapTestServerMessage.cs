using ImapPS.Client.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Output;
using ImapPS.Protocol.Values;

namespace ImapPS;

/// <summary>A message of a test server at one moment. Its content is read when it is first asked for.</summary>
public sealed class ImapTestServerMessage
{
    private readonly LoopbackMessage _message;
    private readonly MessageFlags _flags;
    private ParsedMessage? _parsed;

    internal ImapTestServerMessage(string mailbox, uint uidValidity, LoopbackMessage message)
    {
        _message = message;
        _flags = message.Flags;
        Mailbox = mailbox;
        UidValidity = uidValidity;
    }

    /// <summary>Where it is.</summary>
    public string Mailbox { get; }

    /// <summary>What the UID holds under.</summary>
    public uint UidValidity { get; }

    /// <summary>Unique in the mailbox.</summary>
    public uint Uid => _message.Uid;

    /// <summary>All flags and keywords.</summary>
    public string[] Flags => _flags.ToNames().ToArray();

    /// <summary>Whether it was read.</summary>
    public bool Seen => _flags.Has(SystemFlags.Seen);

    /// <summary>Whether it is marked as important.</summary>
    public bool Flagged => _flags.Has(SystemFlags.Flagged);

    /// <summary>Whether it was answered.</summary>
    public bool Answered => _flags.Has(SystemFlags.Answered);

    /// <summary>Whether it is a draft.</summary>
    public bool Draft => _flags.Has(SystemFlags.Draft);

    /// <summary>Whether it is marked as deleted.</summary>
    public bool Deleted => _flags.Has(SystemFlags.Deleted);

    /// <summary>When the server received it.</summary>
    public DateTimeOffset InternalDate => _message.InternalDate;

    /// <summary>In bytes.</summary>
    public long Size => _message.GetBytes().Length;

    /// <summary>The date in its header; null if there is none.</summary>
    public DateTimeOffset? Date => Parsed.Date;

    /// <summary>The authors.</summary>
    public MimeAddress[] From => Parsed.From.ToArray();

    /// <summary>The recipients.</summary>
    public MimeAddress[] To => Parsed.To.ToArray();

    /// <summary>Those who got a copy.</summary>
    public MimeAddress[] Cc => Parsed.Cc.ToArray();

    /// <summary>The subject, decoded; null if there is none.</summary>
    public string? Subject => Parsed.Subject;

    /// <summary>The Message-ID, with its angle brackets; null if there is none.</summary>
    public string? MessageId => Parsed.MessageId;

    /// <summary>The header's fields, in their order.</summary>
    public ImapHeaders Headers => new(Parsed.Headers);

    /// <summary>The text; null if there is none.</summary>
    public string? TextBody => Parsed.TextBody;

    /// <summary>The HTML text; null if there is none.</summary>
    public string? HtmlBody => Parsed.HtmlBody;

    /// <summary>The names of its attachments.</summary>
    public string[] Attachments => Parsed.Attachments.Select(static a => a.FileName ?? "").ToArray();

    private ParsedMessage Parsed => _parsed ??= new BuiltInMimeEngine().Read(new MemoryStream(_message.GetBytes(), writable: false));

    /// <summary>The whole message, byte for byte.</summary>
    public byte[] GetBytes() => (byte[])_message.GetBytes().Clone();

    /// <inheritdoc/>
    public override string ToString() => ViewText.Clean($"{Mailbox} UID {Uid}: {Subject}");
}
