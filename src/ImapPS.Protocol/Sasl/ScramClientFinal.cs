using System.Diagnostics.CodeAnalysis;

namespace ImapPS.Protocol.Sasl;

/// <summary>The client's proof: RFC 5802 section 7, client-final-message.</summary>
/// <param name="BindingInput">The GS2 header again, with the channel binding's bytes behind it.</param>
/// <param name="Nonce">Both nonces.</param>
/// <param name="Proof">ClientKey XOR ClientSignature.</param>
/// <param name="WithoutProof">The part that both sides sign.</param>
public sealed record ScramClientFinal(byte[] BindingInput, string Nonce, byte[] Proof, string WithoutProof)
{
    /// <summary>The whole message as a client sends it.</summary>
    public string Text => WithoutProof + ",p=" + Convert.ToBase64String(Proof);

    /// <summary>What the client signs before it can have a proof.</summary>
    public static string WriteWithoutProof(byte[] bindingInput, string nonce) =>
        "c=" + Convert.ToBase64String(bindingInput) + ",r=" + nonce;

    // client-final-message-without-proof = channel-binding "," nonce ["," extensions]
    // client-final-message = client-final-message-without-proof "," proof
    // channel-binding = "c=" base64
    // proof           = "p=" base64

    /// <summary>Reads what a client sent.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        [NotNullWhen(true)] out ScramClientFinal? message,
        [NotNullWhen(false)] out ScramFault? fault)
    {
        message = null;
        if (!ScramAttributes.TryDecode(bytes, out var text, out fault)
            || !ScramAttributes.TryParse(text, out var attributes, out fault)
            || !attributes.TryTakeBase64('c', out var binding, out fault)
            || !attributes.TryTake('r', out var nonce, out fault))
        {
            return false;
        }

        // The proof is the last attribute, whatever extensions stand before it.
        var cut = text.LastIndexOf(",p=", StringComparison.Ordinal);
        if (cut < 0 || text.IndexOf(',', cut + 1) >= 0 || !ScramAttributes.TryFromBase64(text.Substring(cut + 3), out var proof))
        {
            fault = ScramAttributes.Malformed("the last attribute isn't a proof");
            return false;
        }

        message = new(binding, nonce, proof, text.Substring(0, cut));
        return true;
    }
}
