using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Search;

/// <summary>A message of a test's mailbox, and what the server keeps beside it.</summary>
public sealed class MailSample(byte[] content, DateTimeOffset internalDate, IReadOnlyList<string> flags)
{
    private ParsedMessage? _parsed;

    public uint Uid { get; set; }

    public byte[] Content { get; } = content;

    public DateTimeOffset InternalDate { get; } = internalDate;

    public IReadOnlyList<string> Flags { get; } = flags;

    public ParsedMessage Parsed => _parsed ??= new BuiltInMimeEngine().Read(new MemoryStream(Content));
}
