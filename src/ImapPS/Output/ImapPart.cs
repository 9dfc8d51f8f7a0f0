using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Output;

namespace ImapPS;

/// <summary>A part of a message that was read by Get-ImapMessage -Part, decoded.</summary>
public sealed class ImapPart
{
    private readonly PartContent _content;

    internal ImapPart(PartContent content) => _content = content;

    /// <summary>The part's number, as it was asked for.</summary>
    public string Section => _content.Section;

    /// <summary>Media type, as "application/pdf"; null for what is no part, as a header.</summary>
    public string? ContentType => _content.Part is { } part ? HeaderText.OneLine(part.ContentType) : null;

    /// <summary>The file's name, decoded, as the sender chose it: not safe as a path. Empty if there is none.</summary>
    public string Name => _content.Part is { } part ? AttachmentPart.NameOf(part) ?? "" : "";

    /// <summary>What the part says its charset is; null if it doesn't say.</summary>
    public string? Charset => _content.Charset is { } charset ? HeaderText.OneLine(charset) : null;

    /// <summary>In bytes, decoded.</summary>
    public long Size => _content.Length;

    /// <summary>A string if it is text, else an array of bytes.</summary>
    public object Content => _content.Text ?? (object)_content.Bytes;

    /// <summary>Why the content may not be what was sent; empty as a rule.</summary>
    public string[] Problems => _content.Problems.ToArray();

    /// <inheritdoc/>
    public override string ToString() => _content.Text ?? $"{ContentType} {ViewText.Size(Size)}";
}
