using System.Net;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>Makes the mechanism that the policy chose.</summary>
public static class SaslMechanisms
{
    /// <summary>Those of GSSAPI and NTLM that this platform may have. Whether its library is there shows at the first step.</summary>
#if NET8_0_OR_GREATER
    public static IReadOnlyList<string> Platform { get; } = ["GSSAPI", "NTLM"];
#else
    public static IReadOnlyList<string> Platform { get; } = [];
#endif

    /// <summary>A fresh exchange for a candidate other than the LOGIN command.</summary>
    /// <exception cref="SaslException">
    /// ProhibitedCharacter: the user name can't be used with it. Unsupported: it isn't known or not on this platform. Both
    /// come before anything is sent, so that the next candidate may be tried.
    /// </exception>
    /// <exception cref="ArgumentException">The candidate is the LOGIN command, or the context lacks the secret that it needs.</exception>
    public static SaslMechanism Create(AuthenticationCandidate candidate, SaslContext context)
    {
        if (candidate is null)
            throw new ArgumentNullException(nameof(candidate));
        if (context is null)
            throw new ArgumentNullException(nameof(context));
        if (candidate.IsLoginCommand)
            throw new ArgumentException("The LOGIN command isn't a SASL mechanism.", nameof(candidate));

        var user = context.UserName;
        if (ScramHash.TryGet(candidate.Mechanism, out var hash, out _))
            return new ScramMechanism(hash, user, Password(context), candidate.Binding, context.AuthorizationId);

        return candidate.Mechanism.ToUpperInvariant() switch
        {
            "DIGEST-MD5" => new DigestMd5Mechanism(user, Password(context), context.Host, context.AuthorizationId),
            "CRAM-MD5" => new CramMd5Mechanism(user, Password(context)),
            "PLAIN" => new PlainMechanism(user, Password(context), context.AuthorizationId),
            "LOGIN" => new LoginMechanism(user, Password(context)),
            "EXTERNAL" => new ExternalMechanism(context.AuthorizationId ?? user),
            "ANONYMOUS" => new AnonymousMechanism(user),
            "OAUTHBEARER" => new OAuthBearerMechanism(user, Token(context), context.Host, context.Port, context.AuthorizationId),
            "XOAUTH2" => new XOAuth2Mechanism(user, Token(context), context.AuthorizationId),
            "GSSAPI" => new GssapiMechanism(Gss("GSSAPI", "Kerberos", context), context.AuthorizationId),
            "NTLM" => new NtlmMechanism(Gss("NTLM", "NTLM", context)),
            _ => throw new SaslException(SaslFailure.Unsupported, ServerText.Clean(candidate.Mechanism) + ": not known here."),
        };
    }

    private static SecretString Password(SaslContext context) =>
        context.Password ?? throw new ArgumentException("The mechanism needs a password.", nameof(context));

    private static SecretString Token(SaslContext context) =>
        context.Token ?? throw new ArgumentException("The mechanism needs a token.", nameof(context));

#if NET8_0_OR_GREATER
    private static PlatformGssContext Gss(string mechanism, string package, SaslContext context)
    {
        if (context.Password is null)
            return new(mechanism, package, context.Host, null);

        using var secure = context.Password.ToSecureString();
        return new(mechanism, package, context.Host, new NetworkCredential(context.UserName, secure));
    }
#else
    private static IGssContext Gss(string mechanism, string package, SaslContext context) =>
        throw new SaslException(SaslFailure.Unsupported, $"{mechanism}: this platform has no {package} for {context.Host}.");
#endif
}
