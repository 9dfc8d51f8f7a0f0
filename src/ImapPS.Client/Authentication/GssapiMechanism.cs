using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>GSSAPI (RFC 4752): Kerberos by the platform, without a security layer of its own, as TLS is one already.</summary>
public sealed class GssapiMechanism : SaslMechanism
{
    private const byte NoSecurityLayer = 1;

    private readonly IGssContext _context;
    private readonly string? _authorizationId;

    internal GssapiMechanism(IGssContext context, string? authorizationId = null)
    {
        _context = context;
        _authorizationId = authorizationId;
    }

    /// <inheritdoc/>
    public override string Name => "GSSAPI";

    /// <inheritdoc/>
    protected override byte[] OnStart() => _context.Step(default);

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (IsComplete)
            throw Unexpected();
        if (!_context.IsComplete)
            return _context.Step(challenge);

        // Section 3.1: one octet of the layers that the server offers, three of its largest buffer. We choose no layer, so
        // that the size must be zero, and say who we want to be.
        var offer = _context.Unwrap(challenge);
        if (offer.Length != 4)
            throw Fail(SaslFailure.MalformedChallenge, "the offer of security layers isn't four octets long");
        if ((offer[0] & NoSecurityLayer) == 0)
            throw Fail(SaslFailure.Unsupported, "the server demands a security layer of its own");

        var response = _context.Wrap([NoSecurityLayer, 0, 0, 0, .. Encoding.UTF8.GetBytes(_authorizationId ?? "")]);
        IsServerVerified = _context.IsMutuallyAuthenticated;
        IsComplete = true;
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _context.Dispose();
        base.Dispose(disposing);
    }
}
