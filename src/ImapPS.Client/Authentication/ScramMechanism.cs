using System.Globalization;
using System.Text;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>SCRAM-SHA-1, -256, -512 and their -PLUS forms (RFC 5802, RFC 7677): a proof in both directions, no password sent.</summary>
public sealed class ScramMechanism : SaslMechanism
{
    private readonly ScramClientFirst _clientFirst;
    private readonly ScramHash _hash;
    private readonly ScramBinding _binding;
    private readonly SecretString _password;
    private byte[]? _serverSignature;

    /// <param name="hash">The mechanism's hash.</param>
    /// <param name="userName">Prepared with SASLprep here.</param>
    /// <param name="password">Stays the caller's; must live as long as the exchange.</param>
    /// <param name="binding">With a channel the mechanism is the -PLUS form.</param>
    /// <param name="authorizationId">Whom to act as, or null for the user itself.</param>
    /// <param name="nonce">The client's nonce; random unless given by a test.</param>
    /// <exception cref="SaslException">ProhibitedCharacter: SASLprep refuses the user name, or it or the authorization id is empty or holds a NUL.</exception>
    public ScramMechanism(
        ScramHash hash,
        string userName,
        SecretString password,
        ScramBinding? binding = null,
        string? authorizationId = null,
        string? nonce = null)
    {
        _hash = hash ?? throw new ArgumentNullException(nameof(hash));
        _password = password ?? throw new ArgumentNullException(nameof(password));
        _binding = binding ?? ScramBinding.None;
        var preparedName = SaslPrep.Prepare(userName);
        if (preparedName.Length == 0 || authorizationId is "" || authorizationId?.IndexOf('\0') >= 0)
            throw Fail(SaslFailure.ProhibitedCharacter, "the user name or authorization id is empty or holds a NUL");

        _clientFirst = new(_binding.Flag, _binding.Channel?.Type, authorizationId, preparedName, nonce ?? SecretMemory.CreateNonce());
    }

    /// <inheritdoc/>
    public override string Name => _binding.Channel is null ? _hash.Mechanism : _hash.PlusMechanism;

    /// <summary>What the server announced, once it did.</summary>
    public int Iterations { get; private set; }

    /// <summary>Whether the count is below <see cref="ScramLimits.RecommendedIterations"/>, so that who overhears the exchange guesses passwords faster.</summary>
    public bool IsIterationCountWeak => Iterations is > 0 and < ScramLimits.RecommendedIterations;

    /// <inheritdoc/>
    protected override byte[] OnStart() => Encoding.UTF8.GetBytes(_clientFirst.Text);

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (!SecretPresented)
            return Prove(challenge);
        if (IsComplete)
            throw Unexpected();

        Verify(challenge);
        return [];
    }

    /// <inheritdoc/>
    protected override void OnSuccess(ReadOnlySpan<byte> additionalData)
    {
        if (!IsServerVerified && SecretPresented && !additionalData.IsEmpty)
            Verify(additionalData);
        if (!IsServerVerified)
            throw Fail(SaslFailure.ServerSignatureMissing, "the server said OK without proving that it knows the password; someone may be impersonating it");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        SecretMemory.Clear(_serverSignature);
        base.Dispose(disposing);
    }

    private byte[] Prove(ReadOnlySpan<byte> challenge)
    {
        if (!ScramServerFirst.TryParse(challenge, out var serverFirst, out var fault))
            throw Fail(fault);

        // The server's nonce is ours with at least one character more; otherwise an old exchange could be replayed to us.
        if (!serverFirst.Nonce.StartsWith(_clientFirst.Nonce, StringComparison.Ordinal)
            || serverFirst.Nonce.Length == _clientFirst.Nonce.Length)
        {
            throw Fail(SaslFailure.NonceMismatch, "the server's nonce doesn't continue the client's");
        }

        Iterations = serverFirst.Iterations;
        if (Iterations is < ScramLimits.MinimumIterations or > ScramLimits.MaximumIterations)
        {
            throw Fail(SaslFailure.IterationCountOutOfRange, string.Format(
                CultureInfo.InvariantCulture,
                "the server asks for {0} iterations; {1} to {2} are accepted",
                Iterations, ScramLimits.MinimumIterations, ScramLimits.MaximumIterations));
        }

        // c= holds the GS2 header again, so that nobody can change it on the way, and the binding behind it.
        byte[] bindingInput = [.. Encoding.UTF8.GetBytes(_clientFirst.Gs2Header), .. _binding.Channel?.Data ?? []];
        var withoutProof = ScramClientFinal.WriteWithoutProof(bindingInput, serverFirst.Nonce);
        var authMessage = ScramKeys.AuthMessage(_clientFirst.Bare, serverFirst.Text, withoutProof);

        using var prepared = SaslPrep.Prepare(_password);
        using var utf8 = prepared.ToUtf8();
        using var keys = new ScramKeys(_hash, utf8.Array, serverFirst.Salt, Iterations);
        _serverSignature = keys.ServerSignature(authMessage);
        SecretPresented = true;
        return Encoding.ASCII.GetBytes(new ScramClientFinal(bindingInput, serverFirst.Nonce, keys.ClientProof(authMessage), withoutProof).Text);
    }

    private void Verify(ReadOnlySpan<byte> message)
    {
        if (!ScramServerFinal.TryParse(message, out var serverFinal, out var fault))
            throw Fail(fault);
        if (serverFinal.Error is { } error)
            throw FailWith(error);
        if (!SecretMemory.FixedTimeEquals(serverFinal.Signature, _serverSignature))
            throw Fail(SaslFailure.ServerSignatureMismatch, "the server's proof that it knows the password is wrong; someone is impersonating it");

        IsServerVerified = true;
        IsComplete = true;
    }

    private SaslException Fail(ScramFault fault) => fault.Kind switch
    {
        ScramFaultKind.MandatoryExtension => Fail(SaslFailure.Unsupported, "the server asks for an extension that is unknown here"),
        ScramFaultKind.IterationCountTooLarge => Fail(SaslFailure.IterationCountOutOfRange, "the server asks for more iterations than can be counted"),
        _ => Fail(SaslFailure.MalformedChallenge, "the server's message is wrong: " + fault.Detail),
    };

    // RFC 5802 section 7, server-error-value.
    private SaslException FailWith(string error)
    {
        ServerMessage = ServerText.Clean(error);
        return error switch
        {
            "invalid-proof" or "unknown-user" => Fail(SaslFailure.CredentialsRejected, "the server refuses the user name or password (" + error + ")"),
            "channel-bindings-dont-match" => Fail(SaslFailure.ChannelBindingMismatch, "the server sees another TLS channel than we do; someone may be in between"),
            "server-does-support-channel-binding" => Fail(SaslFailure.ChannelBindingMismatch, "the server offers channel binding, but that offer did not arrive here; someone may have removed it"),
            "unsupported-channel-binding-type" or "channel-binding-not-supported" or "extensions-not-supported"
                => Fail(SaslFailure.Unsupported, "the server says " + error),
            _ => Fail(SaslFailure.ServerError, "the server says " + ServerMessage),
        };
    }
}
