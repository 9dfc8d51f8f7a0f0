namespace ImapPS.Client.Authentication;

/// <summary>What the policy has to know of one way to log in.</summary>
internal sealed record MechanismTraits(string Name, MechanismSecret Secret)
{
    /// <summary>Whether the secret itself goes over the wire.</summary>
    public bool SendsSecret { get; init; }

    public bool CarriesAuthorizationId { get; init; }

    /// <summary>Whether servers disagree on the bytes of names and passwords beyond ASCII, so that a right one may be refused.</summary>
    public bool IsAsciiOnly { get; init; }

    /// <summary>Whether it binds to the TLS channel: the -PLUS forms.</summary>
    public bool Binds { get; init; }

    /// <summary>Whether it is the LOGIN command rather than a SASL mechanism.</summary>
    public bool IsLoginCommand { get; init; }

    public bool SupportsInitialResponse { get; init; } = true;

    /// <summary>How decisions and sessions name it.</summary>
    public string DisplayName => IsLoginCommand ? LoginCommandName : Name;

    public const string LoginCommandName = "LOGIN command";
}
