using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>The directives of a DIGEST-MD5 message of the server (RFC 2831 section 2.1.1 and 2.1.3).</summary>
internal sealed class DigestChallenge
{
    /// <summary>"The size of a digest-challenge MUST be less than 2048 bytes" (section 2.1.1).</summary>
    public const int MaximumSize = 2047;

    private readonly List<KeyValuePair<string, string>> _directives = [];

    private DigestChallenge()
    {
    }

    // digest-challenge = 1#( realm | nonce | qop-options | stale | maxbuf | charset | algorithm | cipher-opts | auth-param )
    // auth-param       = token "=" ( token | quoted-string )
    // 1#element        = *LWS element *( *LWS "," *LWS [ element ] )   (RFC 2616 section 2.1: empty elements are allowed)
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DigestChallenge? challenge)
    {
        challenge = null;
        if (bytes.Length > MaximumSize)
            return false;

        // One character for one byte; only realm may be beyond ASCII, and it is decoded where the charset is known.
        var text = Latin1(bytes);
        var result = new DigestChallenge();
        var position = 0;
        while (true)
        {
            while (position < text.Length && (IsWhite(text[position]) || text[position] == ','))
                position++;
            if (position == text.Length)
                break;
            if (!result.TryReadDirective(text, ref position))
                return false;
        }

        challenge = result;
        return result._directives.Count > 0;
    }

    public IEnumerable<string> All(string name) =>
        _directives.Where(d => d.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(d => d.Value);

    /// <summary>The value of a directive that may stand once at most; false if it stands more than once.</summary>
    public bool TryGetSingle(string name, out string? value)
    {
        var values = All(name).Take(2).ToArray();
        value = values.FirstOrDefault();
        return values.Length < 2;
    }

    public static string Latin1(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
            text.Append((char)b);
        return text.ToString();
    }

    private bool TryReadDirective(string text, ref int position)
    {
        var name = ReadToken(text, ref position);
        SkipWhite(text, ref position);
        if (name.Length == 0 || position == text.Length || text[position] != '=')
            return false;
        position++;
        SkipWhite(text, ref position);

        string value;
        if (position < text.Length && text[position] == '"')
        {
            if (!TryReadQuoted(text, ref position, out value))
                return false;
        }
        else
        {
            value = ReadToken(text, ref position);
            if (value.Length == 0)
                return false;
        }

        SkipWhite(text, ref position);
        if (position < text.Length && text[position] != ',')
            return false;
        _directives.Add(new(name, value));
        return true;
    }

    // quoted-string  = ( <"> qdstr-val <"> )
    // qdstr-val      = *( qdtext | quoted-pair )
    // quoted-pair    = "\" CHAR
    private static bool TryReadQuoted(string text, ref int position, out string value)
    {
        var result = new StringBuilder();
        value = "";
        for (position++; position < text.Length; position++)
        {
            var c = text[position];
            if (c == '"')
            {
                position++;
                value = result.ToString();
                return true;
            }

            if (c == '\\' && ++position == text.Length)
                return false;
            result.Append(text[position]);
        }

        return false;
    }

    // token          = 1*<any CHAR except CTLs or separators>
    private static string ReadToken(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && text[position] is > ' ' and < '\x7F' && "()<>@,;:\\\"/[]?={}".IndexOf(text[position]) < 0)
            position++;
        return text.Substring(start, position - start);
    }

    private static void SkipWhite(string text, ref int position)
    {
        while (position < text.Length && IsWhite(text[position]))
            position++;
    }

    private static bool IsWhite(char c) => c is ' ' or '\t' or '\r' or '\n';
}
