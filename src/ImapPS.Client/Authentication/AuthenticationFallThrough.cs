using ImapPS.Client.Connecting;

namespace ImapPS.Client.Authentication;

/// <summary>
/// Whether the next mechanism may be tried after one failed: yes if the mechanism itself was unavailable, broken or
/// misconfigured; no if the secret was judged, the account or the server is the matter, or somebody seems to be in between.
/// </summary>
public static class AuthenticationFallThrough
{
    // RFC 5530 section 3. What concerns the account or the server would be the same by any mechanism, and trying on only
    // counts against the user.
    private static readonly Dictionary<string, string> FinalCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UNAVAILABLE"] = "the server can't check credentials just now",
        ["LIMIT"] = "the server's limit is reached",
        ["INUSE"] = "the mailbox or the account is in use",
        ["OVERQUOTA"] = "the account is over its quota",
        ["AUTHORIZATIONFAILED"] = "the credential is right, but may not act as the identity asked for",
        ["EXPIRED"] = "the credential has expired",
        ["PRIVACYREQUIRED"] = "the server demands TLS first",
        ["CONTACTADMIN"] = "the server refers to its administrator",
        ["NOPERM"] = "the account has no permission",
        ["REFERRAL"] = "the server refers this login to another server",
    };

    // RFC 5530 section 3. What concerns the mechanism or its implementation.
    private static readonly Dictionary<string, string> MechanismCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CANNOT"] = "the server can never do this",
        ["SERVERBUG"] = "the server reports a bug of its own",
        ["CLIENTBUG"] = "the server reports a bug of the client",
    };

    /// <summary>Judges a failure.</summary>
    public static AuthenticationVerdict After(AuthenticationFailure failure, AuthRetry retry = AuthRetry.Stop)
    {
        if (failure is null)
            throw new ArgumentNullException(nameof(failure));

        return failure.Answer switch
        {
            AuthenticationAnswer.Disconnected => Stop("the server ended the connection"),
            AuthenticationAnswer.Cancelled => AfterCancel(failure, retry),
            AuthenticationAnswer.Bad => Next("the server didn't understand the command or the mechanism (BAD)"),
            _ => AfterNo(failure, retry),
        };
    }

    private static AuthenticationVerdict AfterNo(AuthenticationFailure failure, AuthRetry retry)
    {
        if (failure.ResponseCode is { } code)
        {
            if (FinalCodes.TryGetValue(code, out var final))
                return Stop($"{final} ({code})");
            if (MechanismCodes.TryGetValue(code, out var broken))
                return Next($"{broken} ({code})");
        }

        if (Throttling.IsMeantBy(failure.ResponseCode, failure.Text))
            return Stop("the server takes no logins just now");

        // The one status of RFC 7628 section 3.2.2 that isn't about the token.
        if (failure.TokenError is { IsInvalidRequest: true })
            return Next("the server didn't understand the message with the token (invalid_request)");

        // Cyrus SASL's words for SASL_BADPROT: an error in the exchange, such as a channel binding of another type. Its own
        // type is tls-unique, so that with this one the data differ: a sign of somebody in between.
        if (failure.ResponseCode is null && failure.Says("bad protocol / cancel"))
        {
            return failure.Candidate.Binding.Channel?.Type == ChannelBindings.TlsUnique
                ? Stop("the server sees another TLS channel; someone may be in between")
                : Next("the server reports an error in the exchange, not in the secret");
        }

        if (!failure.SecretPresented)
            return Next("refused before the secret was judged");
        return AfterRefusal(failure, retry);
    }

    private static AuthenticationVerdict AfterCancel(AuthenticationFailure failure, AuthRetry retry) => failure.SaslFailure switch
    {
        SaslFailure.ServerSignatureMismatch => Stop("the server's proof is wrong; someone is impersonating it"),
        SaslFailure.ServerSignatureMissing => Stop("the server didn't prove that it knows the password; someone may be impersonating it"),
        SaslFailure.NonceMismatch => Stop("the server's nonce isn't made for this exchange; someone may be in between"),
        SaslFailure.ChannelBindingMismatch => Stop("the server sees another TLS channel or offered more than arrived here; someone may be in between"),
        SaslFailure.PrematureSuccess => Stop("the server said OK in the middle of the exchange; someone may be impersonating it"),
        SaslFailure.CredentialsRejected => AfterRefusal(failure, retry),
        { } other when !failure.SecretPresented => Next($"the mechanism failed before the secret was judged ({other})"),

        // Having our proof, a true server proves itself in turn. Going on would hand the next secret to one that can't.
        { } other => Stop($"the server didn't end the exchange properly ({other})"),
        null when !failure.SecretPresented => Next("the mechanism failed before the secret was judged"),
        null => Stop("the exchange broke off after the secret was sent"),
    };

    private static AuthenticationVerdict AfterRefusal(AuthenticationFailure failure, AuthRetry retry)
    {
        var refused = failure.TokenError is not null ? "the token was refused" : "the user name or password was refused";
        return retry == AuthRetry.Next ? Next(refused + ", but trying on was asked for") : Stop(refused);
    }

    private static AuthenticationVerdict Next(string reason) => new(true, reason);

    private static AuthenticationVerdict Stop(string reason) => new(false, reason);
}
