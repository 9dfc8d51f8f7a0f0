using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>Makes a message of what can't be read as one: a message that is left out in silence looks as if it weren't there.</summary>
internal static class FetchProblems
{
    /// <summary>A message of which nothing is known but that it can't be read; null if the response is no FETCH.</summary>
    public static FetchResponse? FromUnreadable(UnknownResponse response)
    {
        if (response.Problem is not { } problem)
            return null;
        var raw = response.Raw.Span;
        if (raw.Length < 2 || raw[0] != '*' || raw[1] != ' ')
            return null;
        raw = raw.Slice(2);
        if (!System.Buffers.Text.Utf8Parser.TryParse(raw, out uint sequence, out var used))
            return null;
        raw = raw.Slice(used);
        return raw.Length >= 6 && ByteText.EqualsIgnoreCase(raw.Slice(0, 6), " FETCH"u8)
            ? new FetchResponse(sequence) { Problems = [problem] }
            : null;
    }

    /// <summary>Says of sections that were dropped for their size that they were.</summary>
    public static void AddOversized(FetchResponse fetch, int maxLiteral)
    {
        foreach (var section in fetch.Sections)
        {
            if (section is { Content: null, Detached: null, IsSizeOnly: false } && section.Length > maxLiteral)
                fetch.Problems = [.. fetch.Problems, $"BODY[{section.Section}]: {section.Length} bytes are over the limit of {maxLiteral} (MaxLiteral)"];
        }
    }

    /// <summary>Whether the literal whose header ends the text is the content of BODY[...] or BINARY[...].</summary>
    public static bool EndsInSection(ReadOnlySpan<byte> prefix)
    {
        var end = prefix.LastIndexOf((byte)'{');
        if (end > 0 && prefix[end - 1] == '~')
            end--;
        while (end > 0 && prefix[end - 1] == ' ')
            end--;
        return end > 0 && prefix[end - 1] is (byte)']' or (byte)'>';
    }
}
