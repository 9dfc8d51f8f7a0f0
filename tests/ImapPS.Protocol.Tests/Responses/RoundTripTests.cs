using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>What one side writes the other side reads back equal.</summary>
public class RoundTripTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_response_comes_back(bool utf8)
    {
        // One reader for all: what it keeps from one response must not show in another.
        var reader = new ResponseReader(options: new() { Utf8 = utf8 });
        Properties.Check(ResponseGenerators.Any.Where(r => !utf8 || Utf8Safe(r)), 3000, response =>
        {
            var octets = ResponseWriter.ToBytes(response, utf8);
            Assert.Equal(response, Wire.Read(octets, reader));
        });
    }

    [Fact]
    public void Many_responses_in_one_stream_come_back() =>
        Properties.Check(ResponseGenerators.Any.ListOf(), 100, responses =>
        {
            var stream = responses.SelectMany(r => ResponseWriter.ToBytes(r)).ToArray();
            Assert.Equal(responses, Wire.ReadAll(stream));
        });

    [Fact]
    public void Literals_that_are_handed_on_come_back() =>
        Properties.Check(ResponseGenerators.Any, 500, response =>
        {
            var read = Wire.Read(ResponseWriter.ToBytes(response), limits: new() { LiteralThreshold = 3 });
            if (read is FetchResponse fetch)
                fetch.Sections = fetch.Sections.Select(s => s with { Detached = null }).ToArray();
            Assert.Equal(response, read);
        });

    /// <summary>A name that isn't UTF-8 was made by a server without UTF-8, and is not decoded the same way by one with it.</summary>
    private static bool Utf8Safe(Response response)
    {
        MailboxName?[] names = response switch
        {
            ListResponse list => [list.Mailbox, list.OldName],
            MailboxStatusResponse status => [status.Mailbox],
            ESearchResponse search => [search.Mailbox],
            MetadataResponse metadata => [metadata.Mailbox],
            QuotaRootResponse roots => [roots.Mailbox],
            NamespaceResponse spaces => spaces.Personal.Concat(spaces.OtherUsers).Concat(spaces.Shared).Select(n => n.Prefix).ToArray(),
            _ => [],
        };
        return names.All(n => n is null || n.IsDecoded);
    }
}
