using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads the words of CAPABILITY and ENABLED.</summary>
/// <remarks>capability-data = "CAPABILITY" *(SP capability) SP "IMAP4rev2" *(SP capability) (RFC 9051 section 9)</remarks>
internal static class CapabilityReader
{
    /// <summary>The first words, MaxListLength at most: never an error, since a status response with a code must be read.</summary>
    public static CapabilitySet Parse(ReadOnlySpan<byte> words, ReadingContext context)
    {
        var names = new List<string>();
        while (true)
        {
            words = ByteText.TrimStart(words);
            if (words.IsEmpty || names.Count >= context.Limits.MaxListLength)
                return new CapabilitySet(names);
            var length = words.IndexOf((byte)' ');
            if (length < 0)
                length = words.Length;
            names.Add(ByteText.ToText(words.Slice(0, length)));
            words = words.Slice(length);
        }
    }
}
