namespace ImapPS.Client.Connecting;

/// <summary>One line of the record that says how a connection was found.</summary>
/// <param name="At">Counted from the start, for that server.</param>
/// <param name="Host">The server; another one after a referral.</param>
/// <param name="Port">The TCP port.</param>
/// <param name="Security">How the connection was to be protected.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Detail">The error of an attempt that failed; empty otherwise.</param>
public sealed record ConnectionStep(TimeSpan At, string Host, int Port, ConnectionSecurity Security, ConnectionStepKind Kind, string Detail = "")
{
    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{At.TotalMilliseconds:0} ms: {Host} port {Port} ({Security}) {Kind.ToString().ToLowerInvariant()}") + (Detail.Length == 0 ? "" : ", " + Detail);
}
