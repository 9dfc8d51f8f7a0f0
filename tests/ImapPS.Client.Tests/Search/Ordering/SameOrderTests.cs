using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Search;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Whether the server sorts or the client: the same messages in the same order, for random mailboxes.</summary>
public class SameOrderTests : EngineTest
{
    private static readonly string[] Everything = ["SORT", "SORT=DISPLAY", "ESORT", "PARTIAL", "SEARCHRES", "THREAD=REFERENCES", "THREAD=REFS", "THREAD=ORDEREDSUBJECT"];

    private readonly Loopback.LoopbackOptions _poor = new();

    private async Task BothAsync(int count, Func<Client.Session.ImapSession, Client.Session.ImapSession, MailboxName, Random, Task> check)
    {
        Options.With(Everything);
        await using var poor = Loopback.LoopbackServer.Start(_poor);
        var able = await ConnectAsync();
        await using var unable = await Messages.LoopbackClient.ConnectAsync(poor);
        for (var i = 0; i < count; i++)
        {
            var name = $"box{i}";
            var messages = SortedMailbox.Message.ListOf().Of(i).Single();
            foreach (var server in new[] { Server, poor })
            {
                var mailbox = server.Mailboxes.GetOrCreate(name);
                mailbox.SkipToUid((uint)(i * 7) + 1);
                foreach (var (text, arrival) in messages)
                    mailbox.Add(System.Text.Encoding.UTF8.GetBytes(text), null, arrival);
            }

            await check(able, unable, MailboxName.Create(name), new Random(i));
        }

        Assert.DoesNotContain(poor.Log.Commands, c => c.StartsWith("UID SORT", StringComparison.Ordinal) || c.StartsWith("UID THREAD", StringComparison.Ordinal));
    }

    [Fact]
    public Task Sorted() => BothAsync(60, async (able, unable, mailbox, random) =>
    {
        foreach (var criteria in SortedMailbox.Criteria.Of(random.Next(), 5))
        {
            var range = random.Next(3) == 0 ? ResultRange.All : new ResultRange(random.Next(4), 1 + random.Next(6), random.Next(2) == 0);
            var key = random.Next(2) == 0 ? SearchKey.All : SearchKey.Not(SearchKey.Subject("plan"));
            var order = new SearchOrder { Criteria = criteria, Range = range };
            var there = await able.SearchInOrderAsync(mailbox, key, order, Cancel).WaitAsync(Hang);
            var here = await unable.SearchInOrderAsync(mailbox, key, order, Cancel).WaitAsync(Hang);
            Assert.True(here.SortedHere && !there.SortedHere && there.Refusal is null);
            Assert.True(there.Uids.SequenceEqual(here.Uids), $"{mailbox}: {string.Join(" ", criteria)} {range}: {string.Join(" ", there.Uids)} <> {string.Join(" ", here.Uids)}");
        }
    });

    [Fact]
    public Task Threaded() => BothAsync(60, async (able, unable, mailbox, _) =>
    {
        foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>())
        {
            var there = await able.ThreadAsync(mailbox, SearchKey.All, algorithm, 1000, Cancel).WaitAsync(Hang);
            var here = await unable.ThreadAsync(mailbox, SearchKey.All, algorithm, 1000, Cancel).WaitAsync(Hang);
            Assert.True(here.ThreadedHere && !there.ThreadedHere);
            Assert.Equal(there.Members, here.Members);
        }
    });

    [Fact]
    public Task Queried() => BothAsync(40, async (able, unable, mailbox, random) =>
    {
        // The first is decided by the server, the second checked here, and the third is both.
        Query[] queries =
        [
            Query.Not(new FlagTerm("\\Seen")),
            new TextTerm(TextField.Subject, null, TextTest.Match, "a"),
            Query.Or(new TextTerm(TextField.Subject, null, TextTest.Like, "*plan"), new TextTerm(TextField.From, null, TextTest.Like, "*@x.example*")),
        ];
        foreach (var query in queries)
        {
            var all = new List<uint>();
            var found = await able.SearchAsync(mailbox, query, null, Cancel).WaitAsync(Hang);
            await foreach (var batch in found.ReadAsync(Cancel))
                all.AddRange(batch);
            var range = new ResultRange(random.Next(3), 1 + random.Next(6), random.Next(2) == 0);
            var inOrder = await able.SearchInOrderAsync(mailbox, query, new SearchOrder { Range = range }, null, Cancel).WaitAsync(Hang);
            var expected = range.FromEnd ? Enumerable.Reverse(all).Skip((int)range.Skip).Take((int)range.Take).Reverse() : all.Skip((int)range.Skip).Take((int)range.Take);
            Assert.Equal(expected, inOrder.Uids);
            var order = new SearchOrder { Criteria = [new(SortKey.Subject), new(SortKey.Date, true)] };
            var there = await able.SearchInOrderAsync(mailbox, query, order, null, Cancel).WaitAsync(Hang);
            var here = await unable.SearchInOrderAsync(mailbox, query, order, null, Cancel).WaitAsync(Hang);
            Assert.Equal(there.Uids, here.Uids);
            Assert.Equal(all, there.Uids.Order());
        }
    });
}
