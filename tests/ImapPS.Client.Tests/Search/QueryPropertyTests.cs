using ImapPS.Client.Tests.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

/// <summary>Planner and server find what a plain evaluation of whole messages finds.</summary>
/// <remarks>IMAPPS_QUERIES=1000x100 runs a thousand queries on each of a hundred mailboxes.</remarks>
public class QueryPropertyTests : EngineTest
{
    private static readonly (int Queries, int Mailboxes) Amount = Environment.GetEnvironmentVariable("IMAPPS_QUERIES") is { Length: > 0 } text
        ? (int.Parse(text.Split('x')[0], System.Globalization.CultureInfo.InvariantCulture), int.Parse(text.Split('x')[1], System.Globalization.CultureInfo.InvariantCulture))
        : (60, 4);

    public static TheoryData<string> Capabilities() => ["", "ESEARCH WITHIN", "LITERAL+ CONDSTORE"];

    [Theory]
    [MemberData(nameof(Capabilities))]
    public async Task Finds_what_a_plain_evaluation_finds(string without)
    {
        Options.Without(without.Split(' '));
        var session = await ConnectAsync();
        for (var seed = 1; seed <= Amount.Mailboxes; seed++)
        {
            var messages = QueryRun.Mailbox(seed, 20);
            var mailbox = Server.Mailboxes.GetOrCreate("Random" + seed);
            foreach (var message in messages)
                mailbox.Add(message.Content, MessageFlags.Parse(message.Flags.ToArray()), message.InternalDate);
            await QueryRun.CompareAsync(session, MailboxName.Create("Random" + seed), messages, seed, Amount.Queries, Cancel);
        }
    }
}
