using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Tests.Search;

/// <summary>Random mailboxes and sorts, with few different values of each field so that there are ties: the same ones each time, so that what fails once fails for everybody.</summary>
internal static class SortedMailbox
{
    private static readonly DateTimeOffset Day = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    private static Gen<string> Address { get; } = Gen.Elements(
        "anna@x.example", "Anna <anna@y.example>", "Zoe <anna@x.example>", "\"Bert, B.\" <bert@x.example>", "=?utf-8?q?=C3=84nne?= <z@x.example>",
        "BERT@x.example", "Zoe <zoe@x.example>, anna@x.example", "nobody", "\"a b\"@x.example");

    private static readonly string[] PlainSubjects =
    [
        "", "plan", "Re: plan", "PLAN", "[list] plan", "Re: [list] Plan (fwd)", "[Fwd: plan]", "Plan B", "apfel", "a b", "Zebra", "10", "9", "(x)", "~",
    ];

    private static readonly string[] PlainDates =
    [
        "Mon, 5 Jan 2026 12:00:00 +0000", "Mon, 5 Jan 2026 13:00:00 +0100", "Mon, 5 Jan 2026 07:00:00 -0500", "Sun, 4 Jan 2026 23:59:59 -1200", "Thu, 1 Jan 1998 00:00:00 GMT",
    ];

    private static Gen<string> Subject { get; } = Gen.Elements([.. PlainSubjects, "=?utf-8?q?=C3=84pfel?=", "=?utf-8?b?w4RwZmVs?= 2", "a  b"]);

    private static Gen<string> Date { get; } = Gen.Elements([.. PlainDates, "", "6 Jan 2026 08:00 +0000", "nonsense"]);

    /// <summary>A message's octets, and when it arrived.</summary>
    public static Gen<(string Text, DateTimeOffset Arrival)> Message { get; } =
        from subject in Subject
        from date in Date
        from addresses in Address.ListOf(3)
        from cc in Gen.Elements(true, false)
        from id in Gen.Choose(0, 8)
        from references in Gen.Choose(1, 8).ListOf()
        from hour in Gen.Choose(0, 5)
        from length in Gen.Choose(0, 3)
        select (Make(subject, date, addresses, cc, id, references, length), Day.AddHours(hour));

    /// <summary>A message of a mailbox in which nothing is odd: dates, ASCII, an ID for each, references in one line to those before.</summary>
    /// <param name="index">Its place in the mailbox, from 1.</param>
    public static Gen<(string Text, DateTimeOffset Arrival)> Plain(int index) =>
        from subject in Gen.Elements(PlainSubjects)
        from date in Gen.Elements(PlainDates)
        from addresses in Address.Where(static a => a.IndexOf('?') < 0 && a.IndexOf("BERT", StringComparison.Ordinal) < 0).ListOf(3)
        from cc in Gen.Elements(true, false)
        from reply in Gen.Elements(true, false)
        from to in Gen.Choose(1, Math.Max(1, index - 1))
        from hour in Gen.Choose(0, 5)
        from length in Gen.Choose(0, 3)
        select (Make(subject, date, addresses, cc, index, reply && index > 1 ? [to] : [], length).Replace("References:\r\n", "References:", StringComparison.Ordinal), Day.AddHours(hour));

    public static Gen<SortCriterion[]> Criteria { get; } =
        (from key in Gen.Choose(0, 8) from reverse in Gen.Elements(true, false) select new SortCriterion((SortKey)key, reverse)).NonEmptyListOf().Select(l => l.Take(3).ToArray());

    /// <summary>So many values of a seed.</summary>
    public static IEnumerable<T> Of<T>(this Gen<T> values, int seed, int count = 1) => values.Sample(count, new Rnd((ulong)seed), 40);

    private static string Make(string subject, string date, List<string> addresses, bool cc, int id, List<int> references, int length) => string.Concat(
        $"From: {addresses[0]}\r\nTo: {addresses[1]}\r\n",
        cc ? $"Cc: {addresses[2]}\r\n" : "",
        subject.Length > 0 ? $"Subject: {subject}\r\n" : "",
        date.Length > 0 ? $"Date: {date}\r\n" : "",
        id > 0 ? $"Message-ID: <{id}@x.example>\r\n" : "",
        references.Count > 0 ? $"References:{string.Concat(references.Take(4).Select(r => $"\r\n <{r}@x.example>"))}\r\n" : "",
        "\r\n",
        new string('x', length),
        "\r\n");
}
