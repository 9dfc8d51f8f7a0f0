using System.Text;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>
/// Commands that change mail, cut after every so many octets of what was sent or received: each message is somewhere once,
/// and what is told of it is true. IMAPPS_LONG_TESTS cuts after every single octet.
/// </summary>
public class LostAnswerTests : EngineTest
{
    private const int Messages = 4;

    private static readonly MailboxName Target = MailboxName.Create("Target");

    private static readonly int Step = Environment.GetEnvironmentVariable("IMAPPS_LONG_TESTS") is { Length: > 0 } ? 1 : 23;

    private int _losses;

    public LostAnswerTests() => Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };

    private string[] Subjects(string mailbox) =>
        Server.Mailboxes[mailbox].Messages.Select(m => Encoding.ASCII.GetString(m.GetBytes()).Split('\r')[0]).ToArray();

    private void Refill()
    {
        foreach (var mailbox in new[] { "INBOX", "Target" })
        {
            var box = Server.Mailboxes.GetOrCreate(mailbox);
            box.Expunge(box.Messages);
        }

        Server.Mailboxes["Target"].Add("Subject: old\r\n\r\nfrom before\r\n");
        Fill(Messages);
    }

    private UidSet All => UidSet.From(Inbox.Messages.Select(m => m.Uid));

    /// <summary>Runs something with each cut; <paramref name="check"/> looks at what it left.</summary>
    private async Task MatrixAsync<T>(Func<ImapSession, Task<T>> run, Action<T> check)
    {
        foreach (var kind in new[] { CutKind.Close, CutKind.Reset })
        {
            foreach (var received in new[] { true, false })
            {
                var misses = 0;
                // Until a cut comes too late to matter.
                for (var octets = 1; misses < 2 && octets < 3000; octets += Step)
                {
                    Refill();
                    await using var session = await ConnectAsync();
                    await session.SelectAsync(MailboxName.Inbox, write: true, Cancel).WaitAsync(Hang);
                    if (received)
                        Server.Faults.CutAfterReceived(octets, kind);
                    else
                        Server.Faults.CutAfterSent(octets, kind);
                    var result = await run(session).WaitAsync(Hang);
                    Server.Faults.Clear();
                    misses = session.Reconnects == 0 ? misses + 1 : 0;
                    _losses += session.Reconnects;
                    check(result);
                }
            }
        }

        Assert.True(_losses > 20, $"It was cut {_losses} times only.");
    }

    private static uint[] NewUids(IReadOnlyDictionary<uint, uint>? told) => (told ?? new Dictionary<uint, uint>()).Values.Order().ToArray();

    private uint[] Added() => Server.Mailboxes["Target"].Messages.Select(m => m.Uid).Skip(1).Order().ToArray();

    [Theory]
    [InlineData("")]
    [InlineData("MOVE")]
    public async Task Move(string without)
    {
        Options.Without(without);
        await MatrixAsync(
            session => session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, All, Target, Cancel),
            results =>
            {
                var result = Assert.Single(results);
                Assert.Null(result.Error);
                Assert.Empty(Subjects("INBOX"));
                Assert.Equal(Messages + 1, Subjects("Target").Distinct().Count());
                Assert.Equal(Messages + 1, Subjects("Target").Length);
                Assert.Equal(Added(), NewUids(result.NewUids));
            });
    }

    [Fact]
    public async Task Copy() => await MatrixAsync(
        session => session.CopyAsync(MailboxName.Inbox, Inbox.UidValidity, All, Target, false, Cancel),
        results =>
        {
            var result = Assert.Single(results);
            Assert.Null(result.Error);
            Assert.Equal(Messages, Subjects("INBOX").Length);
            Assert.Equal(Messages + 1, Subjects("Target").Length);
            Assert.Equal(Added(), NewUids(result.NewUids));
        });

    [Fact]
    public async Task Store() => await MatrixAsync(
        session => session.StoreAsync(MailboxName.Inbox, Inbox.UidValidity, All, new StoreRequest(Protocol.Commands.StoreMode.Add, MessageFlags.Create(SystemFlags.Flagged)), Cancel),
        results =>
        {
            Assert.Null(Assert.Single(results).Error);
            Assert.All(Inbox.Messages, m => Assert.True(m.Flags.Has(SystemFlags.Flagged)));
        });

    [Fact]
    public async Task Remove() => await MatrixAsync(
        session => session.RemoveAsync(MailboxName.Inbox, Inbox.UidValidity, UidSet.From(Inbox.Messages.Take(2).Select(m => m.Uid)), new RemoveOptions(), Cancel),
        results =>
        {
            Assert.Null(Assert.Single(results).Error);
            Assert.Equal(Messages - 2, Subjects("INBOX").Length);
        });

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("LITERAL+", true)]
    [InlineData("MULTIAPPEND", false)]
    [InlineData("UIDPLUS", true)]
    [InlineData("UIDPLUS", false)]
    public async Task Append(string without, bool withMessageId)
    {
        Options.Without(without);
        await MatrixAsync(
            async session =>
            {
                var items = Enumerable.Range(1, Messages).Select(i => WritingHarness.Item($"{(withMessageId ? $"Message-ID: <{i}@example.org>\r\n" : "")}Subject: new {i}\r\n\r\n{new string('x', 10 + i)}\r\n"));
                var results = new List<AppendResult>();
                await foreach (var result in session.AppendAsync(Target, items, null, Cancel))
                    results.Add(result);
                return results;
            },
            results =>
            {
                Assert.Equal(Messages, results.Count);
                Assert.All(results, r => Assert.Null(r.Error));
                Assert.Equal(Messages + 1, Subjects("Target").Length);
                if (!without.Contains("UIDPLUS", StringComparison.Ordinal))
                    Assert.Equal(Added(), results.Select(r => r.Uid));
            });
    }
}
