namespace ImapPS.Protocol.Commands;

/// <summary>How a literal may be sent (RFC 7888).</summary>
public enum LiteralMode
{
    /// <summary>Each waits for a continuation request.</summary>
    Synchronizing,

    /// <summary>LITERAL-: up to 4,096 octets without waiting.</summary>
    Minus,

    /// <summary>LITERAL+: any without waiting.</summary>
    Plus,
}
