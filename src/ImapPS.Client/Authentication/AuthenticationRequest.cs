using ImapPS.Protocol.Values;

namespace ImapPS.Client.Authentication;

/// <summary>All that the choice of a mechanism depends on, in one phase of a connection.</summary>
public sealed record AuthenticationRequest
{
    /// <summary>How the record names this phase.</summary>
    public required string Phase { get; init; }

    /// <summary>The capabilities of this phase, never those of an earlier one.</summary>
    public required CapabilitySet Capabilities { get; init; }

    public bool IsTls { get; init; }

    /// <summary>Whether the user asked for "-Security None" by name.</summary>
    public bool IsClearTextAllowed { get; init; }

    public bool HasPassword { get; init; }

    public bool HasToken { get; init; }

    public bool HasClientCertificate { get; init; }

    public bool HasAuthorizationId { get; init; }

    /// <summary>Whether the user name or the password goes beyond ASCII, where servers disagree about DIGEST-MD5.</summary>
    public bool HasNonAsciiCredential { get; init; }

    /// <summary>The mechanisms that the user named, in this order; empty for the strongest first.</summary>
    public IReadOnlyList<string> Preferred { get; init; } = [];

    /// <summary>What <see cref="Authentication.ChannelBindings.FromTls"/> found.</summary>
    public IReadOnlyList<ChannelBinding> ChannelBindings { get; init; } = [];

    /// <summary>GSSAPI and NTLM where the platform has them; a test may say otherwise.</summary>
    public IReadOnlyList<string> PlatformMechanisms { get; init; } = SaslMechanisms.Platform;
}
