namespace ImapPS.Client.Authentication;

/// <summary>A security context of the platform (GSS-API, SSPI), as far as SASL needs one.</summary>
internal interface IGssContext : IDisposable
{
    bool IsComplete { get; }

    /// <summary>Whether the peer has proved who it is. Holds once complete.</summary>
    bool IsMutuallyAuthenticated { get; }

    /// <exception cref="SaslException">The platform refuses the token or has no credentials.</exception>
    byte[] Step(ReadOnlySpan<byte> token);

    /// <exception cref="SaslException">The message isn't the peer's.</exception>
    byte[] Unwrap(ReadOnlySpan<byte> message);

    /// <exception cref="SaslException">The platform can't sign.</exception>
    byte[] Wrap(ReadOnlySpan<byte> message);
}
