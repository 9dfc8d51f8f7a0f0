using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads status responses: OK, NO, BAD, PREAUTH, BYE.</summary>
/// <remarks>
/// <code>
/// resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text            ; RFC 9051 section 9
/// resp-cond-auth  = ("OK" / "PREAUTH") SP resp-text
/// resp-cond-bye   = "BYE" SP resp-text
/// resp-text       = ["[" resp-text-code "]" SP] [text]
/// </code>
/// Taken as well: no text, no space before it, a code whose bracket never closes.
/// </remarks>
internal sealed class StatusReader(ResponseCodeReader codes)
{
    /// <summary>The status that a word names.</summary>
    public static bool TryGetKind(ReadOnlySpan<byte> word, out StatusKind kind)
    {
        kind = word.Length switch
        {
            2 when ByteText.EqualsIgnoreCase(word, "NO"u8) => StatusKind.No,
            3 when ByteText.EqualsIgnoreCase(word, "BAD"u8) => StatusKind.Bad,
            3 when ByteText.EqualsIgnoreCase(word, "BYE"u8) => StatusKind.Bye,
            7 when ByteText.EqualsIgnoreCase(word, "PREAUTH"u8) => StatusKind.PreAuth,
            _ => StatusKind.Ok,
        };
        return kind != StatusKind.Ok || ByteText.EqualsIgnoreCase(word, "OK"u8);
    }

    /// <summary>Reads what follows the status' word.</summary>
    public StatusResponse Read(ref ImapReader reader, string? tag, StatusKind kind)
    {
        reader.SkipSpaces();
        ResponseCode? code = null;
        if (reader.Peek() == '[')
        {
            code = codes.Read(ref reader);
            reader.SkipSpaces();
        }

        return new StatusResponse(tag, kind, code, ByteText.ToText(reader.Rest));
    }
}
