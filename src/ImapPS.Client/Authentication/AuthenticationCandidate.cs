namespace ImapPS.Client.Authentication;

/// <summary>One way to log in that the policy allows.</summary>
/// <param name="Mechanism">The name for AUTHENTICATE; "LOGIN" for the command too.</param>
/// <param name="IsLoginCommand">Whether it is the LOGIN command rather than a SASL mechanism.</param>
/// <param name="SendsSecret">Whether the secret itself goes over the wire.</param>
/// <param name="UseInitialResponse">Whether the first message goes with the command (SASL-IR, RFC 4959).</param>
/// <param name="Binding">What SCRAM says of channel binding; of no meaning to the others.</param>
public sealed record AuthenticationCandidate(
    string Mechanism,
    bool IsLoginCommand,
    bool SendsSecret,
    bool UseInitialResponse,
    ScramBinding Binding)
{
    /// <summary>How decisions and sessions name it.</summary>
    public string DisplayName => IsLoginCommand ? MechanismTraits.LoginCommandName : Mechanism;
}
