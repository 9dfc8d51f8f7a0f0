using ImapPS.Protocol.Values;

namespace ImapPS.Client.Authentication;

/// <summary>Chooses how to log in: pure functions, so that every rule is a test.</summary>
public static class AuthenticationPolicy
{
    private const string NotKnown = "not known here";

    /// <summary>Records what a phase offers in which nobody logs in, such as the greeting before STARTTLS.</summary>
    public static IReadOnlyList<AuthenticationDecision> RecordOffers(string phase, CapabilitySet capabilities)
    {
        if (capabilities is null)
            throw new ArgumentNullException(nameof(capabilities));

        var offers = capabilities.AuthMechanisms.Select(m => new AuthenticationDecision(phase, m, AuthenticationOutcome.Offered, ""));
        return capabilities.LoginDisabled
            ? [.. offers, new(phase, MechanismTraits.LoginCommandName, AuthenticationOutcome.Skipped, "the server says LOGINDISABLED")]
            : [.. offers];
    }

    /// <summary>Orders the ways to log in, the strongest or the user's favourite first, and says why others are left out.</summary>
    public static AuthenticationPlan Plan(AuthenticationRequest request)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        var phase = request.Phase;
        var decisions = new List<AuthenticationDecision>(
            request.Capabilities.AuthMechanisms.Select(m => new AuthenticationDecision(phase, m, AuthenticationOutcome.Offered, "")));
        var skipped = new List<AuthenticationDecision>();
        var candidates = new List<AuthenticationCandidate>();
        var obstacles = new List<AuthenticationObstacle>();

        foreach (var traits in InOrder(request, skipped))
        {
            var (obstacle, reason) = WhyNot(traits, request);
            if (obstacle == AuthenticationObstacle.None)
                candidates.Add(Candidate(traits, request));
            else if (reason.Length > 0)
                skipped.Add(new(phase, traits.DisplayName, AuthenticationOutcome.Skipped, reason));
            obstacles.Add(obstacle);
        }

        for (var i = 0; i < candidates.Count; i++)
        {
            decisions.Add(i == 0
                ? new(phase, candidates[i].DisplayName, AuthenticationOutcome.Chosen, request.Preferred.Count > 0 ? "first usable of those asked for" : "strongest usable")
                : new(phase, candidates[i].DisplayName, AuthenticationOutcome.Fallback, "tried if those before it are unavailable or broken"));
        }

