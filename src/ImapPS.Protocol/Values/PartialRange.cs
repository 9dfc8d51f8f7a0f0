using System.Buffers.Text;
using System.Globalization;

namespace ImapPS.Protocol.Values;

/// <summary>Which of the results are wanted, by their place: the 1st to 10th, or the last to the 10th from the end (RFC 9394 section 3.1).</summary>
/// <remarks>
/// <code>
/// partial-range-first = nz-number ":" nz-number                ; RFC 9394 section 4
/// partial-range-last  = MINUS nz-number ":" MINUS nz-number
/// partial-range       = partial-range-first / partial-range-last
/// </code>
/// </remarks>
public readonly record struct PartialRange
{
    /// <param name="first">The first place, 1 for the nearest to the end that is counted from.</param>
    /// <param name="last">The last place, in either order with the first.</param>
    /// <param name="fromEnd">Whether places count from the last result. RFC 5267 (CONTEXT) doesn't have that.</param>
    /// <exception cref="ArgumentOutOfRangeException">A place is 0.</exception>
    public PartialRange(uint first, uint last, bool fromEnd = false)
    {
        if (first == 0 || last == 0)
            throw new ArgumentOutOfRangeException(first == 0 ? nameof(first) : nameof(last), "Places count from 1.");
        First = Math.Min(first, last);
        Last = Math.Max(first, last);
        FromEnd = fromEnd;
    }

    public uint First { get; }

    public uint Last { get; }

    public bool FromEnd { get; }

    /// <summary>How many results at most.</summary>
    public long Count => (long)Last - First + 1;

    public static bool TryParse(ReadOnlySpan<byte> text, out PartialRange range)
    {
        range = default;
        if (!TryParsePlace(ref text, out var first, out var fromEnd) || text.IsEmpty || text[0] != ':')
            return false;
        text = text.Slice(1);
        if (!TryParsePlace(ref text, out var last, out var lastFromEnd) || lastFromEnd != fromEnd || !text.IsEmpty)
            return false;
        range = new PartialRange(first, last, fromEnd);
        return true;
    }

    public override string ToString()
    {
        var sign = FromEnd ? "-" : "";
        return string.Format(CultureInfo.InvariantCulture, "{0}{1}:{0}{2}", sign, First, Last);
    }

    private static bool TryParsePlace(ref ReadOnlySpan<byte> text, out uint place, out bool fromEnd)
    {
        fromEnd = !text.IsEmpty && text[0] == '-';
        if (fromEnd)
            text = text.Slice(1);
        if (!Utf8Parser.TryParse(text, out place, out var used) || place == 0)
            return false;
        text = text.Slice(used);
        return true;
    }
}
