namespace ImapPS.Loopback.Transport;

/// <summary>A piece on its way, and when it arrives (in ticks of the stopwatch).</summary>
internal readonly record struct Chunk(byte[] Bytes, int Length, long Due);
