using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Checks of what a command is made of, so that a command object is valid from its constructor on.</summary>
internal static class CommandText
{
    /// <summary>mod-sequence-value and number64 have 63 bits (RFC 7162 section 7, RFC 9051 section 9).</summary>
    public const ulong MaxNumber64 = long.MaxValue;

    /// <summary>Text that can be sent as a string: no NUL (RFC 9051 section 9: CHAR8), and nothing that UTF-8 can't say.</summary>
    /// <exception cref="ArgumentException">It holds NUL or half of a surrogate pair.</exception>
    public static string Check(string text, string parameter)
    {
        if (text is null)
            throw new ArgumentNullException(parameter);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                throw new ArgumentException($"A string sent to the server can't hold NUL (position {i}).", parameter);
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]))
                throw new ArgumentException($"A string holds half of a surrogate pair (position {i}).", parameter);
            i++;
        }

        return text;
    }

    /// <summary>Part of a mailbox name, or a pattern for one: no control characters (RFC 9051 section 5.1).</summary>
    /// <exception cref="ArgumentException">It holds one.</exception>
    public static string CheckMailboxText(string text, string parameter)
    {
        Check(text, parameter);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029')
                throw new ArgumentException($"A mailbox name can't hold the control character U+{(int)text[i]:X4} (position {i}).", parameter);
        }

        return text;
    }

    /// <exception cref="ArgumentException">It isn't an atom.</exception>
    public static string CheckAtom(string text, string parameter) =>
        MessageFlags.IsKeyword(text) ? text : throw new ArgumentException("An atom is made of printable ASCII other than (){ %*\"\\].", parameter);

    /// <exception cref="ArgumentException">It isn't 1 to 255 letters, digits, '_' and '-'.</exception>
    // objectid = 1*255(ALPHA / DIGIT / "_" / "-")         ; RFC 8474 section 7
    public static string CheckObjectId(string id, string parameter)
    {
        if (id is null)
            throw new ArgumentNullException(parameter);
        return id.Length is > 0 and <= 255 && id.All(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or '-')
            ? id
            : throw new ArgumentException("An id is made of 1 to 255 letters, digits, '_' and '-'.", parameter);
    }

    /// <exception cref="ArgumentException">There is nothing in it.</exception>
    public static UidSet CheckSet(UidSet set, string parameter)
    {
        if (set is null)
            throw new ArgumentNullException(parameter);
        return set.IsEmpty ? throw new ArgumentException("A set of messages in a command can't be empty.", parameter) : set;
    }

    /// <exception cref="ArgumentException">There is nothing in it, or "*", which stands for a number that only the server knows.</exception>
    public static UidSet CheckNumbers(UidSet set, string parameter) =>
        CheckSet(set, parameter).HasStar ? throw new ArgumentException("\"*\" can't stand here, nor can 4294967295, which is written the same.", parameter) : set;

    /// <summary>Flags that a client may set: \Recent and \* are the server's alone (RFC 9051 section 2.3.2).</summary>
    /// <exception cref="ArgumentException">There is another one, one that is no flag, or more than <see cref="CommandLimits.MaxFlagsLength"/> octets.</exception>
    public static MessageFlags CheckFlags(MessageFlags flags, string parameter)
    {
        if (flags is null)
            throw new ArgumentNullException(parameter);
        if ((flags.System & (SystemFlags.Recent | SystemFlags.CreateKeywords)) != 0)
            throw new ArgumentException("\\Recent and \\* can't be set by a client.", parameter);
        var length = 0;
        foreach (var name in flags.ToNames())
        {
            length += name.Length + 1;
            if (!MessageFlags.IsKeyword(name.Length > 1 && name[0] == '\\' ? name.Substring(1) : name))
                throw new ArgumentException("A flag is made of printable ASCII other than (){ %*\"\\].", parameter);
        }

        return length <= CommandLimits.MaxFlagsLength
            ? flags
            : throw new ArgumentException($"The flags take {length} octets; the limit is {CommandLimits.MaxFlagsLength} (MaxFlagsLength).", parameter);
    }

    /// <exception cref="ArgumentOutOfRangeException">It is less than <paramref name="least"/> or has more than 63 bits.</exception>
    public static ulong CheckNumber64(ulong value, string parameter, ulong least = 0) =>
        value >= least && value <= MaxNumber64
            ? value
            : throw new ArgumentOutOfRangeException(parameter, $"The number must be {least} to {MaxNumber64}.");

    public static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > 0x7f)
                return false;
        }

        return true;
    }
}
