using System.Collections.Concurrent;
using System.Text;

namespace ImapPS.Client.Mime;

/// <summary>Bytes of mail to text, whatever their label says.</summary>
/// <remarks>
/// Source: RFC 2046 section 4.1.2, RFC 2047 section 6.2. No method throws for what a message holds: an unknown or wrong
/// label falls back to UTF-8 where the bytes are UTF-8, and to Windows-1252 where they are not.
/// </remarks>
public static class Charsets
{
    private static readonly ConcurrentDictionary<int, Encoding?> Known = new();
    private static readonly DecoderReplacementFallback Replacement = new("\uFFFD");

    /// <summary>UTF-8 without a byte order mark; bytes that aren't UTF-8 become U+FFFD.</summary>
    internal static Encoding Utf8 { get; } = new UTF8Encoding(false);

    /// <summary>What is taken for 8-bit text that isn't UTF-8.</summary>
    internal static Encoding Fallback { get; } = Open(CharsetNames.Windows1252) ?? Encoding.GetEncoding("iso-8859-1");

    /// <summary>
    /// The encoding that reads a charset, or null for one that is unknown, that this platform lacks, or that is refused (UTF-7).
    /// US-ASCII gives null too: 8-bit text under that label is as good as unlabelled.
    /// </summary>
    public static Encoding? Find(ReadOnlySpan<char> name)
    {
        // Most mail.
        if (name.Length == 5 && name.Equals("utf-8".AsSpan(), StringComparison.OrdinalIgnoreCase))
            return Utf8;
        var codePage = CharsetNames.Find(name);
        return codePage is CharsetNames.Unknown or CharsetNames.Ascii ? null : Known.GetOrAdd(codePage, Open);
    }

    /// <summary>Whether there is a decoder for a charset on this platform.</summary>
    public static bool IsKnown(string charset) =>
        Find((charset ?? throw new ArgumentNullException(nameof(charset))).AsSpan()) is not null || CharsetNames.Find(charset.AsSpan()) == CharsetNames.Ascii;

    /// <summary>Decodes bytes with the charset of that name; see the type's remarks for what happens to wrong ones.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) =>
        Decode(bytes, string.IsNullOrEmpty(charset) ? null : Find(charset.AsSpan()));

    /// <summary>Decodes bytes of which nobody said what they are: UTF-8 if they can be, else Windows-1252.</summary>
    public static string DecodeUnlabelled(ReadOnlySpan<byte> bytes) => Choose(bytes).GetString(bytes);

    internal static string Decode(ReadOnlySpan<byte> bytes, Encoding? encoding) => Resolve(encoding, bytes).GetString(bytes);

    /// <summary>The encoding that will read these bytes, when their label says <paramref name="declared"/> (null: nothing of use).</summary>
    internal static Encoding Resolve(Encoding? declared, ReadOnlySpan<byte> bytes) =>
        declared is null || ReferenceEquals(declared, Utf8) ? Choose(bytes) : declared;

    private static Encoding Choose(ReadOnlySpan<byte> bytes)
    {
        // One good multi-byte character is proof enough: text cut off in the middle of a character stays UTF-8.
        var i = 0;
        var broken = false;
        while (i < bytes.Length)
        {
            if (bytes[i] < 0x80)
            {
                i++;
                continue;
            }
            var length = SequenceLength(bytes.Slice(i));
            if (length > 0)
                return Utf8;
            broken = true;
            i++;
        }
        return broken ? Fallback : Utf8;
    }

    /// <summary>Length of the valid multi-byte character at the start, or 0. RFC 3629 section 4.</summary>
    private static int SequenceLength(ReadOnlySpan<byte> s)
    {
        // UTF8-2 = %xC2-DF UTF8-tail
        // UTF8-3 = %xE0 %xA0-BF UTF8-tail / %xE1-EC 2( UTF8-tail ) / %xED %x80-9F UTF8-tail / %xEE-EF 2( UTF8-tail )
        // UTF8-4 = %xF0 %x90-BF 2( UTF8-tail ) / %xF1-F3 3( UTF8-tail ) / %xF4 %x80-8F 2( UTF8-tail )
        var length = s[0] switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };
        if (length == 0 || s.Length < length)
            return 0;
        for (var i = 1; i < length; i++)
        {
            if ((s[i] & 0xC0) != 0x80)
                return 0;
        }
        var outside = s[0] switch { 0xE0 => s[1] < 0xA0, 0xED => s[1] > 0x9F, 0xF0 => s[1] < 0x90, 0xF4 => s[1] > 0x8F, _ => false };
        return outside ? 0 : length;
    }

    private static Encoding? Open(int codePage)
    {
        if (codePage == CharsetNames.Utf8)
            return Utf8;
#if NET
        // Asked directly, so that the process-wide list of encodings stays as the host left it.
        if (System.Text.CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replacement) is { } encoding)
            return encoding;
#endif
        try
        {
            return Encoding.GetEncoding(codePage, EncoderFallback.ReplacementFallback, Replacement);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            // .NET has no way to ask first; null is the answer "not on this platform".
            return null;
        }
    }
}
