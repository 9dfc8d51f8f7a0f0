using System.Text;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;

namespace ImapPS.Protocol.Tests.Commands;

/// <summary>Carries commands from the writer to the reader as a connection would.</summary>
internal static class CommandWire
{
    public static string Text(this EncodedCommand command) =>
        string.Join("|", command.Segments.Select(s => Encoding.Latin1.GetString(s.Bytes.Span)));

    public static string Write(this Command command, LiteralMode literals = LiteralMode.Synchronizing, bool utf8 = false)
    {
        using var encoded = command.Encode("A1", new EncodingOptions(literals, utf8));
        return encoded.Text();
    }

    /// <summary>Sends segment by segment, each next one only after the framer asked for it; then reads the command.</summary>
    public static ReceivedCommand Transmit(EncodedCommand command, bool utf8)
    {
        var framer = new Framer(commands: true);
        ReceivedCommand? received = null;
        for (var i = 0; i < command.Segments.Count; i++)
        {
            framer.Append(command.Segments[i].Bytes.Span);
            var waits = Drain(framer, utf8, ref received);
            Assert.Equal(i < command.Segments.Count - 1 ? 1 : 0, waits);
            Assert.Equal(i == command.Segments.Count - 1, received is not null);
        }

        Assert.Equal(0, framer.Buffered);
        Assert.NotNull(received);
        return received;
    }

    public static ReceivedCommand Read(string latin1, bool utf8 = false)
    {
        var framer = new Framer(commands: true);
        framer.Append(Encoding.Latin1.GetBytes(latin1 + "\r\n"));
        ReceivedCommand? received = null;
        Drain(framer, utf8, ref received);
        Assert.NotNull(received);
        return received;
    }

    /// <summary>Reads all that is there; how often the framer asked for a continuation.</summary>
    public static int Drain(Framer framer, bool utf8, ref ReceivedCommand? received)
    {
        var waits = 0;
        var gathered = new MemoryStream();
        while (true)
        {
            switch (framer.Read())
            {
                case FrameKind.None:
                    return waits;
                case FrameKind.LiteralBegin:
                    gathered = new MemoryStream();
                    break;
                case FrameKind.LiteralChunk:
                    gathered.Write(framer.Chunk.Span);
                    break;
                case FrameKind.LiteralEnd:
                    framer.Detached[^1].Content = gathered.ToArray();
                    break;
                case FrameKind.Message:
                    received = new CommandReader { Utf8 = utf8 }.Read(framer.Message.Span, framer.Detached);
                    break;
                case FrameKind.ContinuationNeeded:
                    waits++;
                    break;
            }
        }
    }

    /// <summary>Equality that looks into secrets too.</summary>
    public static void AssertSame(Command expected, Command? actual)
    {
        switch (expected, actual)
        {
            case (LoginCommand a, LoginCommand b):
                Assert.Equal(a.UserName, b.UserName);
                Assert.True(a.Password.Span.SequenceEqual(b.Password.Span));
                break;
            case (AuthenticateCommand a, AuthenticateCommand b):
                Assert.Equal(a.Mechanism, b.Mechanism);
                Assert.Equal(a.InitialResponse is null, b.InitialResponse is null);
                Assert.True(a.InitialResponse is null || a.InitialResponse.Span.SequenceEqual(b.InitialResponse!.Span));
                break;
            case (AppendCommand a, AppendCommand b):
                Assert.Equal(a, b);
                Assert.Equal(a.Messages.Select(m => m.InternalDate?.Offset), b.Messages.Select(m => m.InternalDate?.Offset));
                break;
            default:
                Assert.Equal(expected, actual);
                break;
        }
    }
}
