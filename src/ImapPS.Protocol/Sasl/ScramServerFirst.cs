using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImapPS.Protocol.Sasl;

/// <summary>The server's challenge: RFC 5802 section 7, server-first-message.</summary>
/// <param name="Nonce">The client's nonce with the server's behind it.</param>
/// <param name="Salt">The user's salt.</param>
/// <param name="Iterations">At least 1; whether it is sensible is the receiver's decision.</param>
/// <param name="Text">The message as sent, which both sides sign.</param>
public sealed record ScramServerFirst(string Nonce, byte[] Salt, int Iterations, string Text)
{
    /// <summary>The message that a server sends.</summary>
    public static ScramServerFirst Create(string nonce, byte[] salt, int iterations) =>
        new(nonce, salt, iterations, string.Format(
            CultureInfo.InvariantCulture, "r={0},s={1},i={2}", nonce, Convert.ToBase64String(salt), iterations));

    // server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
    // salt            = "s=" base64
    // iteration-count = "i=" posit-number
    // posit-number    = %x31-39 *DIGIT

    /// <summary>Reads what a server sent; unknown extensions behind the known attributes are ignored, as section 5.1 asks.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out ScramServerFirst? message,
        [NotNullWhen(false)] out ScramFault? fault)
    {
        message = null;
        if (!ScramAttributes.TryDecode(bytes, out var text, out fault)
            || !ScramAttributes.TryParse(text, out var attributes, out fault)
            || !attributes.TryTake('r', out var nonce, out fault))
        {
            return false;
        }

        if (!ScramAttributes.IsPrintable(nonce))
        {
            fault = ScramAttributes.Malformed("the nonce isn't printable ASCII");
            return false;
        }

        if (!attributes.TryTakeBase64('s', out var salt, out fault)
            || !attributes.TryTake('i', out var count, out fault)
            || !TryReadCount(count, out var iterations, out fault))
        {
            return false;
        }

        message = new(nonce, salt, iterations, text);
        return true;
    }

    private static bool TryReadCount(string text, out int count, [NotNullWhen(false)] out ScramFault? fault)
    {
        count = 0;
        fault = null;
        foreach (var c in text)
        {
            if (c is < '0' or > '9')
                fault = ScramAttributes.Malformed("the iteration count isn't a number");
        }

        if (fault is null && text[0] == '0')
            fault = ScramAttributes.Malformed("the iteration count isn't positive or begins with a zero");
        if (fault is null && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count))
            fault = new(ScramFaultKind.IterationCountTooLarge, "the iteration count is beyond all bounds");
        return fault is null;
    }
}
