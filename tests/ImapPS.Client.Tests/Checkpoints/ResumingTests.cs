using ImapPS.Client.Checkpoints;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>A checkpoint that is found again in a mailbox with another UIDVALIDITY: what can't be told comes again, rather than never.</summary>
[Collection("Checkpoints")]
public class ResumingTests(CheckpointFolder folder) : EngineTest, IClassFixture<CheckpointFolder>
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private string File { get; } = folder.NewFile();

    private void Add(string id, int days) => Inbox.Add($"{(id.Length == 0 ? "" : $"Message-ID: <{id}@example.org>\r\n")}Subject: x\r\n\r\nx", null, Day.AddDays(days));

    /// <summary>Reads what is new, hands so many out, and takes all of them but one.</summary>
    private async Task<IReadOnlyList<uint>> ReadAsync(ImapSession session, int most = int.MaxValue, uint notTaken = 0)
    {
        using var checkpoint = Checkpoint.Open(File, session);
        var run = await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Resume, false, false, Cancel).WaitAsync(Hang);
        var given = run.New.Uids().Take(most).ToArray();
        run.Plan(given);
        foreach (var uid in given)
        {
            run.Mark(uid);
            run.HandOut(uid);
            if (uid != notTaken)
                run.Take(Client.Changes.MailboxChangeKind.New, uid);
        }

        await run.FinishAsync(given.Length == run.New.Count, Cancel);
        return given;
    }

    private async Task<ImapSession> RenumberedAsync()
    {
        Inbox.ChangeUidValidity();
        return await ConnectAsync();
    }

    [Fact]
    public async Task One_who_took_a_few_of_many_is_found_again_by_these()
    {
        for (var i = 1; i <= 100; i++)
            Add($"{i}", i);
        Assert.Equal([1u, 2u], await ReadAsync(await ConnectAsync(), most: 2));
        Assert.Equal(Numbers(3, 100), await ReadAsync(await RenumberedAsync()));
    }

    [Fact]
    public async Task What_is_in_doubt_and_older_than_what_was_taken_comes_again()
    {
        Add("1", 10);
        // Moved here with its date.
        Add("2", 0);
        Add("3", 11);
        await ReadAsync(await ConnectAsync(), notTaken: 2);
        Inbox.Expunge([Inbox.Find(1)!]);
        Assert.Equal([1u], await ReadAsync(await RenumberedAsync()));
    }

    [Theory]
    [InlineData("same")]
    [InlineData("")]
    public async Task Of_messages_that_look_the_same_so_many_come_as_are_new(string id)
    {
        Add(id, 1);
        Add(id, 1);
        await ReadAsync(await ConnectAsync());
        Add(id, 1);
        Assert.Equal([3u], await ReadAsync(await RenumberedAsync()));
        Assert.Empty(await ReadAsync(await RenumberedAsync()));
    }
}
