using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;

namespace ImapPS.Protocol.Tests.Commands;

public class CommandRoundTripTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(1500);
    private static readonly Gen<Command> Commands = new CommandGenerators(false).Command;

    [Theory]
    [InlineData(LiteralMode.Synchronizing, false)]
    [InlineData(LiteralMode.Minus, false)]
    [InlineData(LiteralMode.Plus, false)]
    [InlineData(LiteralMode.Synchronizing, true)]
    [InlineData(LiteralMode.Plus, true)]
    public void What_is_written_is_read_back_equal(LiteralMode literals, bool utf8) =>
        Prop.ForAll(new CommandGenerators(utf8).Command.ToArbitrary(), command =>
        {
            using var encoded = command.Encode("A1", new EncodingOptions(literals, utf8));
            var received = CommandWire.Transmit(encoded, utf8);
            Assert.Null(received.Problem);
            Assert.Equal("A1", received.Tag);
            Assert.Equal(command.Name, received.Name);
            CommandWire.AssertSame(command, received.Command);
            Assert.DoesNotContain(encoded.Trace, c => char.IsControl(c) || c is '\u202e' or '\u200f' or '\u2028' or '\ufeff');
        }).Check(Many);

    [Fact]
    public void Commands_in_a_row_stay_apart() =>
        Prop.ForAll(Commands.ToArbitrary(), Commands.ToArbitrary(), (first, second) =>
        {
            var options = new EncodingOptions(LiteralMode.Plus, false);
            using var one = first.Encode("A1", options);
            using var two = second.Encode("A2", options);
            var framer = new Framer(commands: true);
            foreach (var segment in one.Segments.Concat(two.Segments))
                framer.Append(segment.Bytes.Span);
            var tags = new List<string>();
            while (framer.Read() is var kind && kind != FrameKind.None)
            {
                if (kind == FrameKind.Message)
                    tags.Add(new CommandReader().Read(framer.Message.Span, framer.Detached).Tag);
            }

            Assert.Equal(["A1", "A2"], tags);
        }).Check(Many);

    [Fact]
    public void A_damaged_command_is_a_problem_and_never_an_exception()
    {
        var edits = Gen.ArrayOf(from at in Gen.Choose(0, 1 << 20) from octet in Gen.Elements(0, 10, 13, 32, 34, 40, 41, 42, 92, 123, 125, 48, 65, 200) select (at, octet), 3);
        Prop.ForAll(Commands.ToArbitrary(), edits.ToArbitrary(), (command, changes) =>
        {
            using var encoded = command.Encode("A1", new EncodingOptions(LiteralMode.Plus, false));
            var bytes = encoded.Segments.SelectMany(s => s.Bytes.ToArray()).ToArray();
            foreach (var (at, octet) in changes)
                bytes[at % (bytes.Length - 2)] = (byte)octet;
            var received = new CommandReader().Read(bytes);
            Assert.Equal(received.Problem is null, received.Command is not null);
            Assert.All(received.Problem ?? "", c => Assert.InRange(c, ' ', '~'));
            Assert.All(received.Tag + received.Name, c => Assert.InRange(c, ' ', '~'));
            if (received.Command is { } understood)
                Assert.Null(understood.Conflict);
        }).Check(Many);
    }
}
