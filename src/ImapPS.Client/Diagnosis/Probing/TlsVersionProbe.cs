using ImapPS.Client.Transport;

namespace ImapPS.Client.Diagnosis;

/// <summary>Offers a server one version of TLS and looks what it answers.</summary>
internal static class TlsVersionProbe
{
    /// <summary>As they stand on the wire, the oldest first.</summary>
    public static IReadOnlyList<int> Versions { get; } = [0x0301, 0x0302, 0x0303, 0x0304];

    /// <param name="stream">At the point where the server expects a handshake.</param>
    /// <param name="version">One of <see cref="Versions"/>.</param>
    /// <param name="host">For SNI.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<TlsVersionReport> TryAsync(Stream stream, int version, string host, CancellationToken cancellationToken)
    {
        byte[] answer;
        using (cancellationToken.Register(stream.Dispose))
        {
            try
            {
                await stream.WriteAsync(ClientHello.Write(version, host), cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                answer = await ReadRecordAsync(stream, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (!cancellationToken.IsCancellationRequested)
            {
                // Reset: some servers say no in this way.
                answer = [];
            }
        }

        return Judge(version, answer);
    }

    internal static TlsVersionReport Judge(int version, ReadOnlySpan<byte> answer)
    {
        var name = TlsNames.Version(version);
        if (answer.IsEmpty)
            return new TlsVersionReport(name, TlsVersionOutcome.Refused, "", "the server closed the connection");
        return ServerHello.Read(answer) switch
        {
            null => new TlsVersionReport(name, TlsVersionOutcome.NotTestable, "", "the server's answer is not TLS"),
            { Alert: { } alert } => new TlsVersionReport(name, TlsVersionOutcome.Refused, "", TlsNames.Alert(alert)),
            { } hello when hello.Version == version => new TlsVersionReport(name, TlsVersionOutcome.Accepted, TlsNames.Suite(hello.Suite), ""),
            { } hello => new TlsVersionReport(name, TlsVersionOutcome.Refused, "", $"the server chose {TlsNames.Version(hello.Version)}"),
        };
    }

    private static async Task<byte[]> ReadRecordAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[ServerHello.MaxRecord];
        var have = 0;
        var need = ServerHello.RecordHeader;
        while (have < need)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(have, need - have), cancellationToken).ConfigureAwait(false);
            if (count == 0)
                break;
            have += count;
            if (have == ServerHello.RecordHeader && ServerHello.RecordLength(buffer.AsSpan(0, have)) is { } length)
                need = length;
        }

        return buffer.AsSpan(0, have).ToArray();
    }
}
