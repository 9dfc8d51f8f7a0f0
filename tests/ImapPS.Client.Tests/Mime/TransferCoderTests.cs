using System.Buffers;
using System.Text;
using FsCheck.Fluent;
using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Mime;

public sealed class TransferCoderTests
{
    [Theory]
    [InlineData("SGVsbG8=", "Hello", false)]
    [InlineData("SGVs\r\nbG8=\r\n", "Hello", false)]
    [InlineData("SGVsbG8", "Hello", true)]
    [InlineData("SGk", "Hi", true)]
    [InlineData("S", "", true)]
    [InlineData("SG!Vs*bG8=", "Hello", true)]
    [InlineData("SGk=SGk=", "HiHi", true)]
    [InlineData("SGk= SGk=", "HiHi", true)]
    [InlineData("====", "", true)]
    [InlineData("SGkh====", "Hi!", true)]
    [InlineData("", "", false)]
    public void Base64(string encoded, string expected, bool damaged)
    {
        var decoder = new Base64Decoder();
        var text = Encoding.Latin1.GetString(decoder.ConvertAll(Encoding.ASCII.GetBytes(encoded)));
        Assert.Equal(expected, text);
        Assert.Equal(damaged, decoder.Damaged);
    }

    [Theory]
    [InlineData("caf=C3=A9", "cafÃ©", false)]
    [InlineData("caf=c3=a9", "cafÃ©", false)]
    [InlineData("a=\r\nb", "ab", false)]
    [InlineData("a=\nb", "ab", false)]
    [InlineData("a= \t\r\nb", "ab", false)]
    [InlineData("a  \r\nb \n", "a\r\nb\n", false)]
    [InlineData("a b\tc", "a b\tc", false)]
    [InlineData("a =20\r\n", "a  \r\n", false)]
    [InlineData("trailing  ", "trailing", false)]
    [InlineData("a=", "a", false)]
    [InlineData("a=4", "a=4", true)]
    [InlineData("a=4x", "a=4x", true)]
    [InlineData("a=xy=3D", "a=xy=", true)]
    [InlineData("a= b", "a= b", true)]
    [InlineData("==3D", "==", true)]
    [InlineData("=\r=\r\n=41", "A", false)]
    [InlineData("raw\u00e9", "raw\u00e9", false)]
    public void QuotedPrintable(string encoded, string expected, bool damaged)
    {
        var decoder = new QuotedPrintableDecoder();
        Assert.Equal(expected, Encoding.Latin1.GetString(decoder.ConvertAll(Encoding.Latin1.GetBytes(encoded))));
        Assert.Equal(damaged, decoder.Damaged);
    }

    [Fact]
    public void Long_runs_of_blanks_are_kept_where_text_follows()
    {
        var text = "a" + new string(' ', 5_000) + "b" + new string('\t', 200) + "=41";
        Assert.Equal(text[..^3] + "A", Encoding.ASCII.GetString(new QuotedPrintableDecoder().ConvertAll(Encoding.ASCII.GetBytes(text))));
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("Quoted-Printable")]
    [InlineData("8bit")]
    [InlineData(null)]
    public void What_is_encoded_decodes_to_the_same(string? name) => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Contents()), Arb.From(Gen.Choose(1, 300)), (bytes, step) =>
    {
        var encoded = Run(TransferEncodings.CreateEncoder(name), bytes, step);
        Assert.Equal(encoded, TransferEncodings.CreateEncoder(name).ConvertAll(bytes));
        if (name is "base64" or "Quoted-Printable")
            Assert.All(Encoding.Latin1.GetString(encoded).Split("\r\n"), line => Assert.True(line.Length <= 76 && !line.EndsWith(' ')));
        var decoder = TransferEncodings.CreateDecoder(name);
        return Run(decoder, encoded, step).AsSpan().SequenceEqual(bytes) && !decoder.Damaged;
    }));

    [Theory]
    [InlineData("base64")]
    [InlineData("quoted-printable")]
    public void Pieces_of_any_size_decode_alike(string name) => FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(Encoded()), Arb.From(Gen.Choose(1, 9)), (bytes, step) =>
        Run(TransferEncodings.CreateDecoder(name), bytes, step).AsSpan().SequenceEqual(TransferEncodings.CreateDecoder(name).ConvertAll(bytes))));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(100_000)]
    public async Task Streams_decode_in_any_step(int step)
    {
        var bytes = new byte[70_001];
        new Random(1).NextBytes(bytes);
        var encoded = new Base64Encoder().ConvertAll(bytes);
        using var stream = new TransferStream(new MemoryStream(encoded), new Base64Decoder());
        var result = new MemoryStream();
        var buffer = new byte[step];
        int read;
        while ((read = step % 2 == 0 ? await stream.ReadAsync(buffer) : stream.Read(buffer, 0, buffer.Length)) > 0)
            result.Write(buffer, 0, read);
        Assert.Equal(bytes, result.ToArray());
        Assert.False(stream.Damaged);
    }

    [Fact]
    public async Task Hostile_base64_takes_linear_time()
    {
        Edition.NeedsMoreThanMono("an optimizer worth the name");
        // Seconds; the square of that length would be hours.
        await Task.Run(
            static () =>
            {
                new Base64Decoder().ConvertAll(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("AAAA!", 2_000_000))));
                new QuotedPrintableDecoder().ConvertAll(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("= ", 2_000_000))));
            },
            TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(10));
    }

    private static FsCheck.Gen<byte[]> Contents() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        Gen.Select(Gen.ArrayOf(Gen.Elements(" ", "\t", "\r\n", "\r", "\n", "=", "word", ".", "é", "From ", new string('x', 80))), parts => Encoding.UTF8.GetBytes(string.Concat(parts))));

    private static FsCheck.Gen<byte[]> Encoded() =>
        Gen.Select(Gen.ArrayOf(Gen.Elements(" ", "\t", "\r\n", "\r", "\n", "=", "=4", "=41", "==", "AAAA", "SGk=", "!", "é")), parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    /// <summary>Feeds and drains in pieces, as a stream would.</summary>
    private static byte[] Run(TransferCoder coder, byte[] source, int step)
    {
        var result = new List<byte>();
        var room = new byte[Math.Max(step, TransferCoder.MinDestination)];
        var at = 0;
        while (true)
        {
            var length = Math.Min(step, source.Length - at);
            var final = at + length == source.Length;
            var status = coder.Convert(source.AsSpan(at, length), room, out var consumed, out var written, final);
            result.AddRange(room.AsSpan(0, written));
            at += consumed;
            if (final && status == OperationStatus.Done)
                return result.ToArray();
        }
    }
}
