using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads lists of flags; equal lists give one object.</summary>
/// <remarks>
/// <code>
/// flag-list = "(" [flag *(SP flag)] ")"     ; RFC 9051 section 9; flag-perm adds "\*"
/// </code>
/// Taken as well: NIL, several spaces, quoted flags, flags that are no atoms.
/// </remarks>
internal sealed class FlagListReader(ReadingContext context)
{
    private readonly List<string> _keywords = [];

    /// <exception cref="ImapParseException">It is no list of flags.</exception>
    public MessageFlags Read(ref ImapReader reader)
    {
        var slot = -1;
        ReadOnlySpan<byte> key = default;
        if (!reader.HasDetached)
        {
            var rest = reader.Rest;
            var end = rest.Slice(0, Math.Min(rest.Length, context.Flags.MaxKey)).IndexOf((byte)')');
            if (end > 0)
            {
                key = rest.Slice(0, end + 1);
                if (context.Flags.TryGet(key, 0, out slot, out var known))
                {
                    reader.Skip(key.Length);
                    return known;
                }
            }
        }

        var start = reader.Position;
        var flags = ReadList(ref reader);
        if (reader.Position - start == key.Length)
            context.Flags.Store(key, 0, slot, flags);
        return flags;
    }

    private MessageFlags ReadList(ref ImapReader reader)
    {
        if (reader.Peek() != '(')
        {
            if (!reader.ReadKeptString().IsNil)
                throw reader.Error("A list of flags was expected");
            return MessageFlags.None;
        }

        reader.Skip(1);
        _keywords.Clear();
        var system = SystemFlags.None;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.TryTake((byte)')'))
                return MessageFlags.Create(system, _keywords);
            var flag = reader.ReadKeptString(nilAllowed: false).Bytes;
            if (MessageFlags.TryGetSystem(flag, out var known))
                system |= known;
            else if (!flag.IsEmpty)
                _keywords.Add(context.Intern(flag));
            if (_keywords.Count > context.Limits.MaxListLength)
                throw reader.Error($"A list has more than {context.Limits.MaxListLength} flags (MaxListLength)");
        }
    }
}
