using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Tests.Framing;

/// <summary>What a framer should find in, or has found in, one message; compared as text.</summary>
public sealed record FramedMessage(string Text, string Literals, int Continuations)
{
    /// <summary>Cuts a stream with a framer that gets it in pieces of these sizes, over and over.</summary>
    public static List<FramedMessage> Cut(byte[] stream, IReadOnlyList<int> chunks, ProtocolLimits limits, bool commands)
    {
        var framer = new Framer(limits, commands);
        var found = new List<FramedMessage>();
        var literals = new StringBuilder();
        var continuations = 0;
        var position = 0;
        for (var turn = 0; position < stream.Length; turn++)
        {
            var size = Math.Min(chunks[turn % chunks.Count], stream.Length - position);
            framer.Append(stream.AsSpan(position, size));
            position += size;
            for (var kind = framer.Read(); kind != FrameKind.None; kind = framer.Read())
            {
                switch (kind)
                {
                    case FrameKind.LiteralBegin:
                        literals.Append($"<{framer.Detached[^1].Offset}:{framer.LiteralLength}:");
                        break;
                    case FrameKind.LiteralChunk:
                        literals.Append(Encoding.Latin1.GetString(framer.Chunk.Span));
                        break;
                    case FrameKind.LiteralEnd:
                        literals.Append('>');
                        break;
                    case FrameKind.ContinuationNeeded:
                        continuations++;
                        break;
                    default:
                        found.Add(new(Encoding.Latin1.GetString(framer.Message.Span), literals.ToString(), continuations));
                        literals.Clear();
                        continuations = 0;
                        break;
                }
            }
        }

        Assert.Equal(0, framer.Buffered);
        return found;
    }

    /// <summary>A message with its octets: some words, and some literals below and above the threshold.</summary>
    public static Gen<(string Octets, FramedMessage Expected)> Generate(int threshold, bool commands)
    {
        // Octets that could be mistaken for structure by a framer that has lost count.
        var content = Gen.Elements("a", "\r\n", "\n", "{5}", "{5}\r\n", "\"", "\0", ")", "* OK x\r\n", "\u00e9").ListOf()
            .Select(pieces => string.Concat(pieces));
        var literal = from octets in content
                      from plus in Gen.Elements("", "+")
                      from binary in Gen.Elements("", "~")
                      select (Header: $"{binary}{{{octets.Length}{plus}}}", Octets: octets, Waits: plus.Length == 0);
        var word = Gen.Elements("", " ", "(X \"{3}\")", " {a}", "{}x", "BODY[] ");
        return from lineEnd in Gen.Elements("\r\n", "\n")
               from words in word.ListOf(3)
               from literals in literal.ListOf()
               select Build(lineEnd, words.ToArray(), literals.Take(4).ToArray());

        (string, FramedMessage) Build(string lineEnd, string[] words, (string Header, string Octets, bool Waits)[] literals)
        {
            var octets = new StringBuilder();
            var kept = new StringBuilder();
            var detached = new StringBuilder();
            Both(commands ? "A1 APPEND " : "* 1 FETCH (");
            for (var i = 0; i < literals.Length; i++)
            {
                Both(words[i % 3] + literals[i].Header + lineEnd);
                octets.Append(literals[i].Octets);
                if (literals[i].Octets.Length <= threshold)
                    kept.Append(literals[i].Octets);
                else
                    detached.Append($"<{kept.Length}:{literals[i].Octets.Length}:{literals[i].Octets}>");
            }

            Both(")" + lineEnd);
            return (octets.ToString(), new(kept.ToString(), detached.ToString(), commands ? literals.Count(l => l.Waits) : 0));

            void Both(string text)
            {
                octets.Append(text);
                kept.Append(text);
            }
        }
    }
}
