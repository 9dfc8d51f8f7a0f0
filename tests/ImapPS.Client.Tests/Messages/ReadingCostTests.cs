using System.Text;
using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>What reading costs in round trips, commands and memory: what can be counted.</summary>
public class ReadingCostTests : EngineTest
{
    [Fact]
    public async Task Moving_messages_in_a_row_takes_one_command()
    {
        Inbox.AddGenerated(20_000, static _ => [(byte)'\n']);
        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        Server.Log.Clear();
        var result = Assert.Single(await session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, UidSet.Of(1, 20_000), MailboxName.Create("Target"), Cancel));
        Assert.Equal(20_000, result.NewUids!.Count);
        Assert.Equal(["UID MOVE 1:20000 Target"], Commands.Where(c => c.StartsWith("UID MOVE", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_small_content_costs_at_most_500_bytes_of_memory()
    {
        Edition.NeedsCore("what is allocated is neither bounded nor counted there");
        const int Count = 1000;
        var octets = Enumerable.Range(1, Count).Select(n => Encoding.ASCII.GetBytes($"* {n} FETCH (UID {n} BODY[] {{760}}\r\n{new string('x', 760)})\r\n")).ToArray();
        // The first round fills what is kept from one message to the next, and a collection may empty that: the least counts.
        var least = Enumerable.Range(0, 4).Min(_ =>
        {
            var reader = new ResponseReader();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(reader, octets, 1);
            return (GC.GetAllocatedBytesForCurrentThread() - before) / Count;
        });
        Assert.InRange(least, 1, 500);
    }

    private static void Read(ResponseReader reader, byte[][] responses, int firstUid)
    {
        var writers = responses.Select((_, i) => new ContentWriter(new ContentRequest((uint)(firstUid + i), "", static () => Stream.Null), decode: true)).ToList();
        var sink = new ContentSink(FetchSectionRequest.Whole, writers, 1024 * 1024);
        reader.TakeContent = sink.TakeContent;
        for (var i = 0; i < responses.Length; i++)
        {
            Assert.True(sink.TryAccept(reader.Read(responses[i])));
            var content = Assert.IsType<PooledContent>(sink.ContentOf(i));
            content.Return();
            Assert.Null(new ContentResult(writers[i], null).Error);
        }
    }
}
