namespace ImapPS.Protocol.Commands;

/// <summary>Return options of LIST (RFC 9051 section 6.3.9.2, RFC 6154 section 3 for SPECIAL-USE).</summary>
[Flags]
public enum ListReturn
{
    None = 0,
    Subscribed = 1,
    Children = 2,
    SpecialUse = 4,
}
