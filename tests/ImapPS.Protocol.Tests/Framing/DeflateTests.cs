using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Framing;

/// <summary>Compression: what one side writes the other reads, batch by batch, and what nobody should send is bounded.</summary>
public class DeflateTests
{
    private static readonly ProtocolLimits Unbounded = new() { MaxCompressionRatio = 1032, MaxCompressionExcess = long.MaxValue / 2 };

    private static readonly Gen<byte[]> Batch =
        from seed in Gen.Choose(0, int.MaxValue)
        from length in Gen.OneOf(Gen.Choose(1, 300), Gen.Elements(4096, 65_535, 65_536, 70_000, 200_000))
        from range in Gen.Elements(1, 4, 256)
        select Make(seed, length, range);

    private static byte[] Make(int seed, int length, int range)
    {
        var random = new Random(seed);
        var result = new byte[length];
        for (var i = 0; i < length; i++)
            result[i] = (byte)random.Next(range);
        return result;
    }

    private static byte[] Compress(byte[] plain)
    {
        using var writer = new DeflateWriter();
        writer.Append(new ArraySegment<byte>(plain));
        return writer.Flush().ToArray();
    }

    private static byte[] ReadAll(DeflateReader reader, int room)
    {
        var buffer = new byte[room + 3];
        var result = new List<byte>();
        for (int count; (count = reader.Read(new ArraySegment<byte>(buffer, 3, room))) > 0;)
            result.AddRange(buffer.AsSpan(3, count).ToArray());
        return result.ToArray();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_batch_can_be_read_whole_before_the_next_one_comes(bool compresses)
    {
        var cases = from batches in Gen.NonEmptyListOf(Batch) from chunk in Gen.Choose(1, 20_000) from room in Gen.Choose(1, 70_000) select (batches, chunk, room);
        Properties.Check(cases, 40, c =>
        {
            using var writer = new DeflateWriter(compresses);
            using var reader = new DeflateReader(Unbounded);
            foreach (var batch in c.batches.Take(6))
            {
                writer.Append(new ArraySegment<byte>(batch, 0, batch.Length / 2));
                writer.Append(new ArraySegment<byte>(batch, batch.Length / 2, batch.Length - (batch.Length / 2)));
                var sent = writer.Flush();
                Assert.Equal(0, writer.Flush().Count);
                var read = new List<byte>();
                for (var at = 0; at < sent.Count;)
                {
                    var room = reader.GetMemory();
                    var count = Math.Min(room.Length, Math.Min(c.chunk, sent.Count - at));
                    sent.AsSpan(at, count).CopyTo(room.Span);
                    reader.Advance(count);
                    at += count;
                    read.AddRange(ReadAll(reader, c.room));
                }

                Assert.Equal(batch, read);
            }
        });
    }

    [Fact]
    public void Stored_blocks_are_valid_and_five_octets_longer()
    {
        using var writer = new DeflateWriter(compresses: false);
        writer.Append(new ArraySegment<byte>("A1 NOOP\r\n"u8.ToArray()));
        var sent = writer.Flush();
        Assert.Equal([0, 9, 0, 0xf6, 0xff, .. "A1 NOOP\r\n"u8], sent.ToArray());
    }

    [Fact]
    public void What_repeats_is_small_and_base64_loses_what_it_added()
    {
        Assert.True(Compress(Make(1, 100_000, 1)).Length < 1000);
        var base64 = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(Make(1, 300_000, 256)));
        Assert.InRange(Compress(base64).Length, 300_000, 310_000);
    }

    [Fact]
    public void Octets_of_no_output_are_no_end()
    {
        using var reader = new DeflateReader();
        Assert.Empty(ReadAll(reader, 10));
        // An empty stored block, as a flush leaves it.
        for (var i = 0; i < 10_000; i++)
        {
            reader.Append([0, 0, 0, 0xff, 0xff]);
            Assert.Empty(ReadAll(reader, 10));
        }

        reader.Append(Compress("* 1 EXISTS\r\n"u8.ToArray()));
        Assert.Equal("* 1 EXISTS\r\n"u8.ToArray(), ReadAll(reader, 100));
    }

