using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>UIDs mean nothing under another UIDVALIDITY; and several mailboxes on one session don't get in each other's way.</summary>
public class UidValidityTests : EngineTest
{
    private static readonly FetchItems Summary = new() { Attributes = FetchAttributes.Flags | FetchAttributes.Envelope };

    private static readonly FetchOptions Small = FetchOptions.Default with { FirstWindow = 4, MaxWindow = 4 };

    private static readonly MailboxName Other = MailboxName.Create("Other");

    [Fact]
    public async Task Reading_under_another_uidvalidity_gives_nothing()
    {
        Fill(10);
        var session = await ConnectAsync();
        var found = await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang);
        Assert.Equal(Inbox.UidValidity, found.UidValidity);
        var exception = await FailsAsync(
            ImapError.UidValidityChanged,
            async () => Assert.Empty(await ReadAsync(session.FetchAsync(MailboxName.Inbox, found.UidValidity + 1, found.Uids, Summary, Small, Cancel))));
        Assert.Contains("INBOX", exception.Message);
        Assert.Contains("Search again", exception.Hint);
        Assert.Equal(10, (await ReadAsync(session.FetchAsync(MailboxName.Inbox, found.UidValidity, found.Uids, Summary, Small, Cancel))).Count);
    }

    [Fact]
    public async Task A_change_between_two_windows_ends_the_reading_before_anything_of_the_new_mailbox_is_given()
    {
        Fill(40);
        Fill(1, "Other");
        var session = await ConnectAsync();
        var before = Inbox.UidValidity;
        var read = new List<FetchBatch>();
        await FailsAsync(ImapError.UidValidityChanged, async () =>
        {
            await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Summary, Small, Cancel))
            {
                if (read.Count == 0)
                {
                    Inbox.ChangeUidValidity();
                    // Another mailbox between the windows, so that the next one has to open this one anew.
                    await session.SearchAsync(Other, SearchKey.All, Cancel);
                }

                read.Add(batch);
            }
        });
        Assert.All(read, b => Assert.Equal(before, b.UidValidity));
        Assert.InRange(read.Sum(b => b.Messages.Count), 4, 39);
    }

    [Fact]
    public async Task A_server_that_renumbers_an_open_mailbox_ends_the_reading()
    {
        Fill(40);
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.InjectBefore("UID FETCH", "* OK [UIDVALIDITY 4242] renumbered");
        await FailsAsync(
            ImapError.UidValidityChanged,
            async () => Assert.Empty(await ReadAsync(session.FetchAsync(MailboxName.Inbox, Inbox.UidValidity, UidSet.Of(1, 40), Summary, Small, Cancel))));
        Assert.Equal(4242u, session.Selected!.UidValidity);
        await FailsAsync(ImapError.UidValidityChanged, () => ReadAsync(session.FetchAsync(MailboxName.Inbox, Inbox.UidValidity, UidSet.Of(1), Summary, Small, Cancel)));
    }

    [Fact]
    public async Task Two_mailboxes_are_read_in_turns_on_one_session()
    {
        Fill(50);
        Fill(30, "Other");
        var session = await ConnectAsync();
        var results = new Dictionary<string, List<FetchResponse>> { ["INBOX"] = [], ["Other"] = [] };
        var readers = results.Keys.ToDictionary(n => n, n => session.FetchAllAsync(MailboxName.Create(n), Summary, Small, Cancel).GetAsyncEnumerator(Cancel));
        var open = results.Keys.ToList();
        while (open.Count > 0)
        {
            foreach (var name in open.ToArray())
            {
                if (await readers[name].MoveNextAsync().AsTask().WaitAsync(Hang))
                    results[name].AddRange(readers[name].Current.Messages);
                else
                    open.Remove(name);
            }
        }

        foreach (var reader in readers.Values)
            await reader.DisposeAsync();
        Assert.Equal(Numbers(1, 50), results["INBOX"].Select(m => m.Uid));
        Assert.Equal(Numbers(1, 30), results["Other"].Select(m => m.Uid));
        Assert.All(results, r => Assert.All(r.Value, m => Assert.Equal($"{r.Key} {m.Uid}", m.Envelope!.Subject)));
    }

    [Fact]
    public async Task Reading_counting_and_moving_at_the_same_time_on_one_session()
    {
        Fill(60);
        Fill(20, "Other");
        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        var validity = Inbox.UidValidity;
        var reading = ReadAsync(session.FetchAllAsync(Other, Summary, Small, Cancel));
        var moving = Task.Run(async () =>
        {
            for (uint uid = 1; uid <= 20; uid++)
            {
                var result = Assert.Single(await session.MoveAsync(MailboxName.Inbox, validity, Set(uid), MailboxName.Create("Target"), Cancel));
                Assert.Null(result.Error);
                Assert.Equal([uid], result.NewUids!.Keys);
            }
        }, Cancel);
        var counting = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                Assert.Equal(20, await session.CountAsync(Other, SearchKey.All, Cancel));
        }, Cancel);
        await Task.WhenAll(reading, moving, counting).WaitAsync(Hang);
        Assert.All(await reading, m => Assert.Equal($"Other {m.Uid}", m.Envelope!.Subject));
        Assert.Equal(Numbers(1, 20), (await reading).Select(m => m.Uid));
        Assert.Equal(Numbers(21, 60), Inbox.Messages.Select(m => m.Uid));
        Assert.Equal(20, Server.Mailboxes["Target"].Count);
    }

    [Fact]
    public async Task Many_readers_of_many_mailboxes_at_the_same_time()
    {
        var names = Enumerable.Range(0, 6).Select(n => "Box" + n).ToArray();
        foreach (var name in names)
            Fill(20 + name[3], name);
        var session = await ConnectAsync();
        var all = names.Concat(names).Select(n => (Name: n, Reading: Task.Run(() => ReadAsync(session.FetchAllAsync(MailboxName.Create(n), Summary, Small, Cancel)), Cancel))).ToArray();
        foreach (var (name, reading) in all)
        {
            var messages = await reading.WaitAsync(Hang);
            Assert.Equal(Numbers(1, 20 + name[3]), messages.Select(m => m.Uid));
            Assert.All(messages, m => Assert.Equal($"{name} {m.Uid}", m.Envelope!.Subject));
        }
    }
}
