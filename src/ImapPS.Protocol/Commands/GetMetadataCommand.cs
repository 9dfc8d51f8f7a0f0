using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>GETMETADATA (RFC 5464 section 4.2).</summary>
/// <param name="Mailbox">Null for the server.</param>
/// <param name="Entries">Their names, such as /private/comment.</param>
/// <exception cref="ArgumentException">There is no entry, or one that is no name.</exception>
public sealed record GetMetadataCommand(MailboxName? Mailbox, IReadOnlyList<string> Entries) : Command
{
    /// <inheritdoc/>
    public override string Name => "GETMETADATA";

    public IReadOnlyList<string> Entries { get; } = Entries is { Count: > 0 }
        ? new ValueList<string>(Entries.Select(MetadataEntries.Check))
        : throw new ArgumentException("GETMETADATA needs at least one entry.", nameof(Entries));

    // getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries     ; RFC 5464 section 5
    // entries     = entry / "(" entry *(SP entry) ")"
    // entry       = astring
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().MetadataMailbox(Mailbox).Raw(" (");
        for (var i = 0; i < Entries.Count; i++)
            writer.Raw(i == 0 ? "" : " ").AString(Entries[i]);
        writer.Raw(")");
    }
}
