namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// The octets that stand in for a body: lines of "x", which are text, quoted-printable and base64 alike. The last line is
/// filled up with spaces where base64 could not end there.
/// </summary>
public static class TranscriptFiller
{
    private const int LineLength = 78;

    /// <summary>Writes the octets of a filler that begin at a place in it.</summary>
    /// <param name="destination">As many octets as are wanted.</param>
    /// <param name="at">Where in the filler they stand.</param>
    /// <param name="total">The filler's length.</param>
    public static void Fill(Span<byte> destination, long at, long total)
    {
        var whole = total / LineLength * LineLength;
        for (var i = 0; i < destination.Length; i++)
        {
            var place = at + i;
            var column = place % LineLength;
            destination[i] = place >= whole ? (column < (total - whole) / 4 * 4 ? (byte)'x' : (byte)' ')
                : column switch
                {
                    LineLength - 2 => (byte)'\r',
                    LineLength - 1 => (byte)'\n',
                    _ => (byte)'x',
                };
        }
    }
}