    [Theory]
    [InlineData("* OK in the clear\r\n")]
    [InlineData("\u0007\u0007\u0007")]
    public void What_is_not_DEFLATE_is_told(string octets)
    {
        using var reader = new DeflateReader();
        var error = Assert.Throws<FramingException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                reader.Append(octets.Select(c => (byte)c).ToArray());
                ReadAll(reader, 1000);
            }
        });
        Assert.Contains("not DEFLATE", error.Message);
    }

    [Fact]
    public void Nothing_is_read_behind_the_end_of_the_stream()
    {
        using var ended = new MemoryStream();
        using (var deflate = new DeflateStream(ended, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write("* 1 EXISTS\r\n"u8);
        using var reader = new DeflateReader();
        reader.Append(ended.ToArray());
        Assert.Equal("* 1 EXISTS\r\n"u8.ToArray(), ReadAll(reader, 100));
        reader.Append("* 2 EXISTS\r\n"u8);
        Assert.Contains("end of the compressed stream", Assert.Throws<FramingException>(() => ReadAll(reader, 100)).Message);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void MaxCompressionExcess(int beyond, bool accepted)
    {
        var plain = Make(1, 200_000, 1);
        var compressed = Compress(plain);
        var excess = plain.Length - (10 * compressed.Length);
        Expect(new() { MaxCompressionRatio = 10, MaxCompressionExcess = excess + beyond }, compressed, plain, accepted, rounds: 1);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void MaxCompressionRatio(int beyond, bool accepted)
    {
        // Empty stored blocks fill what is sent up to a hundredth of what it becomes.
        for (var octets = 1000; ; octets++)
        {
            var plain = Make(1, octets * 100, 1);
            var compressed = Compress(plain);
            if (compressed.Length > octets || (octets - compressed.Length) % 5 != 0)
                continue;
            compressed = [.. compressed, .. Enumerable.Repeat(new byte[] { 0, 0, 0, 0xff, 0xff }, (octets - compressed.Length) / 5).SelectMany(b => b)];
            Assert.Equal(plain.Length, compressed.Length * 100);
            Expect(new() { MaxCompressionRatio = 100 + beyond, MaxCompressionExcess = 0 }, compressed, plain, accepted, rounds: 1);
            return;
        }
    }

    [Fact]
    public void What_keeps_the_ratio_may_go_on_for_ever_and_what_does_not_is_stopped()
    {
        var limits = new ProtocolLimits { MaxCompressionRatio = 20, MaxCompressionExcess = 1_000_000 };
        var text = Make(7, 100_000, 4);
        Expect(limits, Compress(text), text, accepted: true, rounds: 200);
        var zeros = Make(7, 100_000, 1);
        Expect(limits, Compress(zeros), zeros, accepted: false, rounds: 200);
    }

    [Fact]
    public void A_row_ends_with_a_piece_that_keeps_the_ratio()
    {
        var limits = new ProtocolLimits { MaxCompressionRatio = 20, MaxCompressionExcess = 150_000 };
        using var reader = new DeflateReader(limits);
        using var writer = new DeflateWriter();
        for (var i = 0; i < 50; i++)
        {
            foreach (var plain in new[] { Make(i, 100_000, 1), Make(i, 20_000, 256) })
            {
                writer.Append(new ArraySegment<byte>(plain));
                reader.Append(writer.Flush());
                Assert.Equal(plain, ReadAll(reader, 4096));
            }
        }
    }

    [Fact]
    public void Any_octets_are_read_or_refused()
    {
        var cases = from seed in Gen.Choose(0, int.MaxValue) from length in Gen.Choose(0, 2000) from flips in Gen.Choose(0, 5) select (seed, length, flips);
        Properties.Check(cases, 500, c =>
        {
            var random = new Random(c.seed);
            var octets = c.flips == 0 ? Make(c.seed, c.length, 256) : Compress(Make(c.seed, c.length + 1, 8));
            for (var i = 0; i < c.flips; i++)
                octets[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
            using var reader = new DeflateReader();
            try
            {
                reader.Append(octets);
                ReadAll(reader, 500);
            }
            catch (FramingException e)
            {
                Assert.NotEmpty(e.Message);
            }
        });
    }

    private static void Expect(ProtocolLimits limits, byte[] compressed, byte[] plain, bool accepted, int rounds)
    {
        void Read()
        {
            using var reader = new DeflateReader(limits);
            for (var i = 0; i < rounds; i++)
            {
                reader.Append(compressed);
                Assert.Equal(plain.Length, ReadAll(reader, 4096).Length);
            }
        }

        if (accepted)
            Read();
        else
            Assert.Equal(nameof(ProtocolLimits.MaxCompressionExcess), Assert.Throws<FramingException>(Read).Limit);
    }
}
