using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>EXTERNAL (RFC 4422 appendix A): the server knows us from elsewhere, as a rule by the TLS client certificate.</summary>
public sealed class ExternalMechanism(string? authorizationId = null) : SaslMechanism
{
    /// <inheritdoc/>
    public override string Name => "EXTERNAL";

    // extern-initial-resp = *( UTF8-char-no-nul )

    /// <inheritdoc/>
    protected override byte[] OnStart()
    {
        if (authorizationId?.IndexOf('\0') >= 0)
            throw Fail(SaslFailure.ProhibitedCharacter, "the authorization id holds a NUL");

        IsComplete = true;
        return Encoding.UTF8.GetBytes(authorizationId ?? "");
    }

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge) => throw Unexpected();
}
