using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>METADATA: entries with their values, or the names of entries that somebody changed (RFC 5464 section 4.4).</summary>
/// <param name="Mailbox">Null for the server.</param>
/// <param name="Entries">A value is null where the entry has none, and where only names were sent.</param>
/// <param name="NamesOnly">Only names were sent: the values have to be asked for.</param>
public sealed record MetadataResponse(MailboxName? Mailbox, IReadOnlyList<KeyValuePair<string, string?>> Entries, bool NamesOnly = false) : Response
{
    public bool Equals(MetadataResponse? other) =>
        other is not null && NamesOnly == other.NamesOnly && Equals(Mailbox, other.Mailbox) && ListEquality.Equal(Entries, other.Entries);

    public override int GetHashCode() => Entries.Count;
}
