using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>AUTHENTICATE (RFC 9051 section 6.2.2), with the initial response of SASL-IR (RFC 4959).</summary>
/// <param name="Mechanism">The SASL mechanism.</param>
/// <param name="InitialResponse">The octets as the mechanism gives them; null sends none, an empty one is sent as "=".</param>
/// <exception cref="ArgumentException">The mechanism isn't an atom.</exception>
public sealed record AuthenticateCommand(string Mechanism, SensitiveBytes? InitialResponse) : Command
{
    /// <inheritdoc/>
    public override string Name => "AUTHENTICATE";

    public string Mechanism { get; } = CommandText.CheckAtom(Mechanism, nameof(Mechanism)).ToUpperInvariant();

    // authenticate     = "AUTHENTICATE" SP auth-type [SP initial-resp] *(CRLF base64)
    // initial-resp     = (base64 / "=")                                   ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Raw(Mechanism);
        if (InitialResponse is not null)
            writer.Space().SecretBase64(InitialResponse);
    }
}
