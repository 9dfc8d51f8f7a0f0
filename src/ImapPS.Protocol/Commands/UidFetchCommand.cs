using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID FETCH (RFC 9051 section 6.4.5, RFC 7162 section 3.1.4 for CHANGEDSINCE).</summary>
/// <exception cref="ArgumentException">The set is empty.</exception>
public sealed record UidFetchCommand(UidSet Uids, FetchItems Items) : Command
{
    /// <inheritdoc/>
    public override string Name => ByUid ? "UID FETCH" : "FETCH";

    public UidSet Uids { get; } = CommandText.CheckSet(Uids, nameof(Uids));

    public FetchItems Items { get; } = Items ?? throw new ArgumentNullException(nameof(Items));

    /// <summary>
    /// Whether "$" is sent in place of the set: what the last search with RETURN (SAVE) found (RFC 5182). The set is then what
    /// the client knows that to be; a server reads 1:*.
    /// </summary>
    public bool OfSaved { get; init; }

    /// <summary>False where the numbers are sequence numbers: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    internal override string? Conflict =>
        Items.Conflict ?? (Items.Vanished && !ByUid ? "VANISHED is for UID FETCH only (RFC 7162 section 3.2.6)." : null);

    // sequence-set =/ seq-last-command; seq-last-command = "$"                 ; RFC 5182 section 3
    // fetch = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
    //         [SP "(" fetch-modifier *(SP fetch-modifier) ")"]                 ; RFC 9051 section 9, RFC 4466 section 6
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space();
        Items.Write((OfSaved ? writer.Raw("$") : writer.Set(Uids)).Space());
    }
}
