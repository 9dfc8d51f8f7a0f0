using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Messages of which a server tells piece by piece.</summary>
public class FetchAssemblerTests
{
    private static readonly FetchItems Items = new()
    {
        Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.Preview | FetchAttributes.EmailId,
        Sections = [FetchSectionRequest.Header, FetchSectionRequest.Whole],
    };

    private static FetchResponse[] Pieces(uint uid) =>
    [
        new(uid) { Uid = uid, Flags = MessageFlags.Parse("\\Seen") },
        new(uid) { Uid = uid, Size = 7 },
        new(uid) { Uid = uid, Envelope = new Envelope { Subject = "s" + uid } },
        new(uid) { Uid = uid, Sections = [Section("HEADER", uid)] },
        new(uid) { Uid = uid, Sections = [Section("", uid)] },
        new(uid) { Uid = uid, Extras = new FetchExtras { Preview = "p", EmailId = "M" + uid } },
    ];

    private static FetchSection Section(string name, uint uid) => new(name) { Content = [(byte)uid], Length = 1 };

    private static List<FetchResponse> Run(FetchItems items, IEnumerable<FetchResponse> responses, bool complete = true)
    {
        var sink = new FetchSink(UidSet.Of(1, 5000), items, 1_000_000);
        foreach (var response in responses)
            sink.TryAccept(response);
        if (complete)
            sink.Complete(null);
        else
            sink.Flush();
        var result = new List<FetchResponse>();
        while (sink.Batches.TryRead(out var batch))
            result.AddRange(batch);
        return result;
    }

    [Fact]
    public void Whatever_pieces_come_in_whatever_order_make_each_message_once_and_whole()
    {
        var order = Gen.Choose(0, 1_000_000).ListOf(24);
        Prop.ForAll(order.ToArbitrary(), keys =>
        {
            var pieces = Enumerable.Range(1, 4).SelectMany(uid => Pieces((uint)uid)).Zip(keys, (piece, key) => (piece, key)).OrderBy(p => p.key).Select(p => p.piece).ToArray();
            var messages = Run(Items, pieces, complete: false);
            Assert.Equal([1u, 2u, 3u, 4u], messages.Select(m => m.Uid).Order());
            Assert.All(messages, m =>
            {
                Assert.Equal(MessageFlags.Parse("\\Seen"), m.Flags);
                Assert.Equal(7, m.Size);
                Assert.Equal("s" + m.Uid, m.Envelope!.Subject);
                Assert.Equal(new FetchExtras { Preview = "p", EmailId = "M" + m.Uid }, m.Extras);
                Assert.Equal(["", "HEADER"], m.Sections.Select(s => s.Section).Order());
            });
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Those_behind_one_that_is_incomplete_keep_their_place()
    {
        var sizes = new FetchItems { Attributes = FetchAttributes.Size | FetchAttributes.InternalDate };
        var whole = new FetchResponse(2) { Uid = 2, Size = 1, InternalDate = DateTimeOffset.UnixEpoch };
        var half = new FetchResponse(1) { Uid = 1, Size = 1 };
        Assert.Empty(Run(sizes, [half, whole], complete: false));
        Assert.Equal([1u, 2u], Run(sizes, [half, whole, new FetchResponse(1) { Uid = 1, InternalDate = DateTimeOffset.UnixEpoch }], complete: false).Select(m => m.Uid));
    }

    [Fact]
    public void What_never_comes_is_waited_for_until_the_end_and_no_longer()
    {
        var messages = Run(Items, [Pieces(1)[1], Pieces(2)[2]]);
        Assert.Equal([1u, 2u], messages.Select(m => m.Uid));
        Assert.Null(messages[0].Envelope);
        Assert.Equal("s2", messages[1].Envelope!.Subject);
    }

    [Fact]
    public void What_is_cut_off_is_not_handed_on_by_halves()
    {
        var sink = new FetchSink(UidSet.Of(1, 5), Items, 1_000_000);
        var sizes = new FetchItems { Attributes = FetchAttributes.Size };
        Assert.True(sink.TryAccept(Pieces(1)[1]));
        sink.Complete(new IOException("cut"));
        Assert.False(sink.Batches.TryRead(out _));

        sink = new FetchSink(UidSet.Of(1, 5), sizes, 1_000_000);
        Assert.True(sink.TryAccept(Pieces(1)[1]));
        sink.Complete(new IOException("cut"));
        Assert.True(sink.Batches.TryRead(out _));
    }

    [Theory]
    [InlineData(FetchAssembler.MaxWaiting, 0)]
    [InlineData(FetchAssembler.MaxWaiting + 1, 1)]
    [InlineData(2000, 2000 - FetchAssembler.MaxWaiting)]
    public void So_many_messages_wait_and_no_more(int count, int handedOn) =>
        Assert.Equal(handedOn, Run(Items, Enumerable.Range(1, count).Select(uid => Pieces((uint)uid)[1]), complete: false).Count);

    [Fact]
    public void So_much_content_waits_and_no_more()
    {
        var content = new FetchSection("") { Content = [], Length = FetchAssembler.MaxWaitingBytes / 2 };
        FetchResponse Half(uint uid) => new(uid) { Uid = uid, Sections = [content] };
        Assert.Empty(Run(Items, [Half(1), Half(2)], complete: false));
        Assert.Equal(1u, Assert.Single(Run(Items, [Half(1), Half(2), Half(3)], complete: false)).Uid);
    }

    [Fact]
    public void A_message_that_was_sent_again_and_again_does_not_grow()
    {
        var half = Pieces(1)[3];
        var messages = Run(Items, Enumerable.Repeat(0, 1000).SelectMany(_ => new[] { new FetchResponse(1) { Uid = 1, Sections = half.Sections } }));
        Assert.Equal(2, Assert.Single(messages).Sections.Count);
    }

    [Fact]
    public void One_with_a_problem_waits_for_nothing() =>
        Assert.Single(Run(Items, [new FetchResponse(1) { Uid = 1, Size = 1, Problems = ["ENVELOPE: no"] }], complete: false));

    [Fact]
    public void Flags_that_come_alone_before_their_message_are_news_all_the_same()
    {
        var sink = new FetchSink(UidSet.Of(1, 5), new FetchItems { Attributes = FetchAttributes.Flags | FetchAttributes.Size }, 1);
        Assert.False(sink.TryAccept(Pieces(1)[0]));
        Assert.True(sink.TryAccept(Pieces(1)[1]));
        Assert.False(sink.TryAccept(Pieces(1)[0]));
        sink.Flush();
        Assert.True(sink.Batches.TryRead(out var batch));
        Assert.Equal(MessageFlags.Parse("\\Seen"), Assert.Single(batch).Flags);
    }
}
