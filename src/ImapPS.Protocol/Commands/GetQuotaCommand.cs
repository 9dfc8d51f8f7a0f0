namespace ImapPS.Protocol.Commands;

/// <summary>GETQUOTA: usage and limits of a quota root (RFC 9208 section 4.1.2).</summary>
/// <param name="Root">Its name, as QUOTAROOT tells it; "" is a name.</param>
/// <exception cref="ArgumentException">The name can't be sent as a string.</exception>
public sealed record GetQuotaCommand(string Root) : Command
{
    /// <inheritdoc/>
    public override string Name => "GETQUOTA";

    public string Root { get; } = CommandText.Check(Root, nameof(Root));

    // getquota        = "GETQUOTA" SP quota-root-name        ; RFC 9208 section 7
    // quota-root-name = astring
    internal override void WriteArguments(CommandWriter writer) => writer.Space().AString(Root);
}
