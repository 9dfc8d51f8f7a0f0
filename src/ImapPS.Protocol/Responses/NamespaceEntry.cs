using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>One namespace: its prefix and hierarchy delimiter (RFC 9051 section 7.3.5).</summary>
public sealed record NamespaceEntry(MailboxName? Prefix, char? Delimiter)
{
    /// <summary>The prefix as text; "" for the namespace without one.</summary>
    public string PrefixText => Prefix?.Name ?? "";
}
