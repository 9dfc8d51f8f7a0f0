namespace System.Text;

/// <summary>Span overloads of Encoding that netstandard2.0 lacks, over one array copy.</summary>
internal static class TextExtensions
{
    public static string GetString(this Encoding encoding, ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty ? "" : encoding.GetString(bytes.ToArray());

    public static int GetBytes(this Encoding encoding, ReadOnlySpan<char> text, Span<byte> destination)
    {
        var bytes = encoding.GetBytes(text.ToArray());
        bytes.CopyTo(destination);
        return bytes.Length;
    }

    public static int GetByteCount(this Encoding encoding, ReadOnlySpan<char> text) =>
        encoding.GetByteCount(text.ToArray());
}
