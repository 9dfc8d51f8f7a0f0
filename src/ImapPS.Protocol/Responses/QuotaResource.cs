namespace ImapPS.Protocol.Responses;

/// <summary>What is limited, how much of it is used, and how much there may be (RFC 9208 section 5).</summary>
/// <param name="Name">STORAGE (in units of 1024 octets), MESSAGE, MAILBOX, or a name of the server's own.</param>
/// <param name="Usage">Can be above the limit.</param>
/// <param name="Limit">The limit.</param>
public sealed record QuotaResource(string Name, ulong Usage, ulong Limit);
