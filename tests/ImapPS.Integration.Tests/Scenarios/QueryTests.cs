using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Search;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Queries on real servers: what a plain evaluation of whole messages finds, whatever their SEARCH makes of it.</summary>
/// <remarks>IMAPPS_QUERIES=1000x100 runs a thousand queries on each of a hundred mailboxes.</remarks>
public sealed class QueryTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private static readonly (int Queries, int Mailboxes) Amount = Environment.GetEnvironmentVariable("IMAPPS_QUERIES") is { Length: > 0 } text
        ? (int.Parse(text.Split('x')[0]), int.Parse(text.Split('x')[1]))
        : (60, 2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Random_queries_find_what_a_plain_evaluation_finds(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        for (var seed = 1; seed <= Amount.Mailboxes; seed++)
        {
            var (mailbox, messages) = await FillAsync(session, server, QueryRun.Mailbox(seed, 20));
            await QueryRun.CompareAsync(session, mailbox, messages, seed, Amount.Queries, Token);
        }
    }

    /// <summary>What each server was found to do in its own way, whose planning is told by <see cref="SearchAbility"/> and <see cref="SearchPlanner"/>.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task What_servers_do_in_their_own_way_loses_nothing(string name)
    {
        var server = await StartedAsync(name);
        await using var session = await EngineClient.ConnectAsync(server);
        var received = new DateTimeOffset(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
        var texts = new[]
        {
            // Cyrus takes a date that it can't read for that of INTERNALDATE.
            Mail("Date: Sun Mar 1 23:30:00 2026", "text"),
            Mail("Date: 2026-03-01T10:00:00Z", "text"),
            Mail("Date: Sunday, 1 March 2026 10:00:00 +0000", "text"),
            // Cyrus looks through UTF-8 and US-ASCII only.
            Mail("Content-Type: text/plain; charset=iso-8859-1", "zebra"),
            Mail("Content-Type: text/plain; charset=utf-8", "zebra"),
            Mail("Content-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64", "1sXC0sE="),
            // Cyrus finds no empty field.
            Mail("X-Tag:", "text"),
            // Dovecot writes \' for ' in a name before it looks.
            Mail("To: \"O'Neil, a'b@shop.example\" <x@shop.example>", "text"),
            // Courier counts one octet for a line end.
            Mail("X-Size: 1", string.Concat(Enumerable.Repeat("\r\n", 300))),
        };
        var (mailbox, messages) = await FillAsync(session, server, texts.Select(t => new MailSample(System.Text.Encoding.UTF8.GetBytes(t), received, [])).ToArray());
        Assert.Equal(texts.Length, messages.Count);
        var sent = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.Zero);
        var size = (ulong)messages[^1].Content.Length;
        var queries = new Dictionary<Query, int>
        {
            [new TimeTerm(TimeField.Date, Comparison.Less, sent)] = 3,
            [Query.Not(new TimeTerm(TimeField.Date, Comparison.Less, sent))] = 6,
            [new TextTerm(TextField.Body, null, TextTest.Like, "*zebra*")] = 2,
            [new TextTerm(TextField.Body, null, TextTest.Like, "*ЖЕБРА*")] = 1,
            [new TextTerm(TextField.Body, null, TextTest.Like, "*жебра*")] = 1,
            [new TextTerm(TextField.Text, null, TextTest.Like, "*zebra*")] = 2,
            [new HeaderExistsTerm("X-Tag")] = 1,
            [Query.Not(new HeaderExistsTerm("X-Tag"))] = 8,
            [new TextTerm(TextField.Header, "X-Tag", TextTest.Equal, "")] = 1,
            [new TextTerm(TextField.To, null, TextTest.Like, "O'Neil*")] = 1,
            [new TextTerm(TextField.To, null, TextTest.Like, "*a'b@shop.example")] = 1,
            [new NumberTerm(NumberField.Size, Comparison.Greater, size - 1)] = 1,
            [new NumberTerm(NumberField.Size, Comparison.Less, size)] = 8,
            // Dovecot takes NOT OR SMALLER 9 SMALLER 500 for NOT SMALLER 9.
            [Query.Not(Query.Or(new NumberTerm(NumberField.Size, Comparison.Less, 9), new UidTerm(UidSet.Of(900)), new NumberTerm(NumberField.Size, Comparison.Less, 500)))] = 1,
        };
        foreach (var (query, count) in queries)
        {
            Assert.Equal(count, messages.Count(m => PlainEvaluation.Matches(query, m, received)));
            await QueryRun.CompareAsync(session, mailbox, messages, query, received, descending: false, name, Token);
        }
    }

    [Fact]
    public async Task A_count_that_the_server_decides_is_one_command_and_transfers_no_uids()
    {
        var server = await StartedAsync("dovecot");
        await Dovecot.BulkAsync("bench", "Counted", 2000);
        await using var session = await EngineClient.ConnectAsync(server, user: server.UserNamed("bench"));
        var mailbox = MailboxName.Create("Counted");
        var before = session.Connection.BytesReceived;
        var query = Query.And(new TextTerm(TextField.From, null, TextTest.Like, "*@shop.example*"), Query.Not(new FlagTerm("\\Flagged")));
        Assert.InRange(await session.CountAsync(mailbox, query, cancellationToken: Token), 100, 1000);
        Assert.InRange(session.Connection.BytesReceived - before, 1, 1500);
    }

    private static string Mail(string field, string body) => $"From: a@shop.example\r\nMIME-Version: 1.0\r\n{field}\r\n\r\n{body}\r\n";

    /// <summary>A mailbox of its own with these messages; those that the server doesn't take are left out.</summary>
    private static async Task<(MailboxName Mailbox, IReadOnlyList<MailSample> Messages)> FillAsync(ImapSession session, ServerDescription server, IReadOnlyList<MailSample> messages)
    {
        var mailbox = MailboxName.Create(server.Mailbox($"Queries-{Guid.NewGuid().ToString("N")[..8]}"));
        var items = messages.Select(m => new AppendItem(AppendSource.FromBytes(m.Content), MessageFlags.Parse(m.Flags.ToArray()), m.InternalDate));
        var kept = new List<MailSample>();
        var at = 0;
        uint? validity = null;
        string? refusal = null;
        await foreach (var result in session.AppendAsync(mailbox, items, new AppendOptions { CreateMailbox = true }, Token))
        {
            var message = messages[at++];
            if (result.Error is not null)
            {
                refusal = result.Error.Message;
                continue;
            }

            message.Uid = result.Uid;
            kept.Add(message);
            validity = result.UidValidity;
        }

        // As the server has it: Cyrus puts an X in place of what is 8-bit in a header.
        var stored = new Dictionary<uint, byte[]>();
        await foreach (var batch in session.FetchAsync(mailbox, validity, UidSet.From(kept.Select(m => m.Uid)), new FetchItems { Sections = [FetchSectionRequest.Whole] }, cancellationToken: Token))
        {
            foreach (var message in batch.Messages)
                stored[message.Uid] = message.Sections.Single().Content!;
        }

        Assert.True(kept.Count >= messages.Count * 3 / 4, $"{messages.Count - kept.Count} messages were refused: {refusal}");
        return (mailbox, kept.ConvertAll(m => new MailSample(stored[m.Uid], m.InternalDate, m.Flags) { Uid = m.Uid }));
    }
}
