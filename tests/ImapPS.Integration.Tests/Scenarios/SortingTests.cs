using System.Collections.Concurrent;
using System.Text;
using FsCheck.Fluent;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Search;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>
/// SORT and THREAD of real servers against the same done here, for random mailboxes. Dovecot does all as the standards say;
/// what Cyrus and Courier do otherwise is written down.
/// </summary>
/// <remarks>IMAPPS_SORTS=20 makes it twenty mailboxes for each server.</remarks>
public sealed class SortingTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static readonly int Mailboxes = Environment.GetEnvironmentVariable("IMAPPS_SORTS") is { Length: > 0 } text ? int.Parse(text) : 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_same_order_here_and_there(string name)
    {
        await using var session = await EngineClient.ConnectAsync(await StartedAsync(name));
        for (var i = 0; i < Mailboxes; i++)
        {
            var mailbox = await FillAsync(session, await StartedAsync(name), i, name == "dovecot" ? null : SortedMailbox.Plain);
            foreach (var key in Enum.GetValues<SortKey>().Where(k => session.Capabilities.SortDisplay || k < SortKey.DisplayFrom))
            {
                // Courier counts line ends as one octet: see below.
                if (name == "courier" && key == SortKey.Size)
                    continue;
                foreach (var criterion in new[] { new SortCriterion(key), new SortCriterion(key, true) })
                {
                    var there = await SortAsync(session, mailbox, criterion);
                    var (_, fields) = await SortFieldsReading.ReadAsync(session, mailbox, SearchKey.All, SortFieldsPlan.For([criterion]), 1000, Token);
                    var here = MessageSorter.Sort(fields, [criterion]);
                    // Courier leaves what ties in any order.
                    if (name == "courier")
                        Assert.True(Ranks(here, fields, criterion).SequenceEqual(Ranks(there, fields, criterion)), $"mailbox {i}, {criterion}: there {string.Join(" ", there)}, here {string.Join(" ", here)}");
                    else
                        Assert.True(there.SequenceEqual(here), $"mailbox {i}, {criterion}: there {string.Join(" ", there)}, here {string.Join(" ", here)}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_same_threads_here_and_there(string name)
    {
        await using var session = await EngineClient.ConnectAsync(await StartedAsync(name));
        for (var i = 0; i < Mailboxes; i++)
        {
            var mailbox = await FillAsync(session, await StartedAsync(name), i, name == "dovecot" ? null : SortedMailbox.Plain);
            foreach (var algorithm in Enum.GetValues<ThreadAlgorithm>().Where(a => session.Capabilities.Has("THREAD=" + a)))
            {
                var there = await session.ThreadAsync(mailbox, SearchKey.All, algorithm, 1000, Token);
                Assert.True(there is { ThreadedHere: false, Refusal: null }, there.Refusal);
                var (_, fields) = await SortFieldsReading.ReadAsync(session, mailbox, SearchKey.All, SortFieldsPlan.For(algorithm), 1000, Token);
                var here = MessageThreader.Thread(fields, algorithm);
                Func<IReadOnlyList<ThreadMember>, string> view = (name, algorithm) switch
                {
                    // Cyrus puts replies in the order of the newest message below each, and Dovecot leaves what ties in any order.
                    (_, ThreadAlgorithm.Refs) => Parents,
                    // Courier makes a chain of the messages of one subject.
                    ("courier", ThreadAlgorithm.OrderedSubject) => Groups,
                    // Courier leaves what ties in any order.
                    ("courier", _) => Parents,
                    _ => Text,
                };
                Assert.True(view(there.Members) == view(here), $"mailbox {i}, {algorithm}\n there {Text(there.Members)}\n here  {Text(here)}");
            }
        }
    }

    [Fact]
    public async Task A_count_and_the_first_ones_of_many_cost_a_line()
    {
        var server = await StartedAsync("dovecot");
        await Dovecot.BulkAsync("bench", "Ordered", 20_000);
        var trace = new ConcurrentQueue<string>();
        await using var session = await EngineClient.ConnectAsync(server, user: server.UserNamed("bench"), trace: trace.Enqueue, compress: Client.Connecting.CompressionUse.Off);
        var mailbox = MailboxName.Create("Ordered");
        await session.SelectAsync(mailbox, write: false, Token);
        Assert.Equal(20_000, await CostAsync(() => session.CountAsync(mailbox, SearchKey.All, Token)));
        var first = new SearchOrder { Range = new ResultRange(0, 10, false) };
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (uint)n), (await CostAsync(() => session.SearchInOrderAsync(mailbox, SearchKey.All, first, Token))).Uids);
        // Dovecot announces PARTIAL for SEARCH alone, but knows it for SORT too.
        var largest = first with { Criteria = [new SortCriterion(SortKey.Size, true)] };
        Assert.Equal(10, (await CostAsync(() => session.SearchInOrderAsync(mailbox, SearchKey.All, largest, Token))).Uids.Count);

        // One command each, and its answer.
        async Task<T> CostAsync<T>(Func<Task<T>> work)
        {
            var (received, lines) = (session.Connection.BytesReceived, trace.Count);
            var result = await work();
            Assert.InRange(session.Connection.BytesReceived - received, 50, 250);
            Assert.Equal(3, trace.Count - lines);
            return result;
        }
    }

    [Theory]
    [InlineData("dovecot", "1 2 3")]
    [InlineData("cyrus", "2 1 3")]
    public async Task Cyrus_takes_two_spaces_for_two(string name, string expected) =>
        Assert.Equal(expected, await SortAsync(name, SortKey.Subject, "Subject: a b", "Subject: a  b", "Subject: a c"));

    [Theory]
    [InlineData("dovecot", "2 1 3")]
    [InlineData("cyrus", "1 3 2")]
    [InlineData("courier", "1 3 2")]
    public async Task Cyrus_and_Courier_sort_letters_beyond_ASCII_behind_all_others(string name, string expected) =>
        Assert.Equal(expected, await SortAsync(name, SortKey.Subject, "Subject: b", "Subject: =?utf-8?q?=C3=84?=", "Subject: ~"));

    [Theory]
    [InlineData("dovecot", "3 1 2")]
    [InlineData("cyrus", "3 1 2")]
    [InlineData("courier", "2 3 1")]
    public async Task Courier_sorts_what_has_no_date_to_the_front(string name, string expected) =>
        Assert.Equal(expected, await SortAsync(name, SortKey.Date, "Date: Mon, 5 Jan 2015 12:00:00 +0000", "Subject: undated", "Date: Mon, 5 Jan 1998 12:00:00 +0000"));

    [Theory]
    [InlineData("dovecot", "1 2")]
    [InlineData("cyrus", "1 2")]
    [InlineData("courier", "2 1")]
    public async Task Courier_counts_a_line_end_as_one_octet(string name, string expected) =>
        Assert.Equal(expected, await SortAsync(name, SortKey.Size, "Subject: aaaaaaaaaaaaaaaa", "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\nE: 5"));

    [Theory]
    [InlineData("dovecot", "1 3 2")]
    [InlineData("cyrus", "1 3 2")]
    [InlineData("courier", "3 1 2")]
    public async Task Courier_sorts_capital_letters_of_addresses_to_the_front(string name, string expected) =>
        Assert.Equal(expected, await SortAsync(name, SortKey.From, "From: anna@x.example", "From: carl@x.example", "From: BERT@x.example"));

    private async Task<string> SortAsync(string name, SortKey key, params string[] headers)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var mailbox = await FillAsync(session, server, headers.Select(h => (h + "\r\n\r\n", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        return string.Join(" ", await SortAsync(session, mailbox, new SortCriterion(key)));
    }

    private static async Task<IReadOnlyList<uint>> SortAsync(ImapSession session, MailboxName mailbox, SortCriterion criterion)
    {
        var there = await session.SearchInOrderAsync(mailbox, SearchKey.All, new SearchOrder { Criteria = [criterion] }, Token);
        Assert.True(there is { SortedHere: false, Refusal: null }, there.Refusal);
        return there.Uids;
    }

    /// <summary>For each place how many of the messages come before that don't tie with the one there.</summary>
    private static IEnumerable<int> Ranks(IReadOnlyList<uint> order, List<SortFields> fields, SortCriterion criterion)
    {
        var by = fields.ToDictionary(f => f.Uid);
        var sorted = MessageSorter.Sort(fields, [criterion]);
        var ranks = new Dictionary<uint, int>();
        for (var i = 0; i < sorted.Length; i++)
        {
            // What ties keeps its order when the criterion is turned round.
            var ties = i > 0 && MessageSorter.Sort([by[sorted[i - 1]], by[sorted[i]]], [criterion with { Reverse = !criterion.Reverse }])[0] == sorted[i - 1];
            ranks[sorted[i]] = ties ? ranks[sorted[i - 1]] : i;
        }

        return order.Select(u => ranks[u]);
    }

    private static string Text(IReadOnlyList<ThreadMember> members) => Encoding.ASCII.GetString(ResponseWriter.ToBytes(new ThreadResponse(members))).Trim();

    /// <summary>What each message answers.</summary>
    private static string Parents(IReadOnlyList<ThreadMember> members)
    {
        var above = new List<uint>();
        var pairs = new SortedDictionary<uint, uint>();
        foreach (var member in members)
        {
            above.RemoveRange(member.Depth, above.Count - member.Depth);
            if (member.Number != 0)
                pairs[member.Number] = above.Count > 0 ? above[^1] : 0;
            above.Add(member.Number);
        }

        return string.Join(" ", pairs.Select(p => $"{p.Key}<{p.Value}"));
    }

    /// <summary>What stands in one thread.</summary>
    private static string Groups(IReadOnlyList<ThreadMember> members)
    {
        var groups = new List<List<uint>>();
        foreach (var member in members)
        {
            if (member.Depth == 0)
                groups.Add([]);
            groups[^1].Add(member.Number);
        }

        return string.Join(" ", groups.Select(g => string.Join(",", g.Order())).Order());
    }

    private static Task<MailboxName> FillAsync(ImapSession session, ServerDescription server, int seed, Func<int, FsCheck.Gen<(string Text, DateTimeOffset Arrival)>>? message) =>
        FillAsync(session, server, Enumerable.Range(1, 40).Select(i => (message?.Invoke(i) ?? SortedMailbox.Message).Of((seed * 100) + i).Single()));

    private static async Task<MailboxName> FillAsync(ImapSession session, ServerDescription server, IEnumerable<(string Text, DateTimeOffset Arrival)> messages)
    {
        var mailbox = MailboxName.Create(server.Mailbox("Sorting-" + Guid.NewGuid().ToString("N")[..8]));
        var items = messages.Select(m => new AppendItem(AppendSource.FromBytes(Encoding.UTF8.GetBytes(m.Text)), null, m.Arrival));
        await foreach (var result in session.AppendAsync(mailbox, items, new AppendOptions { CreateMailbox = true }, Token))
            Assert.Null(result.Error);
        return mailbox;
    }
}
