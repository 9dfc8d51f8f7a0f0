using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>SORT, THREAD, and what extensions add to ESEARCH.</summary>
public class SearchDataTests
{
    [Theory]
    [InlineData("* SORT 5 3 4 3", "5,3,4,3", null)]
    [InlineData("* SORT", "", null)]
    [InlineData("* sort  2 1 (MODSEQ 917162500)", "2,1", 917162500ul)]
    public void Sort_keeps_the_order(string line, string numbers, ulong? modSeq)
    {
        var sort = Assert.IsType<SortResponse>(Wire.Read(line));
        Assert.Equal(numbers, string.Join(",", sort.Numbers));
        Assert.Equal(modSeq, sort.ModSeq);
    }

    [Theory]
    [InlineData("* THREAD", "")]
    [InlineData("* THREAD ", "")]
    [InlineData("* THREAD (2)", "2@0")]
    [InlineData("* THREAD (2)(3 6 (4 23)(44 7 96))", "2@0 3@0 6@1 4@2 23@3 44@2 7@3 96@4")]
    [InlineData("* THREAD ((3)(5))", "0@0 3@1 5@1")]
    [InlineData("* THREAD (1)((3 7)(5))(8)", "1@0 0@0 3@1 7@2 5@1 8@0")]
    [InlineData("* THREAD (1 ((2)(3))(4))", "1@0 0@1 2@2 3@2 4@1")]
    [InlineData("* THREAD (1)  ( 2  3 ) (4)", "1@0 2@0 3@1 4@0")]
    [InlineData("* THREAD (1 (2)(3) 4)", "1@0 2@1 3@1 4@1")]
    [InlineData("* THREAD ((1))", "0@0 1@1")]
    public void Threads_come_flat_each_before_its_children(string line, string members) =>
        Assert.Equal(members, string.Join(" ", Assert.IsType<ThreadResponse>(Wire.Read(line)).Members.Select(m => $"{m.Number}@{m.Depth}")));

    [Theory]
    [InlineData("* THREAD (1")]
    [InlineData("* THREAD 1)")]
    [InlineData("* THREAD ()")]
    [InlineData("* THREAD (0)")]
    [InlineData("* THREAD (1 2))")]
    [InlineData("* THREAD (1 x)")]
    [InlineData("* THREAD (4294967296)")]
    public void A_thread_that_is_none_is_reported(string line) =>
        Assert.NotNull(Assert.IsType<UnknownResponse>(Wire.Read(line)).Problem);

    [Fact]
    public void A_thread_may_be_as_deep_as_it_is_long()
    {
        const int Deep = 50_000;
        var members = Enumerable.Range(0, Deep).Select(i => new ThreadMember((uint)i + 1, i)).ToArray();
        Assert.Equal(new ThreadResponse(members), Wire.Read(System.Text.Encoding.ASCII.GetString(ResponseWriter.ToBytes(new ThreadResponse(members))).TrimEnd()));
        // A fork at each step: two lists, one inside the other's sibling.
        var forks = Enumerable.Range(0, Deep).SelectMany(i => new[] { new ThreadMember((2 * (uint)i) + 1, i), new ThreadMember((2 * (uint)i) + 2, i + 1) }).ToArray();
        Assert.Equal(new ThreadResponse(forks), Wire.Read(System.Text.Encoding.ASCII.GetString(ResponseWriter.ToBytes(new ThreadResponse(forks))).TrimEnd()));
    }

    [Fact]
    public void The_limits_of_threads_have_names()
    {
        var limits = new ProtocolLimits { MaxThreadNesting = 3, MaxSetRanges = 5 };
        Assert.IsType<ThreadResponse>(new ResponseReader(limits).Read("* THREAD (1 (2 (3)(4))(5))\r\n"u8));
        Assert.Contains("MaxThreadNesting", Assert.IsType<UnknownResponse>(new ResponseReader(limits).Read("* THREAD (1 (2 (3 (4)(5))))\r\n"u8)).Problem);
        Assert.Contains("MaxSetRanges", Assert.IsType<UnknownResponse>(new ResponseReader(limits).Read("* THREAD (1 2 3 4 5 6)\r\n"u8)).Problem);
    }

    [Fact]
    public void What_cannot_be_written_is_refused() =>
        Assert.Throws<ArgumentException>(() => ResponseWriter.ToBytes(new ThreadResponse([new(1, 0), new(2, 2)])));

    [Fact]
    public void ESearch_of_other_mailboxes_and_partial_ones()
    {
        Assert.Equal(
            new ESearchResponse("A1", true) { Mailbox = MailboxName.Create("Entwürfe"), UidValidity = 7, All = UidSet.Parse("1:3") },
            Wire.Read("* ESEARCH (TAG \"A1\" MAILBOX \"Entw&APw-rfe\" UIDVALIDITY 7) UID ALL 1:3"));
        Assert.Equal(new ESearchResponse("A1", true) { Mailbox = MailboxName.Inbox, UidValidity = 7 }, Wire.Read("* ESEARCH (UIDVALIDITY 7 X-NEW (a b) MAILBOX inbox TAG A1) UID"));
        Assert.Equal(
            new ESearchResponse("A1", true) { Partial = new SearchPartial(new PartialRange(1, 10, fromEnd: true), UidSet.Parse("4:9")), Count = 99 },
            Wire.Read("* ESEARCH (TAG \"A1\") UID PARTIAL (-1:-10 4:9) COUNT 99"));
        Assert.Equal(new ESearchResponse(null, true) { Partial = new SearchPartial(new PartialRange(200, 300), null) }, Wire.Read("* ESEARCH UID PARTIAL (200:300 NIL)"));
        Assert.NotNull(Assert.IsType<UnknownResponse>(Wire.Read("* ESEARCH UID PARTIAL (1:-3 NIL)")).Problem);
    }

    [Theory]
    [InlineData("14:16,18,3,5:4", "14 15 16 18 3 5 4", 7)]
    [InlineData("1", "1", 1)]
    public void All_keeps_the_order_of_a_sort(string all, string uids, int count)
    {
        var found = Assert.IsType<ESearchResponse>(Wire.Read($"* ESEARCH UID ALL {all}")).All!;
        Assert.Equal(uids, string.Join(" ", found.Uids()));
        Assert.Equal(count, found.Count);
    }
}
