using ImapPS.Client.Messages;

namespace ImapPS.Output;

/// <summary>What was read of a message's content.</summary>
internal sealed class MessageContents(int parts)
{
    /// <summary>Those that were asked for by -Part, in its order; null where there is none.</summary>
    public PartContent?[] Parts { get; } = new PartContent?[parts];

    public PartContent? Plain { get; set; }

    public PartContent? Html { get; set; }

    /// <summary>The whole message.</summary>
    public byte[]? Whole { get; set; }

    /// <summary>What was left out, or may not be what was sent.</summary>
    public List<string> Problems { get; } = [];
}
