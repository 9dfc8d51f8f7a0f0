using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>Reads a message of APPEND or REPLACE; the grammar stands with <see cref="AppendEntry"/>.</summary>
internal static class AppendReader
{
    public static AppendEntry Read(ref ImapReader reader)
    {
        reader.Expect((byte)' ');
        MessageFlags? flags = null;
        DateTimeOffset? date = null;
        if (reader.Peek() == '(')
        {
            flags = reader.ReadFlags(bareAllowed: false);
            reader.Expect((byte)' ');
        }

        if (reader.Peek() == '"')
        {
            if (!ImapDate.TryParseDateTime(reader.ReadQuoted().Bytes, out var value))
                throw reader.Error("A date and time was expected");
            date = value;
            reader.Expect((byte)' ');
        }

        var form = AppendForm.Literal;
        if (reader.TryTakeWord("UTF8"u8))
        {
            form = AppendForm.Utf8;
            reader.Expect((byte)' ');
            reader.Expect((byte)'(');
            if (reader.Peek() != '~')
                throw reader.Error("A literal8 was expected");
        }
        else if (reader.Peek() == '~')
        {
            form = AppendForm.Literal8;
        }

        var content = ReadContent(ref reader, mayHoldNul: form != AppendForm.Literal);
        if (form == AppendForm.Utf8)
            reader.Expect((byte)')');
        return new AppendEntry(new MemoryLiteral(content), flags, date) { Form = form };
    }

    private static byte[] ReadContent(ref ImapReader reader, bool mayHoldNul)
    {
        if (!mayHoldNul && reader.Peek() != '{')
            throw reader.Error("A literal was expected");
        var token = reader.ReadLiteral();
        if (token.Kind == TokenKind.Detached && token.Detached?.Content is not byte[])
            throw reader.Error("A literal is too large here");
        if (!mayHoldNul && token.Bytes.IndexOf((byte)0) >= 0)
            throw reader.Error("A literal holds NUL, which only a literal8 may");
        return token.Bytes.ToArray();
    }
}
