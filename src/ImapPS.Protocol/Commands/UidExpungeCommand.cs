using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID EXPUNGE (RFC 9051 section 6.4.9, RFC 4315 section 2.1).</summary>
/// <exception cref="ArgumentException">The set is empty.</exception>
public sealed record UidExpungeCommand(UidSet Uids) : Command
{
    /// <inheritdoc/>
    public override string Name => "UID EXPUNGE";

    public UidSet Uids { get; } = CommandText.CheckSet(Uids, nameof(Uids));

    // uid-expunge = "UID" SP "EXPUNGE" SP sequence-set     ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer) => writer.Space().Set(Uids);
}
