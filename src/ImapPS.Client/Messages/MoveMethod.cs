namespace ImapPS.Client.Messages;

/// <summary>How messages were moved.</summary>
public enum MoveMethod
{
    /// <summary>MOVE (RFC 6851): one step.</summary>
    Move,

    /// <summary>COPY, STORE \Deleted, UID EXPUNGE (RFC 4315) of exactly these.</summary>
    CopyAndExpunge,

    /// <summary>COPY and STORE \Deleted; the originals stay until somebody expunges, since the server can't expunge only these.</summary>
    CopyAndMark,
}
