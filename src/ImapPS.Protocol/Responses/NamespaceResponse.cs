namespace ImapPS.Protocol.Responses;

/// <summary>NAMESPACE (RFC 9051 section 7.3.5).</summary>
public sealed record NamespaceResponse(
    IReadOnlyList<NamespaceEntry> Personal,
    IReadOnlyList<NamespaceEntry> OtherUsers,
    IReadOnlyList<NamespaceEntry> Shared) : Response;
