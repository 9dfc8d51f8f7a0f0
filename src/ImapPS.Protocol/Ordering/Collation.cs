using System.Text;

namespace ImapPS.Protocol.Ordering;

/// <summary>i;unicode-casemap (RFC 5051), by which SORT and THREAD compare text (RFC 5256 section 2.3, I18NLEVEL=1).</summary>
/// <remarks>Title case, then decomposition, then code point by code point. Upper case stands for title case, which differs for four digraphs only.</remarks>
internal static class Collation
{
    /// <summary>What of a text is compared.</summary>
    public static string Key(string text)
    {
        var upper = text.ToUpperInvariant();
        if (IsAscii(upper))
            return upper;
        try
        {
            return upper.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair, which no decoder of ours makes: compared as it is.
            return upper;
        }
    }

    /// <summary>Compares two keys by code points, which UTF-16 does not where surrogates are.</summary>
    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            if (left[i] != right[i])
                return Rank(left[i]).CompareTo(Rank(right[i]));
        }

        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Surrogates stand for code points behind all others.</summary>
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;

    private static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > 0x7f)
                return false;
        }

        return true;
    }
}
