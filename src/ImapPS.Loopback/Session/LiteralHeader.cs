namespace ImapPS.Loopback.Session;

/// <summary>The end of a command's line that announces a literal.</summary>
/// <param name="Start">Where its brace stands.</param>
/// <param name="Content">Where the literal begins.</param>
/// <param name="Length">The literal's length.</param>
/// <param name="IsSynchronizing">Whether the client waits for a continuation request.</param>
internal readonly record struct LiteralHeader(int Start, int Content, int Length, bool IsSynchronizing)
{
    /// <summary>Finds the next literal header at the end of the line that begins at <paramref name="from"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> command, int from, out LiteralHeader header)
    {
        header = default;
        var newline = command.Slice(from).IndexOf((byte)'\n');
        if (newline < 0)
            return false;
        var content = from + newline + 1;
        var at = content - 2;
        if (at >= from && command[at] == '\r')
            at--;
        if (at < from || command[at] != '}')
            return false;
        at--;
        var synchronizing = at < from || command[at] != '+';
        if (!synchronizing)
            at--;
        long length = 0;
        long scale = 1;
        for (; at >= from && command[at] is >= (byte)'0' and <= (byte)'9' && scale < 1_000_000_000_000; at--, scale *= 10)
            length += (command[at] - '0') * scale;
        if (at < from || command[at] != '{' || scale == 1 || length > int.MaxValue)
            return false;
        header = new LiteralHeader(at, content, (int)length, synchronizing);
        return true;
    }
}
