using ImapPS.Client.Connecting;
using ImapPS.Client.Search;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>Queries over the whole INBOX: octets against a bare SEARCH with INTERNALDATE of what it finds, and round trips.</summary>
internal static class SearchRow
{
    private static readonly DateTimeOffset After = new(2026, 6, 15, 14, 30, 0, TimeSpan.FromHours(2));

    public static async Task RunAsync(Target target, Report report)
    {
        Console.WriteLine("# search by sender and time");
        // A distance, so that what is sent together is counted as one turn.
        using var relay = new LinkRelay(target.Host, target.Port, TimeSpan.FromMilliseconds(100));
        await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
        var time = new TimeTerm(TimeField.Received, Comparison.Greater, After);
        var inside = Query.And(new TextTerm(TextField.From, null, TextTest.Like, "*@shop.example*"), time);
        var atEnd = Query.And(new TextTerm(TextField.From, null, TextTest.Like, "*@shop.example"), time);

        var turns = relay.Turns;
        var counted = Query.And(new TextTerm(TextField.From, null, TextTest.Like, "*@shop.example*"), Query.Not(new FlagTerm("\\Flagged")), new NumberTerm(NumberField.Size, Comparison.Greater, 100));
        var before = session.Connection.BytesReceived;
        report.Figure("matches counted", await session.CountAsync(MailboxName.Inbox, counted), "");
        report.Bound("round trips of a count that the server decides", relay.Turns - turns, 1, "");
        report.Bound("octets of that", session.Connection.BytesReceived - before, 1500, "");

        before = session.Connection.BytesReceived;
        var key = SearchKey.And(SearchKey.From("@shop.example"), SearchKey.Since(After.UtcDateTime.Date.AddDays(-1)));
        var found = await session.SearchAsync(MailboxName.Inbox, key, CancellationToken.None);
        var bare = session.Connection.BytesReceived - before;
        using var drain = new RawDrain(target);
        foreach (var part in found.Uids.Split(CommandLimits.MaxUidSetLength))
            bare += drain.Run($"UID FETCH {part} (UID INTERNALDATE)");
        report.Figure("found by the bare SEARCH", found.Count, "messages");
        report.Figure("octets of it and INTERNALDATE of these", bare, "");

        report.Bound("octets, the sender anywhere (-like '*@shop.example*')", await OctetsAsync(inside) / (double)bare, 1.2, "x");
        report.Figure("octets, the sender at the end (-like '*@shop.example')", await OctetsAsync(atEnd) / (double)bare, "x");

        async Task<long> OctetsAsync(Query query)
        {
            var start = session.Connection.BytesReceived;
            long count = 0;
            await foreach (var batch in (await session.SearchAsync(MailboxName.Inbox, query)).ReadAsync())
                count += batch.Count;
            report.Figure("matches", count, "");
            return session.Connection.BytesReceived - start;
        }
    }
}
