namespace ImapPS.Client.Authentication;

/// <summary>
/// One sentence of help for a failed login: what a refusal means where the server's own words don't say. A hint never
/// decides anything.
/// </summary>
public static class AuthenticationHints
{
    private const string GoogleAppPassword =
        "Google takes no account password over IMAP: use an app password (needs 2-Step Verification), or an access token with -AccessToken.";

    private const string MicrosoftBasic =
        "Microsoft 365 and Outlook.com no longer take passwords over IMAP (basic authentication is retired): use an access token for the scope "
        + "https://outlook.office.com/IMAP.AccessAsUser.All with -AccessToken.";

    private const string MicrosoftToken =
        "Check that the token is for the scope https://outlook.office.com/IMAP.AccessAsUser.All (an app of its own: IMAP.AccessAsApp and rights on the "
        + "mailbox), that -UserName is the mailbox's address, and that IMAP is enabled for the mailbox.";

    // The server's words, for servers that say what they mean. The first that fits counts.
    private static readonly (string Words, string Hint)[] Texts =
    [
        ("authenticated but not connected", "The login is right, but the mailbox can't be opened: IMAP is disabled for it, it has no licence, or the account has no rights on it "
            + "(Exchange: Set-CASMailbox -ImapEnabled $true)."),
        ("application-specific password required", GoogleAppPassword),
        ("app password", "The provider wants an app password, made in the account's security settings, in place of the account's own."),
        ("not enabled for imap", "IMAP is switched off for this account: enable it in the mailbox's settings, or ask the administrator."),
        ("imap access is disabled", "IMAP is switched off for this account: enable it in the mailbox's settings, or ask the administrator."),
        ("web login required", "The provider wants a login in a web browser first; after that, try again."),
        ("log in via your web browser", "The provider wants a login in a web browser first; after that, try again."),
        ("basicauthblocked", MicrosoftBasic),
        ("basic authentication is disabled", MicrosoftBasic),
        ("too many simultaneous connections", "The account has as many connections as it may have: close others, or wait."),
        ("too many login", "The server limits logins: wait before trying again, as each attempt may prolong it."),
        ("command or bandwidth limits", "The provider's daily limit is reached: wait, often for some hours."),
        ("plaintext authentication disallowed", "The server takes no password without TLS: connect with TLS (-Security Auto, ImplicitTls or StartTls)."),
        ("only available under a layer", "The server takes no login without TLS: connect with TLS (-Security Auto, ImplicitTls or StartTls)."),
    ];

