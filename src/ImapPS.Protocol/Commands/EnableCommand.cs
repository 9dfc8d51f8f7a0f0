namespace ImapPS.Protocol.Commands;

/// <summary>ENABLE (RFC 9051 section 6.3.1).</summary>
/// <exception cref="ArgumentException">There is no capability, or one that isn't an atom.</exception>
public sealed record EnableCommand(IReadOnlyList<string> Capabilities) : Command
{
    /// <inheritdoc/>
    public override string Name => "ENABLE";

    public IReadOnlyList<string> Capabilities { get; } = Capabilities is { Count: > 0 }
        ? new ValueList<string>(Capabilities.Select(static c => CommandText.CheckAtom(c, nameof(Capabilities))))
        : throw new ArgumentException("ENABLE needs at least one capability.", nameof(Capabilities));

    // enable = "ENABLE" 1*(SP capability)          ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer)
    {
        foreach (var capability in Capabilities)
            writer.Space().Raw(capability);
    }
}
