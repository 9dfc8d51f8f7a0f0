namespace ImapPS.Client.Authentication;

/// <summary>What OAUTHBEARER and XOAUTH2 share: one message with a token, and a JSON error that must be answered before the NO comes.</summary>
public abstract class BearerMechanism : SaslMechanism
{
    private readonly SecretString _token;

    private protected BearerMechanism(SecretString token) => _token = token ?? throw new ArgumentNullException(nameof(token));

    /// <inheritdoc/>
    public override bool SendsPassword => true;

    /// <summary>Why the server refuses the token, once it said so. The tagged NO follows.</summary>
    public OAuthError? TokenError { get; private set; }

    /// <summary>What stands before and behind the token.</summary>
    private protected abstract (byte[] Before, byte[] Behind) Frame();

    /// <summary>The answer that makes the server go on to its NO.</summary>
    private protected abstract byte[] Dummy { get; }

    /// <inheritdoc/>
    protected override byte[] OnStart()
    {
        // Anything else would end the field and begin another one. b64token (RFC 6750 section 2.1) is narrower still, but
        // tokens are opaque to clients.
        foreach (var c in _token.Span)
        {
            if (c is < '!' or > '~')
                throw Fail(SaslFailure.ProhibitedCharacter, "the token holds a character that no token has, such as a line end or a space");
        }

        if (_token.Length == 0)
            throw Fail(SaslFailure.ProhibitedCharacter, "the token is empty");

        var (before, behind) = Frame();
        using var token = _token.ToUtf8();
        var message = new byte[before.Length + token.Length + behind.Length];
        before.CopyTo(message, 0);
        token.Span.CopyTo(message.AsSpan(before.Length));
        behind.CopyTo(message, before.Length + token.Length);
        SecretPresented = true;
        IsComplete = true;
        return message;
    }

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (TokenError is not null)
            throw Unexpected();

        TokenError = OAuthError.Parse(challenge);
        ServerMessage = TokenError.ToString();
        return Dummy;
    }

    /// <inheritdoc/>
    protected override void OnSuccess(ReadOnlySpan<byte> additionalData)
    {
        base.OnSuccess(additionalData);
        if (TokenError is not null)
            throw Fail(SaslFailure.ServerError, "the server refused the token, then said OK");
    }

    private protected static void ThrowIfSeparator(string mechanism, string? value)
    {
        if (value is not null && value.Any(c => c is '\x01' or '\0'))
            throw new SaslException(SaslFailure.ProhibitedCharacter, mechanism + ": the user name or host holds a control character.");
    }
}
