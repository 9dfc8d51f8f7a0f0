using System.Diagnostics.CodeAnalysis;

namespace ImapPS.Protocol.Sasl;

/// <summary>The server's last word: its signature, or an error. RFC 5802 section 7, server-final-message.</summary>
/// <param name="Signature">What proves that the server knows the user's key, or null.</param>
/// <param name="Error">One of section 7's error values, or another that the server made up, or null.</param>
public sealed record ScramServerFinal(byte[]? Signature, string? Error)
{
    public static string Success(byte[] signature) => "v=" + Convert.ToBase64String(signature);

    public static string Failure(string error) => "e=" + error;

    // server-final-message = (server-error / verifier) ["," extensions]
    // server-error = "e=" server-error-value
    // verifier     = "v=" base64
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out ScramServerFinal? message,
        [NotNullWhen(false)] out ScramFault? fault)
    {
        message = null;
        if (!ScramAttributes.TryDecode(bytes, out var text, out fault)
            || !ScramAttributes.TryParse(text, out var attributes, out fault))
        {
            return false;
        }

        if (attributes.TryTake('e', out var error, out _))
        {
            message = new(null, error);
            return true;
        }

        if (!attributes.TryTakeBase64('v', out var signature, out fault))
            return false;
        message = new(signature, null);
        return true;
    }
}
