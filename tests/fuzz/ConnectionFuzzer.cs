using System.Text;
using ImapPS.Client;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Fuzz;

/// <summary>
/// A connection with a server that answers UID FETCH with generated responses, damaged or not, compressed or not, and
/// damaged once more then: what is valid comes whole, and what is not ends in an error of ours, soon.
/// </summary>
internal sealed class ConnectionFuzzer(int seed)
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(2);

    private static readonly ConnectionOptions Options = new()
    {
        Limits = new ProtocolLimits
        {
            MaxLineLength = 64 * 1024,
            MaxResponseSize = 128 * 1024,
            LiteralThreshold = 1024,
            MaxLiteralSize = 1024 * 1024,
            MaxNesting = 16,
            MaxListLength = 1000,
            MaxUnsolicited = 1000,
            MaxCompressionRatio = 100,
            MaxCompressionExcess = 256 * 1024,
        },
        SilenceTimeout = TimeSpan.Zero,
    };

    private static readonly UidFetchCommand Fetch = new(UidSet.All, new FetchItems { Attributes = FetchAttributes.Envelope });

    /// <summary>How many connections were given up.</summary>
    public long Broken { get; private set; }

    /// <summary>How many responses were taken.</summary>
    public long Fetches { get; private set; }

    /// <returns>What is wrong; null if nothing is.</returns>
    public string? Run(long number)
    {
        var random = new Random(unchecked((seed * 31) ^ (int)number ^ (int)(number >> 32)));
        var grammar = new ResponseGrammar(random);
        var text = new StringBuilder();
        var count = random.Next(1, 6);
        for (var n = 0; n < count; n++)
            text.Append(grammar.Fetch());
        var damaged = random.Next(2) == 0;
        var compressed = random.Next(2) == 0;
        var answer = Encoding.Latin1.GetBytes(text.ToString());
        if (damaged && (!compressed || random.Next(2) == 0))
            answer = ResponseFuzzer.Damage(answer, random);
        answer = [.. answer, .. Encoding.ASCII.GetBytes($"A000{(compressed ? 2 : 1)} OK done\r\n")];
        if (compressed)
            answer = FuzzPeer.Compress(answer);
        var sent = damaged && compressed ? ResponseFuzzer.Damage(answer, random) : answer;
        try
        {
            var sink = Converse(random, sent, compressed, out var broken);
            if (!damaged && (broken is not null || sink.Fetches != count || sink.Problems > 0))
                return $"valid responses are not taken ({broken?.Message ?? $"{sink.Fetches} of {count}, {sink.Problems} problems"}): {Convert.ToBase64String(sent)}";
            Broken += broken is null ? 0 : 1;
            Fetches += sink.Fetches;
            return null;
        }
        catch (Exception e)
        {
            return $"{e}: {Convert.ToBase64String(sent)}";
        }
    }

    private static CountingSink Converse(Random random, byte[] answer, bool compressed, out ImapException? broken)
    {
        var sink = new CountingSink();
        var peer = compressed
            ? new FuzzPeer(random, "* PREAUTH ready\r\n"u8.ToArray(), "A0001 OK\r\n"u8.ToArray(), answer)
            : new FuzzPeer(random, "* PREAUTH ready\r\n"u8.ToArray(), answer);
        broken = Task.Run(async () =>
        {
            var connection = await ImapConnection.OpenAsync(peer.Greet(), "fuzz.example", secure: false, Options, CancellationToken.None);
            try
            {
                if (compressed && (await connection.CompressAsync(CancellationToken.None)).Status != StatusKind.Ok)
                    throw new InvalidOperationException("The compression was refused.");
                await connection.ExecuteAsync(Fetch, sink);
                return null;
            }
            catch (ImapException e)
            {
                return e;
            }
            finally
            {
                await connection.DisposeAsync();
            }
        }).WaitAsync(MaxTime).GetAwaiter().GetResult();
        return sink;
    }
}
