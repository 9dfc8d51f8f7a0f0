namespace ImapPS.Protocol.Commands;

/// <summary>The bounds of what a command is written with.</summary>
public static class CommandLimits
{
    /// <summary>
    /// How many octets of one command the client sends outside literals, tag and CRLF included. RFC 7162 section 4 asks
    /// for about 8,192 at most; servers are known to refuse more than 8,000.
    /// </summary>
    public const int MaxLineLength = 8000;

    /// <summary>The longest UID set in one command, for <see cref="Values.UidSet.Split"/>: leaves the line room for everything else.</summary>
    public const int MaxUidSetLength = 6500;

    /// <summary>How many octets the sections of one FETCH may take.</summary>
    public const int MaxFetchSectionsLength = 1200;

    /// <summary>How many octets the flags of one STORE or APPEND may take.</summary>
    public const int MaxFlagsLength = 1200;

    /// <summary>How deep AND, OR and NOT nest in a search key. <see cref="SearchKey.AnyOf"/> keeps thousands of terms far below it.</summary>
    public const int MaxSearchDepth = 64;

    /// <summary>The longest tag.</summary>
    public const int MaxTagLength = 64;
}
