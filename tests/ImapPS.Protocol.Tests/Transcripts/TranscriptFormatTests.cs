using System.Text;
using FsCheck.Fluent;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Protocol.Tests.Transcripts;

public class TranscriptFormatTests
{
    [Fact]
    public void Octets_come_back_as_they_were_and_none_of_them_moves_a_terminal() => Properties.Check(
        Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 255).Select(static n => (byte)n), Gen.Elements((byte)'\\', (byte)'x', (byte)'4', (byte)'A', (byte)0xe2, (byte)0x80, (byte)0xae))),
        2_000,
        octets =>
        {
            var text = TranscriptFormat.Escape(octets);
            Assert.DoesNotContain(text, static c => char.IsControl(c) || c == '\u202e');
            Assert.Equal(octets, TranscriptFormat.Unescape(text));
        });

    [Fact]
    public void What_is_recorded_is_read_back() => Properties.Check(
        Gen.ArrayOf(Gen.OneOf(Gen.Choose(0, 255).Select(static n => (byte)n), Gen.Elements((byte)'\r', (byte)'\n'))),
        500,
        content =>
        {
            var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
            TranscriptPiece[] pieces = [TranscriptPiece.Line(Encoding.ASCII.GetBytes($"* 1 FETCH (BODY[] {{{content.Length}}}")), TranscriptPiece.Literal(content), TranscriptPiece.Line(")"u8.ToArray())];
            var reader = new TranscriptReader(keepContent: true);
            Assert.Empty(reader.Read(TranscriptFormat.Header(redacted: false)));
            var records = pieces.SelectMany(p => TranscriptFormat.Records(time, 1, TranscriptDirection.Server, p));
            var exchange = Assert.Single(records.SelectMany(r => reader.Read(ByteText.Latin1.GetString(Encoding.UTF8.GetBytes(r)))));
            Assert.Equal(time, exchange.Responses[0].Time);
            Assert.Equal(content, exchange.Responses[0].Pieces.Where(static p => p.Kind == TranscriptPieceKind.Literal).SelectMany(static p => p.Octets));
            Assert.False(reader.IsRedacted);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(78)]
    [InlineData(1000)]
    public void Filler_is_base64_at_any_length(int length)
    {
        var filler = new byte[length];
        TranscriptFiller.Fill(filler, 0, length);
        var text = Encoding.ASCII.GetString(filler);
        Assert.Equal(text.Count(static c => c == 'x') / 4 * 3, Convert.FromBase64String(text).Length);
        var part = new byte[Math.Min(length, 10)];
        TranscriptFiller.Fill(part, length - part.Length, length);
        Assert.Equal(filler.AsSpan(length - part.Length).ToArray(), part);
    }
}
