using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>All ways to log in, strongest first.</summary>
public static class MechanismCatalog
{
    private static readonly MechanismTraits Plain = new("PLAIN", MechanismSecret.Password) { SendsSecret = true, CarriesAuthorizationId = true };

    private static readonly MechanismTraits LoginCommand = new("LOGIN", MechanismSecret.Password)
    {
        SendsSecret = true, IsLoginCommand = true, SupportsInitialResponse = false,
    };

    // Bound to the channel; proof in both directions; the client's proof alone; then the secret itself.
    private static readonly MechanismTraits[] BeforePlain =
    [
        new("EXTERNAL", MechanismSecret.ClientCertificate) { CarriesAuthorizationId = true },
        .. ScramHash.StrongestFirst.Select(h => new MechanismTraits(h.PlusMechanism, MechanismSecret.Password) { CarriesAuthorizationId = true, Binds = true }),
        .. ScramHash.StrongestFirst.Select(h => new MechanismTraits(h.Mechanism, MechanismSecret.Password) { CarriesAuthorizationId = true }),
        new("GSSAPI", MechanismSecret.Platform) { CarriesAuthorizationId = true },
        new("NTLM", MechanismSecret.Platform),

        // Cyrus hashes ISO 8859-1 where that is possible, as RFC 2831 section 2.1.2.1 asks; Dovecot hashes UTF-8.
        new("DIGEST-MD5", MechanismSecret.Password) { CarriesAuthorizationId = true, SupportsInitialResponse = false, IsAsciiOnly = true },
        new("CRAM-MD5", MechanismSecret.Password) { SupportsInitialResponse = false },
        new("OAUTHBEARER", MechanismSecret.Token) { SendsSecret = true, CarriesAuthorizationId = true },
        new("XOAUTH2", MechanismSecret.Token) { SendsSecret = true, CarriesAuthorizationId = true },
    ];

    private static readonly MechanismTraits[] AfterPlain =
    [
        new("LOGIN", MechanismSecret.Password) { SendsSecret = true, SupportsInitialResponse = false },
        new("ANONYMOUS", MechanismSecret.None),
    ];

    // With SASL-IR, PLAIN takes one round trip as LOGIN does, and carries every password without quoting; without it, two.
    private static readonly MechanismTraits[] PlainFirst = [.. BeforePlain, Plain, LoginCommand, .. AfterPlain];

    private static readonly MechanismTraits[] LoginFirst = [.. BeforePlain, LoginCommand, Plain, .. AfterPlain];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = PlainFirst.Select(static t => t.Name).Distinct().ToArray();

    internal static IReadOnlyList<MechanismTraits> InOrder(bool initialResponse) => initialResponse ? PlainFirst : LoginFirst;

    /// <summary>What a name stands for. "LOGIN" is the command and, behind it, the mechanism; none for a name nobody knows.</summary>
    internal static IEnumerable<MechanismTraits> Find(string name) =>
        LoginFirst.Where(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