        decisions.AddRange(skipped);
        decisions.AddRange(Unmentioned(request, decisions));
        return new(candidates, decisions, candidates.Count > 0 ? AuthenticationObstacle.None : Worst(obstacles));
    }

    private static IEnumerable<MechanismTraits> InOrder(AuthenticationRequest request, List<AuthenticationDecision> skipped)
    {
        if (request.Preferred.Count == 0)
            return MechanismCatalog.InOrder(request.Capabilities.SaslInitialResponse);

        var order = new List<MechanismTraits>();
        foreach (var name in request.Preferred)
        {
            var found = MechanismCatalog.Find(name).ToArray();
            if (found.Length == 0)
                skipped.Add(new(request.Phase, name, AuthenticationOutcome.Skipped, NotKnown));
            order.AddRange(found.Except(order));
        }

        return order;
    }

    // The first rule that forbids it. No reason: it isn't worth a line, as nobody offered or asked for it.
    private static (AuthenticationObstacle Obstacle, string Reason) WhyNot(MechanismTraits traits, AuthenticationRequest request)
    {
        var capabilities = request.Capabilities;
        var named = request.Preferred.Count > 0;
        if (!traits.IsLoginCommand && !capabilities.Has("AUTH=" + traits.Name))
            return (AuthenticationObstacle.NoCommonMechanism, named ? "not offered by the server" : "");
        if (!named && OnlyByName(traits, request) is { } onlyByName)
            return (AuthenticationObstacle.NoCredential, onlyByName);
        if (request.HasToken && traits.Secret == MechanismSecret.Password)
            return (AuthenticationObstacle.NoCommonMechanism, "a token is given, and a token is never sent as a password");
        if (Missing(traits, request) is { } missing)
            return (AuthenticationObstacle.NoCredential, missing);
        if (traits.Secret == MechanismSecret.Platform && !request.PlatformMechanisms.Contains(traits.Name, StringComparer.OrdinalIgnoreCase))
            return (AuthenticationObstacle.NoCommonMechanism, "this platform has no support for it");
        if (request.HasAuthorizationId && !traits.CarriesAuthorizationId)
            return (AuthenticationObstacle.NoCommonMechanism, "it can't carry an authorization id");
        if (!named && traits.IsAsciiOnly && request.HasNonAsciiCredential)
            return (AuthenticationObstacle.NoCommonMechanism, "servers disagree on how it treats characters beyond ASCII; used by name only");
        if (traits.Binds && WhyNotBind(request) is { } unbound)
            return (AuthenticationObstacle.NoCommonMechanism, unbound);
        if (traits.IsLoginCommand && capabilities.LoginDisabled)
            return (AuthenticationObstacle.LoginDisabled, "the server says LOGINDISABLED");
        if (!traits.SendsSecret || request.IsTls)
            return (AuthenticationObstacle.None, "");
        if (!request.IsClearTextAllowed)
            return (AuthenticationObstacle.TlsNeeded, "it sends the secret itself, and there is no TLS");
        return capabilities.LoginDisabled
            ? (AuthenticationObstacle.LoginDisabled, "it sends the secret itself, there is no TLS, and the server says LOGINDISABLED")
            : (AuthenticationObstacle.None, "");
    }

    private static string? OnlyByName(MechanismTraits traits, AuthenticationRequest request) => traits.Secret switch
    {
        // Tried blindly these two wait for realms and tickets that aren't there.
        MechanismSecret.Platform when request.HasPassword || request.HasToken => "used by name only when a password or token is given",

        // A certificate may be for TLS alone, and name somebody else than the credential does.
        MechanismSecret.ClientCertificate when request.HasPassword || request.HasToken => "used by name only when a password or token is given",
        MechanismSecret.None => "used by name only",
        _ => null,
    };

    private static string? Missing(MechanismTraits traits, AuthenticationRequest request) => traits.Secret switch
    {
        MechanismSecret.Password when !request.HasPassword => "no password is given",
        MechanismSecret.Token when !request.HasToken => "no token is given",
        MechanismSecret.ClientCertificate when !request.HasClientCertificate => "no client certificate is given",
        MechanismSecret.ClientCertificate when !request.IsTls => "there is no TLS to show the client certificate in",
        _ => null,
    };

    private static string? WhyNotBind(AuthenticationRequest request)
    {
        if (!request.IsTls)
            return "there is no TLS to bind to";
        if (request.ChannelBindings.Count == 0)
            return "this platform gives no channel binding for the connection";
        return ChooseBinding(request) is null
            ? "only tls-server-end-point is there, which Cyrus and Dovecot refuse as they refuse a wrong password; used by name only"
            : null;
    }

    // A wrong type can't be told from a wrong password at the usual servers: Cyrus has tls-unique alone and says so after the
    // proof, Dovecot tls-exporter and tls-unique. One attempt is all we have, so a guess needs the user's word.
    private static ChannelBinding? ChooseBinding(AuthenticationRequest request) =>
        request.ChannelBindings.FirstOrDefault(b => request.Preferred.Count > 0 || b.Type != Authentication.ChannelBindings.TlsServerEndPoint);

    private static AuthenticationCandidate Candidate(MechanismTraits traits, AuthenticationRequest request)
    {
        // 'y' tells the server that its -PLUS offer, if it made one, was removed on the way. Having seen an offer that we
        // don't take up, we may not say so (RFC 5802 section 6).
        var offersPlus = request.Capabilities.AuthMechanisms.Any(m => m.EndsWith("-PLUS", StringComparison.OrdinalIgnoreCase));
        var binding = traits.Binds ? ScramBinding.To(ChooseBinding(request)!)
            : request.IsTls && request.ChannelBindings.Count > 0 && !offersPlus ? ScramBinding.NotOffered
            : ScramBinding.None;
        return new(
            traits.Name,
            traits.IsLoginCommand,
            traits.SendsSecret,
            traits.SupportsInitialResponse && request.Capabilities.SaslInitialResponse,
            binding);
    }

    private static AuthenticationDecision[] Unmentioned(AuthenticationRequest request, List<AuthenticationDecision> decisions)
    {
        var mentioned = new HashSet<string>(
            decisions.Where(d => d.Outcome != AuthenticationOutcome.Offered).Select(d => d.Mechanism), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. request.Capabilities.AuthMechanisms.Where(m => !mentioned.Contains(m)).Select(m => new AuthenticationDecision(
                request.Phase, m, AuthenticationOutcome.Skipped, MechanismCatalog.Find(m).Any() ? "not among those asked for" : NotKnown)),
        ];
    }

    // What the user can do something about goes first.
    private static AuthenticationObstacle Worst(List<AuthenticationObstacle> obstacles) =>
        obstacles.Contains(AuthenticationObstacle.TlsNeeded) ? AuthenticationObstacle.TlsNeeded
        : obstacles.Contains(AuthenticationObstacle.LoginDisabled) ? AuthenticationObstacle.LoginDisabled
        : obstacles.Contains(AuthenticationObstacle.NoCredential) ? AuthenticationObstacle.NoCredential
        : AuthenticationObstacle.NoCommonMechanism;
}
