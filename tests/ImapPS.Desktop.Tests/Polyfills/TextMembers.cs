using System.Text;

namespace ImapPS;

/// <summary>Members of text types that .NET Framework lacks and tests use.</summary>
internal static class TextMembers
{
    extension(Encoding)
    {
        public static Encoding Latin1 => Encoding.GetEncoding(28591);
    }

    extension(Encoding encoding)
    {
        public string GetString(ReadOnlySpan<byte> bytes) => encoding.GetString(bytes.ToArray());
    }

    extension(char)
    {
        public static bool IsAscii(char character) => character < 128;

        public static bool IsAsciiLetterOrDigit(char character) => character is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z');
    }

    extension(Convert)
    {
        public static string ToHexString(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", "");

        public static byte[] FromHexString(string text) =>
            Enumerable.Range(0, text.Length / 2).Select(i => Convert.ToByte(text.Substring(2 * i, 2), 16)).ToArray();
    }

    extension(StringSplitOptions)
    {
        public static StringSplitOptions TrimEntries => (StringSplitOptions)2;
    }

    extension(string)
    {
        public static string Join<T>(char separator, IEnumerable<T> values) => string.Join(separator.ToString(), values);

        public static string Concat(ReadOnlySpan<char> first, ReadOnlySpan<char> second) => first.ToString() + second.ToString();
    }

    extension(string text)
    {
        public bool Contains(char character) => text.IndexOf(character) >= 0;

        public bool Contains(char character, StringComparison comparison) => text.IndexOf(character.ToString(), comparison) >= 0;

        public bool Contains(string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

        public bool StartsWith(char character) => text.Length > 0 && text[0] == character;

        public bool EndsWith(char character) => text.Length > 0 && text[text.Length - 1] == character;

        public string Replace(string old, string replacement, StringComparison comparison)
        {
            var result = new StringBuilder();
            var at = 0;
            for (int found; (found = text.IndexOf(old, at, comparison)) >= 0; at = found + old.Length)
                result.Append(text, at, found - at).Append(replacement);
            return result.Append(text, at, text.Length - at).ToString();
        }

        public string[] Split(char separator, StringSplitOptions options) => text.Split(separator, int.MaxValue, options);

        public string[] Split(char separator, int count, StringSplitOptions options = StringSplitOptions.None) =>
            Trimmed(text.Split([separator], count, options & StringSplitOptions.RemoveEmptyEntries), options);

        public string[] Split(string separator, StringSplitOptions options = StringSplitOptions.None) => text.Split(separator, int.MaxValue, options);

        public string[] Split(string separator, int count, StringSplitOptions options = StringSplitOptions.None) =>
            Trimmed(text.Split([separator], count, options & StringSplitOptions.RemoveEmptyEntries), options);

        public IEnumerable<(int Value, int Length)> EnumerateRunes()
        {
            for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
                yield return char.IsSurrogatePair(text, i) ? (char.ConvertToUtf32(text, i), 2) : (text[i], 1);
        }
    }

    private static string[] Trimmed(string[] parts, StringSplitOptions options)
    {
        if (!options.HasFlag((StringSplitOptions)2))
            return parts;
        var trimmed = parts.Select(static part => part.Trim());
        return (options.HasFlag(StringSplitOptions.RemoveEmptyEntries) ? trimmed.Where(static part => part.Length > 0) : trimmed).ToArray();
    }
}
