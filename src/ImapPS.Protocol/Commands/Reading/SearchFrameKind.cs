namespace ImapPS.Protocol.Commands;

/// <summary>Where a <see cref="SearchFrame"/> ends.</summary>
internal enum SearchFrameKind
{
    /// <summary>At the end of the command.</summary>
    Program,

    /// <summary>At a closing parenthesis.</summary>
    Group,

    /// <summary>After two keys.</summary>
    Or,

    /// <summary>After one key.</summary>
    Not,

    /// <summary>After one key.</summary>
    Fuzzy,
}
