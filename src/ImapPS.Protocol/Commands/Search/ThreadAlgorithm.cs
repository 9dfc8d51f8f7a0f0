namespace ImapPS.Protocol.Commands;

/// <summary>How THREAD puts messages together (RFC 5256 section 3; REFS: draft-ietf-morg-inthread).</summary>
public enum ThreadAlgorithm
{
    /// <summary>By base subject, in the order of their dates.</summary>
    OrderedSubject,

    /// <summary>By References and In-Reply-To; threads of one base subject are joined.</summary>
    References,

    /// <summary>By References and In-Reply-To alone; the thread with the newest message comes last.</summary>
    Refs,
}
