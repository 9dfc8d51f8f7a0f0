namespace ImapPS.Protocol.Values;

/// <summary>One address of an ENVELOPE, or the beginning or end of a group (RFC 9051 section 7.5.2).</summary>
/// <param name="Name">The display name; null if there is none.</param>
/// <param name="Route">The at-domain-list (source route); null as a rule.</param>
/// <param name="Mailbox">The local part; the group's name at the beginning of a group; null at its end.</param>
/// <param name="Host">The domain; null marks a group's beginning or end.</param>
public sealed record EnvelopeAddress(string? Name, string? Route, string? Mailbox, string? Host)
{
    public bool IsGroupStart => Host is null && Mailbox is not null;

    public bool IsGroupEnd => Host is null && Mailbox is null;

    /// <summary>local@domain, or the local part alone where there is no domain.</summary>
    public string Address => Host is { Length: > 0 } ? Mailbox + "@" + Host : Mailbox ?? "";

    public override string ToString() => string.IsNullOrEmpty(Name) ? Address : $"{Name} <{Address}>";
}
