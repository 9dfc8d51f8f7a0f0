namespace ImapPS.Protocol.Commands;

/// <summary>Selection options of LIST (RFC 9051 section 6.3.9.1, RFC 6154 section 3 for SPECIAL-USE).</summary>
[Flags]
public enum ListSelection
{
    None = 0,
    Subscribed = 1,
    Remote = 2,

    /// <summary>Only together with <see cref="Subscribed"/> or <see cref="SpecialUse"/>.</summary>
    RecursiveMatch = 4,
    SpecialUse = 8,
}
