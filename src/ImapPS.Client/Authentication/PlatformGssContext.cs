#if NET8_0_OR_GREATER
using System.Buffers;
using System.Net;
using System.Net.Security;

namespace ImapPS.Client.Authentication;

/// <summary>The platform's security contexts by NegotiateAuthentication: SSPI on Windows, the GSS-API library elsewhere.</summary>
internal sealed class PlatformGssContext : IGssContext
{
    private readonly NegotiateAuthentication _authentication;
    private readonly string _mechanism;

    /// <param name="mechanism">The SASL name, for messages.</param>
    /// <param name="package">"Kerberos" or "NTLM".</param>
    /// <param name="host">The server's name as the user gave it.</param>
    /// <param name="credential">Null for the identity of the process.</param>
    public PlatformGssContext(string mechanism, string package, string host, NetworkCredential? credential)
    {
        _mechanism = mechanism;
        _authentication = new(new NegotiateAuthenticationClientOptions
        {
            Package = package,
            TargetName = "imap/" + host,
            Credential = credential ?? CredentialCache.DefaultNetworkCredentials,

            // RFC 4752 section 3.1: integrity is needed even without a layer, for the last two messages.
            RequiredProtectionLevel = ProtectionLevel.Sign,
            RequireMutualAuthentication = package == "Kerberos",
        });
    }

    public bool IsComplete => _authentication.IsAuthenticated;

    public bool IsMutuallyAuthenticated => _authentication.IsMutuallyAuthenticated;

    public byte[] Step(ReadOnlySpan<byte> token)
    {
        byte[]? output;
        NegotiateAuthenticationStatusCode status;
        try
        {
            output = _authentication.GetOutgoingBlob(token, out status);
        }
        catch (Exception exception) when (exception is PlatformNotSupportedException or TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            throw new SaslException(SaslFailure.Unsupported, _mechanism + ": this system lacks the library for it.", exception);
        }

        Check(status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded, status);
        return output ?? [];
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        var output = new ArrayBufferWriter<byte>();
        var status = _authentication.Unwrap(message, output, out _);
        Check(status == NegotiateAuthenticationStatusCode.Completed, status);
        return output.WrittenSpan.ToArray();
    }

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var output = new ArrayBufferWriter<byte>();
        var status = _authentication.Wrap(message, output, requestEncryption: false, out _);
        Check(status == NegotiateAuthenticationStatusCode.Completed, status);
        return output.WrittenSpan.ToArray();
    }

    public void Dispose() => _authentication.Dispose();

    private void Check(bool good, NegotiateAuthenticationStatusCode status)
    {
        if (good)
            return;

        var failure = status switch
        {
            NegotiateAuthenticationStatusCode.InvalidToken or NegotiateAuthenticationStatusCode.MessageAltered => SaslFailure.MalformedChallenge,
            NegotiateAuthenticationStatusCode.InvalidCredentials => SaslFailure.CredentialsRejected,
            NegotiateAuthenticationStatusCode.BadBinding => SaslFailure.ChannelBindingMismatch,
            _ => SaslFailure.Unsupported,
        };
        throw new SaslException(failure, $"{_mechanism}: the platform says {status} (no ticket, no library or a wrong server name are the usual causes).");
    }
}
#endif
