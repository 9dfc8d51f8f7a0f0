using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>Responses as they go through framer and reader together.</summary>
internal static class Wire
{
    /// <summary>The octets of a text whose characters are all below U+0100.</summary>
    public static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Reads one response; the line end is added.</summary>
    public static Response Read(string line, ResponseReader? reader = null) => Read(Octets(line + "\r\n"), reader);

    public static T Read<T>(string line, ResponseReader? reader = null)
        where T : Response => Assert.IsType<T>(Read(line, reader));

    public static Response Read(byte[] octets, ResponseReader? reader = null, ProtocolLimits? limits = null) =>
        Assert.Single(ReadAll(octets, reader, limits));

    /// <summary>Reads all responses; large literals are gathered, as a connection does for those that nobody streams.</summary>
    public static List<Response> ReadAll(byte[] octets, ResponseReader? reader = null, ProtocolLimits? limits = null)
    {
        reader ??= new ResponseReader(limits);
        var framer = new Framer(limits);
        framer.Append(octets);
        var gathered = new MemoryStream();
        var responses = new List<Response>();
        for (var kind = framer.Read(); kind != FrameKind.None; kind = framer.Read())
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
                    responses.Add(reader.Read(framer.Message.Span, framer.Detached));
                    break;
            }
        }

        return responses;
    }

    /// <summary>Reads FETCH with these items.</summary>
    public static FetchResponse Fetch(string items) => Read<FetchResponse>($"* 1 FETCH ({items})");

    /// <summary>The same, and nothing in it may be a problem.</summary>
    public static FetchResponse GoodFetch(string items)
    {
        var fetch = Fetch(items);
        Assert.Empty(fetch.Problems);
        return fetch;
    }
}
