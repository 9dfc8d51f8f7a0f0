using ImapPS.Client.Messages;
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
