using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>SETMETADATA (RFC 5464 section 4.3).</summary>
/// <param name="Mailbox">Null for the server.</param>
/// <param name="Entries">Names and values; null removes the entry.</param>
/// <exception cref="ArgumentException">There is no entry, one that is no name, or a value that can't be sent as a string.</exception>
public sealed record SetMetadataCommand(MailboxName? Mailbox, IReadOnlyList<KeyValuePair<string, string?>> Entries) : Command
{
    /// <inheritdoc/>
    public override string Name => "SETMETADATA";

    public IReadOnlyList<KeyValuePair<string, string?>> Entries { get; } = Entries is { Count: > 0 }
        ? new ValueList<KeyValuePair<string, string?>>(Entries.Select(static e =>
            new KeyValuePair<string, string?>(MetadataEntries.Check(e.Key), e.Value is null ? null : CommandText.Check(e.Value, nameof(Entries)))))
        : throw new ArgumentException("SETMETADATA needs at least one entry.", nameof(Entries));

    // setmetadata  = "SETMETADATA" SP mailbox SP entry-values                        ; RFC 5464 section 5
    // entry-values = "(" entry-value *(SP entry-value) ")"
    // entry-value  = entry SP value
    // value        = nstring / literal8
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().MetadataMailbox(Mailbox).Raw(" (");
        for (var i = 0; i < Entries.Count; i++)
            writer.Raw(i == 0 ? "" : " ").AString(Entries[i].Key).Space().NString(Entries[i].Value);
        writer.Raw(")");
    }
}
