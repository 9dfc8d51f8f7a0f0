namespace ImapPS.Protocol.Sasl;

/// <summary>Why a SCRAM message can't be used.</summary>
public enum ScramFaultKind
{
    /// <summary>It doesn't follow the grammar of RFC 5802 section 7.</summary>
    Malformed,

    /// <summary>It holds "m=", an extension that whoever doesn't know it must refuse (RFC 5802 section 5.1).</summary>
    MandatoryExtension,

    /// <summary>It is well formed, but announces an iteration count that no int holds.</summary>
    IterationCountTooLarge,
}
