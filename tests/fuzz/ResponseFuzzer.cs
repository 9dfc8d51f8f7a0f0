using System.Diagnostics;
using System.Text;
using ImapPS.Client.Mime;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;

namespace ImapPS.Fuzz;

/// <summary>
/// Generated responses, damaged ones among them, in chunks of any size: what is valid is read without a problem and the
/// same in every chunking, and what is not costs itself only. Each case follows from the seed and its number.
/// </summary>
internal sealed class ResponseFuzzer(int seed)
{
    /// <summary>Far above what a case takes on a busy machine, far below what something quadratic would.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    private static readonly ProtocolLimits Limits = new()
    {
        MaxLineLength = 64 * 1024,
        MaxResponseSize = 128 * 1024,
        LiteralThreshold = 1024,
        MaxLiteralSize = 1024 * 1024,
        MaxNesting = 16,
        MaxListLength = 1000,
    };

    private static readonly byte[] Telling = "()\"\\{}[]<> 0-9*+~\r\nNIL\0\u00ff%"u8.ToArray();

    // One reader for all, as on a connection: nothing that a bad response leaves behind may change how a good one is read.
    private readonly ResponseReader _reader = new(Limits, new ResponseReaderOptions { Text = HeaderText.Decode });

    public long Responses { get; private set; }

    public long Unreadable { get; private set; }

    public long LostFraming { get; private set; }

    public TimeSpan Slowest { get; private set; }

    /// <returns>What is wrong; null if nothing is.</returns>
    public string? Run(long number)
    {
        var random = new Random(unchecked((seed * 397) ^ (int)number ^ (int)(number >> 32)));
        var grammar = new ResponseGrammar(random);
        var text = new StringBuilder();
        for (var n = random.Next(1, 5); n > 0; n--)
            text.Append(grammar.Response());
        var valid = Encoding.Latin1.GetBytes(text.ToString());
        var watch = Stopwatch.StartNew();
        try
        {
            var whole = Read(valid, null, out var lost);
            if (lost is not null || whole.Any(IsBad))
                return $"valid responses are not read ({lost ?? string.Join("; ", whole.Where(IsBad))}): {Show(valid)}";
            if (!whole.SequenceEqual(Read(valid, random, out _)))
                return $"another chunking reads differently: {Show(valid)}";
            var damaged = Damage(valid, random);
            var once = Read(damaged, null, out var firstLoss);
            if (!once.Select(static r => r.ToString()).SequenceEqual(Read(damaged, random, out var secondLoss).Select(static r => r.ToString())) || firstLoss != secondLoss)
                return $"another chunking reads differently: {Show(damaged)}";
            Unreadable += once.Count(IsBad);
            LostFraming += firstLoss is null ? 0 : 1;
            if (!whole.SequenceEqual(Read(valid, random, out _)))
                return $"a damaged response changed how a good one is read: {Show(damaged)} then {Show(valid)}";
        }
        catch (Exception e)
        {
            return $"{e}: {Show(valid)}";
        }

        if (watch.Elapsed > Slowest)
            Slowest = watch.Elapsed;
        return watch.Elapsed > MaxTime ? $"it took {watch.Elapsed}: {Show(valid)}" : null;
    }

    private static bool IsBad(Response response) => response is UnknownResponse or FetchResponse { Problems.Count: > 0 };

    private static string Show(byte[] octets) => Convert.ToBase64String(octets);

    internal static byte[] Damage(byte[] valid, Random random)
    {
        var octets = new List<byte>(valid);
        for (var n = random.Next(1, 8); n > 0 && octets.Count > 0; n--)
        {
            var at = random.Next(octets.Count);
            var octet = random.Next(3) == 0 ? (byte)random.Next(256) : Telling[random.Next(Telling.Length)];
            switch (random.Next(6))
            {
                case 0:
                    octets[at] = octet;
                    break;
                case 1:
                    octets.Insert(at, octet);
                    break;
                case 2:
                    octets.RemoveAt(at);
                    break;
                case 3:
                    octets.RemoveRange(at, Math.Min(random.Next(40), octets.Count - at));
                    break;
                case 4:
                    octets.InsertRange(at, octets.GetRange(at, Math.Min(random.Next(200), octets.Count - at)));
                    break;
                default:
                    octets.InsertRange(at, Enumerable.Repeat(octet, random.Next(2000)));
                    break;
            }
        }

        return octets.ToArray();
    }

    private List<Response> Read(byte[] octets, Random? chunks, out string? lost)
    {
        var framer = new Framer(Limits);
        var responses = new List<Response>();
        var gathered = new MemoryStream();
        lost = null;
        try
        {
            for (var at = 0; at < octets.Length;)
            {
                var length = chunks is null ? octets.Length - at : Math.Min(octets.Length - at, chunks.Next(1, chunks.Next(2, 400)));
                framer.Append(octets.AsSpan(at, length));
                at += length;
                for (var kind = framer.Read(); kind != FrameKind.None; kind = framer.Read())
                    Take(framer, kind, gathered, responses);
                if (framer.Buffered > Limits.MaxResponseSize + octets.Length)
                    throw new InvalidOperationException("The framer holds more than its limit.");
            }
        }
        catch (FramingException e)
        {
            lost = e.Limit;
        }

        Responses += responses.Count;
        return responses;
    }

    private void Take(Framer framer, FrameKind kind, MemoryStream gathered, List<Response> responses)
    {
        switch (kind)
        {
            case FrameKind.LiteralBegin:
                gathered.SetLength(0);
                break;
            case FrameKind.LiteralChunk:
                gathered.Write(framer.Chunk.Span);
                break;
            case FrameKind.LiteralEnd:
                framer.Detached[^1].Content = gathered.ToArray();
                break;
            default:
                responses.Add(_reader.Read(framer.Message.Span, framer.Detached));
                break;
        }
    }
}
