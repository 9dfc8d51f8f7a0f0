namespace ImapPS.Client.Authentication;

/// <summary>
/// One SASL exchange (RFC 4422), bytes in and bytes out: base64, the AUTHENTICATE command and "*" are the caller's. An
/// instance serves one exchange and owns no secret that was given to it, but overwrites what it derived when disposed.
/// </summary>
/// <remarks>
/// The caller: with SASL-IR and <see cref="SupportsInitialResponse"/> sends <see cref="Start"/> with the command; answers
/// every continuation with <see cref="Respond"/>; calls <see cref="VerifySuccess"/> on OK, and only if that returns is the
/// session authenticated. On an exception of Respond it sends "*". Respond may take seconds (PBKDF2, a Kerberos ticket).
/// </remarks>
public abstract class SaslMechanism : IDisposable
{
    private bool _disposed;
    private bool _started;

    /// <summary>The name for AUTHENTICATE.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the secret itself goes over the wire, so that TLS is needed.</summary>
    public virtual bool SendsPassword => false;

    /// <summary>Whether the client speaks first, so that SASL-IR (RFC 4959) saves a round trip.</summary>
    public virtual bool SupportsInitialResponse => true;

    /// <summary>Whether the mechanism has all that it needs from the server for success.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>Whether the server has proved that it knows the secret. Stays false for mechanisms without such a proof.</summary>
    public bool IsServerVerified { get; protected set; }

    /// <summary>
    /// Whether the secret or a proof of it has left. A NO before that says nothing about the password, so that another
    /// mechanism may be tried; a NO after it is a refused password.
    /// </summary>
    public bool SecretPresented { get; protected set; }

    /// <summary>What the server said within the mechanism about a failure, without control characters.</summary>
    public string? ServerMessage { get; protected set; }

    /// <summary>The initial response. The caller overwrites it once sent.</summary>
    /// <exception cref="InvalidOperationException">The mechanism has begun, or the server speaks first.</exception>
    /// <exception cref="SaslException">The user name or secret can't be used with this mechanism.</exception>
    public byte[] Start()
    {
        ThrowIfDisposed();
        if (_started || !SupportsInitialResponse)
            throw new InvalidOperationException(Name + " has begun, or has no initial response.");

        _started = true;
        return OnStart();
    }

    /// <summary>
    /// The answer to a decoded challenge. The first one of a mechanism whose client speaks first asks for the initial
    /// response; what a server wrote into it can't matter. The caller overwrites the answer once sent.
    /// </summary>
    /// <exception cref="SaslException">The challenge is wrong or reports a failure; the caller cancels the exchange.</exception>
    public byte[] Respond(ReadOnlySpan<byte> challenge)
    {
        ThrowIfDisposed();
        if (!_started)
        {
            _started = true;
            if (SupportsInitialResponse)
                return OnStart();
        }

        return OnRespond(challenge);
    }

    /// <summary>Judges a tagged OK, with the data that it carried (none in IMAP, where it comes as a last challenge).</summary>
    /// <exception cref="SaslException">
    /// The server may not be who it claims to be (ServerSignatureMismatch, ServerSignatureMissing), or ended the exchange
    /// before its end (PrematureSuccess). The session isn't authenticated, whatever the server says.
    /// </exception>
    public void VerifySuccess(ReadOnlySpan<byte> additionalData = default)
    {
        ThrowIfDisposed();
        OnSuccess(additionalData);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Overwrites what was derived from the secret.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    protected virtual byte[] OnStart() => throw new InvalidOperationException(Name + " has no initial response.");

    protected abstract byte[] OnRespond(ReadOnlySpan<byte> challenge);

    protected virtual void OnSuccess(ReadOnlySpan<byte> additionalData)
    {
        if (!IsComplete)
            throw Fail(SaslFailure.PrematureSuccess, "the server said OK in the middle of the exchange");
    }

    private protected SaslException Fail(SaslFailure failure, string detail, Exception? inner = null) =>
        new(failure, $"{Name}: {detail}.", inner);

    private protected SaslException Unexpected() =>
        Fail(SaslFailure.UnexpectedChallenge, "the server sent a challenge after the last message of the exchange");

    private void ThrowIfDisposed()
    {
        if (_disposed)
            throw new ObjectDisposedException(Name);
    }
}
