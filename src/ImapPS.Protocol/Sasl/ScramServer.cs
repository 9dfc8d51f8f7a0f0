using System.Text;

namespace ImapPS.Protocol.Sasl;

/// <summary>
/// The server's side of one SCRAM exchange (RFC 5802 section 5), as bytes in and bytes out. One instance per AUTHENTICATE.
/// </summary>
/// <param name="hash">The hash of the mechanism that the client named.</param>
/// <param name="plus">Whether it named the -PLUS form.</param>
/// <param name="findCredential">Finds a user's credential; null for a user that doesn't exist.</param>
/// <param name="findBinding">Finds the connection's channel binding of a type; null for a type that it doesn't have.</param>
/// <param name="offersPlus">Whether the capabilities offered a -PLUS form, which makes the flag "y" a sign of a downgrade.</param>
/// <param name="nonce">The server's part of the nonce; random unless given by a test.</param>
public sealed class ScramServer(
    ScramHash hash,
    bool plus,
    Func<string, ScramCredential?> findCredential,
    Func<string, byte[]?>? findBinding = null,
    bool offersPlus = false,
    string? nonce = null)
{
    private const int DecoyIterations = 4096;

    private readonly string _nonce = nonce ?? SecretMemory.CreateNonce();
    private ScramClientFirst? _clientFirst;
    private ScramCredential? _credential;
    private ScramServerFirst? _serverFirst;
    private byte[] _binding = [];
    private bool _ended;

    /// <summary>Whether the client proved that it knows the password. Only then may the server say OK.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>The user that the client named, once its first message is read.</summary>
    public string? UserName => _clientFirst?.UserName;

    /// <summary>Whom the user wants to act as, or null. Whether it may is the server's decision.</summary>
    public string? AuthorizationId => _clientFirst?.AuthorizationId;

    /// <summary>The server-error-value of RFC 5802 section 7 once the exchange has failed.</summary>
    public string? Error { get; private set; }

    /// <summary>
    /// Answers one message of the client. False once the exchange has failed: the server then says NO, with or without
    /// sending <paramref name="response"/> ("e=...") as a last challenge.
    /// </summary>
    /// <exception cref="InvalidOperationException">The exchange has already ended.</exception>
    public bool TryRespond(ReadOnlySpan<byte> message, out byte[] response)
    {
        if (_ended)
            throw new InvalidOperationException("This exchange has ended.");

        var text = _clientFirst is null ? First(message) : Final(message);
        _ended = Error is not null || Succeeded;
        response = Encoding.UTF8.GetBytes(text);
        return Error is null;
    }

    private string First(ReadOnlySpan<byte> message)
    {
        if (!ScramClientFirst.TryParse(message, out var first, out var fault))
            return Fail(fault.Kind == ScramFaultKind.MandatoryExtension ? "extensions-not-supported" : "invalid-encoding");
        if (plus != (first.BindingFlag == 'p'))
            return Fail(plus ? "other-error" : "channel-binding-not-supported");
        if (first.BindingFlag == 'y' && offersPlus)
            return Fail("server-does-support-channel-binding");
        if (first.BindingType is not null)
        {
            if (findBinding?.Invoke(first.BindingType) is not { } binding)
                return Fail("unsupported-channel-binding-type");
            _binding = binding;
        }

        _clientFirst = first;
        _credential = findCredential(first.UserName) ?? ScramCredential.Decoy(hash, DecoyIterations);
        _serverFirst = ScramServerFirst.Create(first.Nonce + _nonce, _credential.Salt, _credential.Iterations);
        return _serverFirst.Text;
    }

    private string Final(ReadOnlySpan<byte> message)
    {
        if (!ScramClientFinal.TryParse(message, out var final, out _))
            return Fail("invalid-encoding");
        if (final.Nonce != _serverFirst!.Nonce)
            return Fail("other-error");

        byte[] expected = [.. Encoding.UTF8.GetBytes(_clientFirst!.Gs2Header), .. _binding];
        if (!SecretMemory.FixedTimeEquals(final.BindingInput, expected))
            return Fail("channel-bindings-dont-match");

        var authMessage = ScramKeys.AuthMessage(_clientFirst.Bare, _serverFirst.Text, final.WithoutProof);
        if (!_credential!.Verify(final.Proof, authMessage))
            return Fail("invalid-proof");

        Succeeded = true;
        return ScramServerFinal.Success(_credential.ServerSignature(authMessage));
    }

    private string Fail(string error)
    {
        Error = error;
        return ScramServerFinal.Failure(error);
    }
}
