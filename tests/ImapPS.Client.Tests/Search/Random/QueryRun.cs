using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Random queries on a random mailbox, by a server and by <see cref="PlainEvaluation"/>.</summary>
public static class QueryRun
{
    /// <summary>So many messages of that seed.</summary>
    public static IReadOnlyList<MailSample> Mailbox(int seed, int count)
    {
        var mail = new RandomMail(new System.Random(seed));
        return Enumerable.Range(1, count).Select(uid =>
        {
            var message = mail.Next();
            message.Uid = (uint)uid;
            return message;
        }).ToArray();
    }

    /// <summary>Runs queries of that seed; the first one whose answer isn't what it should be is told whole.</summary>
    public static async Task CompareAsync(ImapSession session, MailboxName mailbox, IReadOnlyList<MailSample> messages, int seed, int count, CancellationToken cancellationToken)
    {
        var random = new System.Random(seed);
        for (var i = 0; i < count; i++)
        {
            var now = DateTimeOffset.UtcNow;
            var query = new RandomQueries(random, messages, now).Next();
            await CompareAsync(session, mailbox, messages, query, now, descending: i % 2 == 1, $"seed {seed}, query {i}", cancellationToken);
        }
    }

    public static async Task CompareAsync(
        ImapSession session,
        MailboxName mailbox,
        IReadOnlyList<MailSample> messages,
        Query query,
        DateTimeOffset now,
        bool descending,
        string label,
        CancellationToken cancellationToken)
    {
        var expected = messages.Where(m => PlainEvaluation.Matches(query, m, now)).Select(m => m.Uid).ToArray();
        if (descending)
            Array.Reverse(expected);
        var found = await session.SearchAsync(mailbox, query, new QueryOptions { Now = now, Descending = descending, Warning = text => Assert.Fail(text) }, cancellationToken);
        var actual = new List<uint>();
        await foreach (var batch in found.ReadAsync(cancellationToken))
            actual.AddRange(batch);
        if (!expected.SequenceEqual(actual))
            Assert.Fail(Describe(query, found, messages, expected, actual, label));
        Assert.Equal(expected.Length, await session.CountAsync(mailbox, query, new QueryOptions { Now = now }, cancellationToken));
    }

    private static string Describe(Query query, FoundMessages found, IReadOnlyList<MailSample> messages, uint[] expected, List<uint> actual, string label)
    {
        var wrong = expected.Except(actual).Concat(actual.Except(expected)).First();
        var content = System.Text.Encoding.UTF8.GetString(messages.Single(m => m.Uid == wrong).Content);
        return $"{label}: missing {string.Join(",", expected.Except(actual))}, too many {string.Join(",", actual.Except(expected))}\n{query}\n"
            + $"sent: {string.Join(" | ", found.Plan.ToProgramTexts())}\nfound: {found.Candidates}\nchecked: {found.Plan.Residue}\nmessage {wrong}, {messages.Single(m => m.Uid == wrong).InternalDate:O}:\n{content[..Math.Min(1500, content.Length)]}";
    }
}
