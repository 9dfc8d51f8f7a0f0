using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>An argument of a <see cref="RawCommand"/>: it knows how it must be written, so that nothing in it can end it.</summary>
public sealed class RawArgument
{
    private readonly Action<CommandWriter> _write;

    private RawArgument(Action<CommandWriter> write) => _write = write;

    /// <summary>NIL.</summary>
    public static RawArgument Nil { get; } = new(static w => w.Raw("NIL"));

    /// <summary>A string in whatever form it needs: atom, quoted or literal.</summary>
    /// <exception cref="ArgumentException">It holds NUL or half of a surrogate pair.</exception>
    public static RawArgument Text(string text)
    {
        CommandText.Check(text, nameof(text));
        return new RawArgument(w => w.AString(text));
    }

    /// <summary>A mailbox's name, in the encoding that is in force.</summary>
    public static RawArgument Mailbox(MailboxName mailbox) => new(w => w.Mailbox(mailbox));

    /// <summary>A number.</summary>
    public static RawArgument Number(ulong value) => new(w => w.Number(value));

    /// <summary>Octets, as a literal.</summary>
    /// <exception cref="ArgumentException">There is a NUL among them.</exception>
    public static RawArgument Literal(byte[] bytes) => Array.IndexOf(bytes, (byte)0) < 0
        ? new RawArgument(w => w.Literal(bytes))
        : throw new ArgumentException("A literal can't hold NUL.", nameof(bytes));

    /// <summary>A list in parentheses.</summary>
    public static RawArgument List(IReadOnlyList<RawArgument> items)
    {
        var kept = items.ToArray();
        return new RawArgument(w =>
        {
            w.Raw("(");
            for (var i = 0; i < kept.Length; i++)
                kept[i].Write(i == 0 ? w : w.Space());
            w.Raw(")");
        });
    }

    /// <summary>Grammar as it stands: flags, sets with *, sections with brackets.</summary>
    /// <exception cref="ArgumentException">It could be more than one argument or end the command: anything but printable ASCII, a quote, a brace, parentheses or brackets that don't match.</exception>
    public static RawArgument Verbatim(string text)
    {
        CheckVerbatim(text);
        return new RawArgument(w => w.Raw(text));
    }

    internal void Write(CommandWriter writer) => _write(writer);

    private static void CheckVerbatim(string text)
    {
        var open = new Stack<char>();
        foreach (var c in text)
        {
            var matches = c switch
            {
                '(' or '[' => true,
                ')' => open.Count > 0 && open.Pop() == '(',
                ']' => open.Count > 0 && open.Pop() == '[',
                _ => c is >= ' ' and <= '~' and not ('"' or '{' or '}') && (c != ' ' || open.Count > 0),
            };
            if (!matches)
                throw new ArgumentException($"U+{(int)c:X4} can't stand there in an argument that is sent as it is.", nameof(text));
            if (c is '(' or '[')
                open.Push(c);
        }

        if (open.Count > 0 || text.Length == 0)
            throw new ArgumentException("An argument that is sent as it is can't be empty or open at its end.", nameof(text));
    }
}
