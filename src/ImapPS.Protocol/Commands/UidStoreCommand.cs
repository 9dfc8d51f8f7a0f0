using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID STORE of flags (RFC 9051 section 6.4.6, RFC 7162 section 3.1.3 for UNCHANGEDSINCE).</summary>
/// <exception cref="ArgumentException">The set is empty, or a flag can't be set by a client.</exception>
public sealed record UidStoreCommand(UidSet Uids, StoreMode Mode, MessageFlags Flags) : Command
{
    private readonly ulong? _unchangedSince;

    /// <inheritdoc/>
    public override string Name => ByUid ? "UID STORE" : "STORE";

    public UidSet Uids { get; } = CommandText.CheckSet(Uids, nameof(Uids));

    public MessageFlags Flags { get; } = CommandText.CheckFlags(Flags, nameof(Flags));

    /// <summary>Whether the server may leave out the FETCH responses with the new flags.</summary>
    public bool Silent { get; init; }

    /// <summary>Leaves messages alone whose MODSEQ is higher.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than 63 bits.</exception>
    public ulong? UnchangedSince
    {
        get => _unchangedSince;
        init => _unchangedSince = value is { } number ? CommandText.CheckNumber64(number, nameof(UnchangedSince)) : null;
    }

    /// <summary>False where the numbers are sequence numbers: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    // store           = "STORE" SP sequence-set [SP "(" store-modifier *(SP store-modifier) ")"] SP store-att-flags
    // store-modifier  = "UNCHANGEDSINCE" SP mod-sequence-valzer                              ; RFC 7162 section 7
    // store-att-flags = (["+" / "-"] "FLAGS" [".SILENT"]) SP (flag-list / (flag *(SP flag)))  ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Set(Uids);
        if (UnchangedSince is { } number)
            writer.Raw(" (UNCHANGEDSINCE ").Number(number).Raw(")");
        writer.Raw(Mode switch
        {
            StoreMode.Replace => " FLAGS",
            StoreMode.Add => " +FLAGS",
            StoreMode.Remove => " -FLAGS",
            _ => throw new InvalidOperationException($"{Mode} is no store mode."),
        });
        writer.Raw(Silent ? ".SILENT " : " ").Flags(Flags);
    }
}
