namespace ImapPS.Client.Authentication;

/// <summary>What identifies the TLS channel under the session (RFC 5056, RFC 5929).</summary>
/// <param name="Type">One of <see cref="ChannelBindings"/>' names.</param>
/// <param name="Data">The binding without the "type:" prefix.</param>
public sealed record ChannelBinding(string Type, byte[] Data);
