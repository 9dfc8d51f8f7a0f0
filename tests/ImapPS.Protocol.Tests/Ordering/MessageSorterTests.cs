using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Ordering;

namespace ImapPS.Protocol.Tests.Ordering;

public class MessageSorterTests
{
    private static readonly DateTimeOffset Day = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    private static string Sort(SortFields[] messages, params SortCriterion[] criteria) => string.Join(" ", MessageSorter.Sort(messages, criteria));

    private static SortFields[] WithSubjects(params string[] subjects) => subjects.Select((s, i) => new SortFields((uint)i + 1) { Subject = s }).ToArray();

    [Fact]
    public void Each_key_looks_at_its_field()
    {
        SortFields[] messages =
        [
            new(1) { Arrival = Day, Sent = Day.AddHours(3), Size = 2, Subject = "c", From = "b", To = "b", Cc = "c", DisplayFrom = "a", DisplayTo = "c" },
            new(2) { Arrival = Day.AddHours(1), Sent = Day, Size = 3, Subject = "a", From = "c", To = "a", Cc = "b", DisplayFrom = "b", DisplayTo = "b" },
            new(3) { Arrival = Day.AddHours(2), Sent = Day.AddHours(1), Size = 1, Subject = "b", From = "a", To = "c", Cc = "a", DisplayFrom = "c", DisplayTo = "a" },
        ];
        var expected = new Dictionary<SortKey, string>
        {
            [SortKey.Arrival] = "1 2 3", [SortKey.Date] = "2 3 1", [SortKey.Size] = "3 1 2", [SortKey.Subject] = "2 3 1", [SortKey.From] = "3 1 2",
            [SortKey.To] = "2 1 3", [SortKey.Cc] = "3 2 1", [SortKey.DisplayFrom] = "1 2 3", [SortKey.DisplayTo] = "3 2 1",
        };
        Assert.Equal(Enum.GetValues<SortKey>().Length, expected.Count);
        foreach (var (key, order) in expected)
        {
            Assert.Equal(order, Sort(messages, new SortCriterion(key)));
            Assert.Equal(string.Join(" ", Enumerable.Reverse(order.Split(' '))), Sort(messages, new SortCriterion(key, true)));
        }
    }

    [Fact]
    public void Ties_go_to_the_next_criterion_and_in_the_end_by_uid_even_when_reversed()
    {
        SortFields[] messages = [new(9) { Subject = "a", Size = 2 }, new(4) { Subject = "Re: A", Size = 1 }, new(7) { Subject = "a", Size = 1 }];
        Assert.Equal("4 7 9", Sort(messages, new SortCriterion(SortKey.Subject)));
        Assert.Equal("4 7 9", Sort(messages, new SortCriterion(SortKey.Subject, true)));
        Assert.Equal("9 4 7", Sort(messages, new SortCriterion(SortKey.Subject), new SortCriterion(SortKey.Size, true)));
    }

    [Fact]
    public void Without_a_date_of_its_own_a_message_goes_by_its_arrival_and_zones_are_heeded()
    {
        SortFields[] messages =
        [
            new(1) { Arrival = Day, Sent = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.FromHours(-5)) },
            new(2) { Arrival = new DateTimeOffset(2026, 1, 1, 14, 59, 0, TimeSpan.Zero) },
            new(3) { Arrival = Day, Sent = new DateTimeOffset(2026, 1, 1, 16, 59, 0, TimeSpan.FromHours(2)) },
        ];
        Assert.Equal("2 3 1", Sort(messages, new SortCriterion(SortKey.Date)));
    }

    [Theory]
    [InlineData("b|A|a|B", "2 3 1 4")]
    [InlineData("e|é|f|É", "1 2 4 3")]
    [InlineData("zebra|Äpfel|apfel", "3 2 1")]
    [InlineData("\U0001F600|\uFFFD|a", "3 2 1")]
    [InlineData("x\ud800|x", "2 1")]
    public void Text_is_compared_without_case_and_decomposed(string subjects, string expected) =>
        Assert.Equal(expected, Sort(WithSubjects(subjects.Split('|')), new SortCriterion(SortKey.Subject)));

    [Fact]
    public void No_criterion_is_no_sort() => Assert.Throws<ArgumentException>(() => MessageSorter.Sort([], []));
}
