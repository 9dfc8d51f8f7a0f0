using System.Text;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>
/// SASLprep (RFC 4013): makes user names and passwords that look the same be the same bytes. For queries, as a client makes
/// them, so code points that Unicode 3.2 didn't assign pass (RFC 3454 section 7).
/// </summary>
/// <remarks>
/// Normalisation is the platform's NFKC of a newer Unicode than 3.2; for characters of 3.2 the results agree but for the
/// handful that Unicode corrected. In .NET's globalization-invariant mode the platform doesn't normalise at all.
/// </remarks>
public static class SaslPrep
{
    /// <summary>Prepares a user name.</summary>
    /// <exception cref="SaslException">ProhibitedCharacter: sections 2.3 and 2.4. The message doesn't repeat the text.</exception>
    public static string Prepare(string text)
    {
        if (text is null)
            throw new ArgumentNullException(nameof(text));

        return IsUnchanged(text.AsSpan()) ? text : new string(PrepareChars(text.AsSpan()));
    }

    /// <summary>Prepares a password; the caller disposes the result.</summary>
    /// <inheritdoc cref="Prepare(string)"/>
    internal static SecretString Prepare(SecretString secret)
    {
        if (IsUnchanged(secret.Span))
            return new SecretString(secret.Span);

        var prepared = PrepareChars(secret.Span);
        var result = new SecretString(prepared);
        SecretMemory.Clear(prepared);
        return result;
    }

    private static bool IsUnchanged(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
                return false;
        }

        return true;
    }

    private static char[] PrepareChars(ReadOnlySpan<char> text)
    {
        var mapped = Map(text);
        var normalized = Normalize(mapped);
        SecretMemory.Clear(mapped);
        var fault = FindFault(normalized);
        if (fault is null)
            return normalized;

        SecretMemory.Clear(normalized);
        throw new SaslException(SaslFailure.ProhibitedCharacter, fault);
    }

    // Section 2.1. What is in both tables (U+200B) becomes a space, as the section names that mapping first.
    private static char[] Map(ReadOnlySpan<char> text)
    {
        var buffer = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c) && !IsPair(text, i) && !(i > 0 && IsPair(text, i - 1)))
            {
                SecretMemory.Clear(buffer);
                throw new SaslException(SaslFailure.ProhibitedCharacter, "The text holds half a character (a lone surrogate).");
            }

            if (StringPrepTables.Contains(StringPrepTables.Spaces, c))
                buffer[length++] = ' ';
            else if (!StringPrepTables.Contains(StringPrepTables.MappedToNothing, c))
                buffer[length++] = c;
        }

        var mapped = buffer.AsSpan(0, length).ToArray();
        SecretMemory.Clear(buffer);
        return mapped;
    }

    private static bool IsPair(ReadOnlySpan<char> text, int index) =>
        index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]);

    // Section 2.2.
    private static char[] Normalize(char[] text)
    {
        try
        {
            return new string(text).Normalize(NormalizationForm.FormKC).ToCharArray();
        }
        catch (ArgumentException)
        {
            // Noncharacters, on some platforms; table C.4 prohibits them. The inner message could name them.
            SecretMemory.Clear(text);
            throw new SaslException(SaslFailure.ProhibitedCharacter, "The text holds a character that can't be normalised.");
        }
    }

    // Sections 2.3 and 2.4; RFC 3454 section 6: with a character of D.1 there is none of D.2, and the first and the last
    // are of D.1.
    private static string? FindFault(char[] text)
    {
        var anyRight = false;
        var anyLeft = false;
        var firstRight = false;
        var lastRight = false;
        for (var i = 0; i < text.Length; i++)
        {
            var codePoint = IsPair(text, i) ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
            if (StringPrepTables.Contains(StringPrepTables.Prohibited, codePoint))
                return "The text holds a character that SASLprep prohibits, such as a control character.";

            lastRight = StringPrepTables.Contains(StringPrepTables.RightToLeft, codePoint);
            firstRight |= i == 0 && lastRight;
            anyRight |= lastRight;
            anyLeft |= StringPrepTables.Contains(StringPrepTables.LeftToRight, codePoint);
            if (codePoint > char.MaxValue)
                i++;
        }

        return anyRight && (anyLeft || !firstRight || !lastRight)
            ? "The text mixes right-to-left and left-to-right characters in a way that SASLprep prohibits."
            : null;
    }
}
