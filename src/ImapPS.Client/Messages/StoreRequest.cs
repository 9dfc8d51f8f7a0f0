using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>A change of flags.</summary>
/// <param name="Mode">Whether the flags are added, taken away, or put in place of all.</param>
/// <param name="Flags">Which; \Recent and \* can't be among them.</param>
public sealed record StoreRequest(StoreMode Mode, MessageFlags Flags)
{
    /// <summary>Whether the server may keep the new flags to itself (.SILENT).</summary>
    public bool Silent { get; init; } = true;

    /// <summary>Leaves messages alone that changed after this modification sequence (RFC 7162 section 3.1.3); null for none.</summary>
    public ulong? UnchangedSince { get; init; }
}
