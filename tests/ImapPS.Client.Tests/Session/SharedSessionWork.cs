using System.Globalization;
using System.Text;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>
/// Work that several do at the same time on one session, each in two mailboxes of its own and in one that all read: whatever
/// was mixed up would show, since each message says whose it is.
/// </summary>
/// <param name="session">The one session.</param>
/// <param name="worker">Whose work it is.</param>
/// <param name="name">Makes the mailboxes' names.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class SharedSessionWork(ImapSession session, int worker, Func<string, string> name, CancellationToken cancellationToken)
{
    public const int Messages = 12;

    private static readonly FetchItems Whole = new()
    {
        Attributes = FetchAttributes.Uid | FetchAttributes.Envelope | FetchAttributes.Size | FetchAttributes.Flags,
        Sections = [new FetchSectionRequest("")],
    };

    private readonly Random _random = new(worker);
    private MailboxName _here = MailboxName.Create(name($"in{worker}"));
    private MailboxName _there = MailboxName.Create(name($"out{worker}"));

    public static MailboxName Common(Func<string, string> name) => MailboxName.Create(name("common"));

    public static byte[] Text(string owner, int number) => Encoding.ASCII.GetBytes(
        $"From: a@example.org\r\nSubject: {owner} {number}\r\nMessage-ID: <{owner}.{number}@example.org>\r\n\r\n{string.Concat(Enumerable.Repeat($"{owner} {number}\r\n", 1 + (number * 7)))}");

    /// <summary>Makes the mailboxes, and fills one of them.</summary>
    public async Task PrepareAsync()
    {
        await FillAsync(session, _here, Owner, cancellationToken);
        await session.CreateAsync(_there, null, cancellationToken);
    }

    public static async Task FillAsync(ImapSession session, MailboxName mailbox, string owner, CancellationToken cancellationToken)
    {
        await session.CreateAsync(mailbox, null, cancellationToken);
        var items = Enumerable.Range(1, Messages).Select(i => new AppendItem(AppendSource.FromBytes(Text(owner, i))));
        await foreach (var result in session.AppendAsync(mailbox, items, null, cancellationToken))
            Assert.Null(result.Error);
    }

    public async Task RunAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var here = await ReadAsync(_here, Owner);
            await ReadAsync(Common(name), "common");
            await SearchAsync(here);
            await FlagAsync(here);
            await SaveAsync(here);
            await MoveAsync(here);
            if (_random.Next(2) == 0)
                (_here, _there) = (_there, _here);
        }

        var all = (await ReadAsync(_here, Owner)).Values.Concat((await ReadAsync(_there, Owner)).Values).Order();
        Assert.Equal(Enumerable.Range(1, Messages), all);
    }

    private string Owner => "w" + worker.ToString(CultureInfo.InvariantCulture);

    /// <summary>The messages of a mailbox: what each says must be the owner's, and whole.</summary>
    private async Task<Dictionary<uint, int>> ReadAsync(MailboxName mailbox, string owner)
    {
        var numbers = new Dictionary<uint, int>();
        await foreach (var batch in session.FetchAllAsync(mailbox, Whole, new FetchOptions { FirstWindow = 3 }, cancellationToken))
        {
            foreach (var message in batch.Messages)
            {
                var subject = message.Envelope!.Subject!.Split(' ');
                Assert.Equal(owner, subject[0]);
                var number = int.Parse(subject[1], CultureInfo.InvariantCulture);
                Assert.Equal(Text(owner, number), message.Sections[0].Content);
                Assert.True(numbers.TryAdd(message.Uid, number), $"{mailbox} UID {message.Uid} came twice.");
            }
        }

        return numbers;
    }

    private async Task SearchAsync(Dictionary<uint, int> here)
    {
        var number = _random.Next(1, Messages + 1);
        var found = await session.SearchAsync(_here, SearchKey.Header("Message-ID", $"<{Owner}.{number}@example.org>"), cancellationToken);
        Assert.Equal(here.Where(m => m.Value == number).Select(static m => m.Key), found.Uids.Uids());
        Assert.Equal(here.Count, await session.CountAsync(_here, SearchKey.All, cancellationToken));
        Assert.Equal((uint)here.Count, (await session.StatusAsync(_here, StatusItems.Messages, cancellationToken)).Messages);
    }

    private async Task FlagAsync(Dictionary<uint, int> here)
    {
        var some = Some(here);
        if (some.IsEmpty)
            return;
        var validity = await ValidityAsync();
        foreach (var mode in new[] { StoreMode.Add, StoreMode.Remove })
        {
            foreach (var result in await session.StoreAsync(_here, validity, some, new StoreRequest(mode, MessageFlags.Create(SystemFlags.Flagged)), cancellationToken))
                Assert.Null(result.Error);
            var flagged = await session.SearchAsync(_here, SearchKey.Flagged, cancellationToken);
            Assert.Equal(mode == StoreMode.Add ? some.Uids() : [], flagged.Uids.Uids());
        }
    }

    private async Task SaveAsync(Dictionary<uint, int> here)
    {
        var streams = here.Keys.ToDictionary(static uid => uid, static _ => new MemoryStream());
        var requests = here.Keys.Select(uid => new ContentRequest(uid, "", () => streams[uid])).ToArray();
        await foreach (var result in session.ReadContentsAsync(_here, await ValidityAsync(), requests, null, cancellationToken))
        {
            Assert.Null(result.Error);
            Assert.Equal(Text(Owner, here[result.Request.Uid]), streams[result.Request.Uid].ToArray());
        }
    }

    private async Task MoveAsync(Dictionary<uint, int> here)
    {
        var some = Some(here);
        if (some.IsEmpty)
            return;
        foreach (var result in await session.MoveAsync(_here, await ValidityAsync(), some, _there, cancellationToken))
        {
            Assert.Null(result.Error);
            if (result.NewUids is not { } moved)
                continue;
            Assert.Equal(some.Uids(), moved.Keys.Order());
            var there = await ReadAsync(_there, Owner);
            Assert.All(moved, m => Assert.Equal(here[m.Key], there[m.Value]));
        }
    }

    private async Task<uint> ValidityAsync() => (await session.SelectAsync(_here, write: false, cancellationToken)).UidValidity;

    private UidSet Some(Dictionary<uint, int> here) => UidSet.From(here.Keys.Where(_ => _random.Next(2) == 0));
}