    // RFC 5530 section 3.
    private static readonly Dictionary<string, string> Codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UNAVAILABLE"] = "The server can't check credentials just now, as a part of it is down or it throttles logins: wait and try again.",
        ["LIMIT"] = "A limit of the server is reached, such as connections per user: close other sessions, or wait.",
        ["INUSE"] = "Another session holds the account or mailbox: close it, or wait.",
        ["AUTHORIZATIONFAILED"] = "The credential is right, but may not act as the identity asked for: check -AuthorizationId and the server's rights for it.",
        ["EXPIRED"] = "The password has expired: change it (the provider's web page), then connect again.",
        ["PRIVACYREQUIRED"] = "The server wants TLS first: connect with -Security Auto, ImplicitTls or StartTls.",
        ["CONTACTADMIN"] = "The server refers to its administrator, who finds the reason in its log.",
    };

    private static readonly (string Suffix, MailProvider Provider)[] Providers =
    [
        ("gmail.com", MailProvider.Google),
        ("googlemail.com", MailProvider.Google),
        ("office365.com", MailProvider.Microsoft),
        ("office.com", MailProvider.Microsoft),
        ("outlook.com", MailProvider.Microsoft),
        ("hotmail.com", MailProvider.Microsoft),
        ("partner.outlook.cn", MailProvider.Microsoft),
        ("yahoo.com", MailProvider.AppPasswordOnly),
        ("aol.com", MailProvider.AppPasswordOnly),
        ("me.com", MailProvider.AppPasswordOnly),
        ("fastmail.com", MailProvider.AppPasswordOnly),
    ];

    /// <summary>The hint for a failed attempt, or null where the server's words must do.</summary>
    public static string? For(AuthenticationFailure failure)
    {
        if (failure is null)
            throw new ArgumentNullException(nameof(failure));

        foreach (var (words, hint) in Texts)
        {
            if (failure.Says(words))
                return hint;
        }

        if (failure.ResponseCode is { } code && Codes.TryGetValue(code, out var codeHint))
            return codeHint;
        return ForSasl(failure) ?? (failure.SecretPresented ? ForProvider(failure) : null);
    }

    /// <summary>The hint for a plan without a candidate, or null where the obstacle's own message does.</summary>
    public static string? For(AuthenticationObstacle obstacle, AuthenticationRequest request)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        return obstacle switch
        {
            AuthenticationObstacle.TlsNeeded =>
                "Without TLS no password or token is sent: connect with -Security Auto, ImplicitTls or StartTls. Many servers also show their mechanisms only then.",
            AuthenticationObstacle.LoginDisabled when !request.IsTls =>
                "The server takes no password without TLS (LOGINDISABLED), and may show its mechanisms only then: connect with -Security Auto, ImplicitTls or StartTls.",
            AuthenticationObstacle.LoginDisabled =>
                "The server has switched the LOGIN command off, and offers no mechanism for what was given.",
            AuthenticationObstacle.NoCommonMechanism when request.HasToken =>
                "The server offers neither OAUTHBEARER nor XOAUTH2, so that a token is of no use to it.",
            AuthenticationObstacle.NoCommonMechanism when request.Preferred.Count > 0 =>
                "The server offers " + Offers(request) + "; leave -AuthMechanism out to use the strongest.",
            AuthenticationObstacle.NoCredential => "Give -Credential, -AccessToken or -ClientCertificate; the server offers " + Offers(request) + ".",
            _ => null,
        };
    }

    private static string? ForSasl(AuthenticationFailure failure) => failure switch
    {
        { TokenError: { } error } when IsTokenStale(error) && ProviderOf(failure.Host) == MailProvider.Microsoft => MicrosoftToken,
        { TokenError: { } error } when IsTokenStale(error) =>
            "The token has expired or is meant for another service: get a new one" + (error.Scope is null ? "." : " with the scope that the server wants, " + error.Scope + "."),
        { TokenError.Scope: { } scope } => "The token lacks the scope that the server wants: " + scope + ".",
        { SaslFailure: SaslFailure.ServerSignatureMismatch or SaslFailure.ServerSignatureMissing or SaslFailure.NonceMismatch } =>
            "Don't go on before it is clear who answered: the server couldn't prove that it knows the password.",
        { SaslFailure: SaslFailure.ChannelBindingMismatch } =>
            "Something between here and the server ends TLS: a proxy of the server's own, which then must not offer -PLUS, or an attacker.",
        { SaslFailure: SaslFailure.IterationCountOutOfRange } =>
            "The server's SCRAM settings are wrong; another mechanism can be named with -AuthMechanism.",
        _ => null,
    };

    // Google answers 400 and Microsoft 400 or nothing at all to a token that has expired; RFC 7628 says invalid_token.
    internal static bool IsTokenStale(OAuthError error) => error.Status is null or "invalid_token" or "400" or "401";

    private static string? ForProvider(AuthenticationFailure failure)
    {
        var isToken = failure.Candidate.Mechanism is "OAUTHBEARER" or "XOAUTH2";
        return ProviderOf(failure.Host) switch
        {
            MailProvider.Microsoft => isToken ? MicrosoftToken : MicrosoftBasic,
            MailProvider.Google when !isToken => GoogleAppPassword,
            MailProvider.AppPasswordOnly when !isToken => "This provider takes app passwords only: make one in the account's security settings.",
            _ => null,
        };
    }

    private static MailProvider ProviderOf(string host)
    {
        var name = host.TrimEnd('.');
        foreach (var (suffix, provider) in Providers)
        {
            if (name.Equals(suffix, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + suffix, StringComparison.OrdinalIgnoreCase))
                return provider;
        }

        return MailProvider.Other;
    }

    private static string Offers(AuthenticationRequest request)
    {
        var offers = string.Join(", ", request.Capabilities.AuthMechanisms.Select(ServerText.Clean));
        return offers.Length == 0 ? "no SASL mechanism" : offers;
    }
}
