using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>What a script is told since its checkpoint: nothing left out, and twice only what it may not have taken.</summary>
/// <remarks>Not beside others with checkpoints: one that is saved without naming its file is looked for among all that are open.</remarks>
[Collection("Checkpoints")]
public class CheckpointTests(CheckpointFolder folder) : EngineTest, IClassFixture<CheckpointFolder>
{
    private string File { get; } = folder.NewFile();

    private async Task<CheckpointRun> BeginAsync(Checkpoint checkpoint, ImapSession session, UidValidityRule rule = UidValidityRule.Stop, bool changes = false) =>
        await checkpoint.BeginAsync(session, MailboxName.Inbox, rule, changes, fromNow: false, Cancel).WaitAsync(Hang);

    /// <summary>Reads what is new, and takes what <paramref name="take"/> says; ends early where it throws.</summary>
    private async Task<List<uint>> ReadAsync(ImapSession session, Func<uint, bool>? take = null, UidValidityRule rule = UidValidityRule.Stop)
    {
        var given = new List<uint>();
        using var checkpoint = Checkpoint.Open(File, session);
        var run = await BeginAsync(checkpoint, session, rule);
        run.Plan(run.New.Uids());
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, run.UidValidity, run.New, new FetchItems { Attributes = FetchAttributes.Uid }, null, Cancel))
        {
            run.Mark(batch.Messages.Max(static m => m.Uid));
            foreach (var message in batch.Messages)
            {
                run.HandOut(message.Uid);
                given.Add(message.Uid);
                if (take?.Invoke(message.Uid) != false)
                    run.Take(message);
            }
        }

        await run.FinishAsync(all: true, Cancel);
        return given;
    }

    private MailboxPosition Saved() => CheckpointContent.Read(System.IO.File.ReadAllText(File)).Find("INBOX")!;

    [Fact]
    public async Task Gives_each_message_once()
    {
        Fill(500);
        var session = await ConnectAsync();
        Assert.Equal(Numbers(1, 500), await ReadAsync(session));
        Assert.Empty(await ReadAsync(session));
        Fill(3);
        Assert.Equal(Numbers(501, 503), await ReadAsync(session));
        Assert.Empty(await ReadAsync(await ConnectAsync()));
        Assert.Equal((504u, ""), (Saved().UidNext, Saved().InDoubt.ToString()));
        Assert.DoesNotContain("password", System.IO.File.ReadAllText(File), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_not_taken_comes_again_and_is_in_doubt()
    {
        Fill(10);
        var session = await ConnectAsync();
        await ReadAsync(session, uid => uid % 3 != 0);
        Assert.Equal((11u, "3,6,9"), (Saved().UidNext, Saved().InDoubt.ToString()));
        Inbox.Expunge([Inbox.Find(6)!]);
        Fill(1);
        using (var checkpoint = Checkpoint.Open(File, session))
        {
            var run = await BeginAsync(checkpoint, session);
            Assert.Equal(("3,9,11", "3,6,9"), (run.New.ToString(), run.WereInDoubt.ToString()));
        }

        Assert.Equal([3u, 9u, 11u], await ReadAsync(session));
        Assert.Equal((12u, ""), (Saved().UidNext, Saved().InDoubt.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(150)]
    public async Task One_who_ends_early_gets_the_rest_the_next_time(uint last)
    {
        Fill(300);
        var session = await ConnectAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => ReadAsync(session, uid => uid < last ? true : throw new InvalidOperationException()));
        // In order: no more is in doubt than what was handed out.
        Assert.Equal((last + 1, $"{last}"), (Saved().UidNext, Saved().InDoubt.ToString()));
        Assert.Equal(Numbers((int)last, 300), await ReadAsync(session));
    }

    [Fact]
    public async Task One_who_dies_finds_all_that_was_handed_out_in_doubt()
    {
        Fill(300);
        var session = await ConnectAsync();
        var copy = "";
        await ReadAsync(session, uid =>
        {
            // What a process finds that begins after this one was killed here.
            if (uid == 1)
                copy = System.IO.File.ReadAllText(File);
            return true;
        });
        System.IO.File.WriteAllText(File, copy);
        Assert.True(Saved().InDoubt.Contains(1));
        Assert.Equal(Numbers(1, 300), await ReadAsync(session));
    }

    [Fact]
    public async Task Messages_that_come_in_any_order_are_all_given()
    {
        Fill(9);
        var session = await ConnectAsync();
        using (var checkpoint = Checkpoint.Open(File, session))
        {
            var run = await BeginAsync(checkpoint, session);
            run.Plan(run.New.Uids());
            run.Mark(5);
            run.HandOut(5);
            run.Take(MailboxChangeKind.New, 5);
        }

        Assert.Equal((6u, "1:4"), (Saved().UidNext, Saved().InDoubt.ToString()));
        Assert.Equal([1u, 2u, 3u, 4u, 6u, 7u, 8u, 9u], await ReadAsync(session));
    }

    [Fact]
    public async Task Manual_saving_counts_in_this_process_and_in_another()
    {
        Fill(10);
        var session = await ConnectAsync();
        var validity = Inbox.UidValidity;
        await ReadAsync(session, uid =>
        {
            if (uid is 2 or 5)
                Checkpoint.Save(File, [new TakenMessage("INBOX", validity, uid)]);
            if (uid == 6)
                Checkpoint.Save(null, [new TakenMessage("INBOX", validity, uid)]);
            return false;
        });
        Assert.Equal("1,3:4,7:10", Saved().InDoubt.ToString());
        Checkpoint.Save(File, [new TakenMessage("INBOX", validity, 1), new TakenMessage("INBOX", validity, 10), new TakenMessage("INBOX", validity, 2)]);
        Assert.Equal("3:4,7:9", Saved().InDoubt.ToString());
        Assert.Equal([3u, 4u, 7u, 8u, 9u], await ReadAsync(session));
        await FailsAsync(ImapError.CheckpointMismatch, () => SaveAsync(File, new TakenMessage("INBOX", validity, 11)));
        await FailsAsync(ImapError.CheckpointMismatch, () => SaveAsync(File, new TakenMessage("Other", validity, 1)));
        await FailsAsync(ImapError.CheckpointMismatch, () => SaveAsync(null, new TakenMessage("INBOX", validity, 1)));
        await FailsAsync(ImapError.UidValidityChanged, () => SaveAsync(File, new TakenMessage("INBOX", validity + 1, 1)));
        await FailsAsync(ImapError.CheckpointInvalid, () => SaveAsync(File + "x", new TakenMessage("INBOX", validity, 1)));

        static Task SaveAsync(string? path, TakenMessage message)
        {
            Checkpoint.Save(path, [message]);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_lost_connection_doubles_nothing()
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(2000);
        var session = await ConnectAsync();
        Server.Faults.CutAfterSent(20_000);
        Assert.Equal(Numbers(1, 2000), await ReadAsync(session));
        Assert.Equal(1, session.Reconnects);
    }

    [Fact]
    public async Task Another_run_has_to_wait()
    {
        Edition.NeedsMoreThanMono("error numbers of files");
        var session = await ConnectAsync();
        using (Checkpoint.Open(File, session))
            await FailsAsync(ImapError.CheckpointInUse, () => Task.FromResult(Checkpoint.Open(File, session)));
        using (new FileStream(File + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            // A file that is locked looks the same from here, whichever process holds it.
            var error = await FailsAsync(ImapError.CheckpointInUse, () => Task.FromResult(Checkpoint.Open(File, session)));
            Assert.Contains(File, error.Message, StringComparison.Ordinal);
        }

        using var free = Checkpoint.Open(File, session);
    }

    [Fact]
    public async Task Only_the_account_and_the_mailbox_that_it_is_of()
    {
        Fill(3);
        Server.Mailboxes.GetOrCreate("Other").Add("Subject: x\r\n\r\nx");
        var session = await ConnectAsync();
        await ReadAsync(session);
        using (var checkpoint = Checkpoint.Open(File, session))
            await FailsAsync(ImapError.CheckpointMismatch, () => checkpoint.BeginAsync(session, MailboxName.Create("Other"), UidValidityRule.Stop, false, false, Cancel));
        using (var checkpoint = Checkpoint.Open(File, session))
        {
            // Beside one that is known a new one may come.
            checkpoint.Expect([MailboxName.Inbox, MailboxName.Create("Other")]);
            Assert.Equal("1", (await checkpoint.BeginAsync(session, MailboxName.Create("Other"), UidValidityRule.Stop, false, false, Cancel)).New.ToString());
        }

        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("\"user\": \"user\"", "\"user\": \"somebody\"", StringComparison.Ordinal));
        var error = await FailsAsync(ImapError.CheckpointMismatch, () => Task.FromResult(Checkpoint.Open(File, session)));
        Assert.Contains("somebody", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ImapError.CheckpointInvalid)]
    [InlineData("{ \"version\": 1", ImapError.CheckpointInvalid)]
    [InlineData("{ \"version\": 2 }", ImapError.CheckpointFromFuture)]
    public async Task A_damaged_file_stays_as_it_is(string text, ImapError expected)
    {
        var session = await ConnectAsync();
        System.IO.File.WriteAllText(File, text);
        await FailsAsync(expected, () => Task.FromResult(Checkpoint.Open(File, session)));
        Assert.Equal(text, System.IO.File.ReadAllText(File));
        System.IO.File.WriteAllBytes(File, [0xc3, 0x28]);
        await FailsAsync(ImapError.CheckpointInvalid, () => Task.FromResult(Checkpoint.Open(File, session)));
        using (var large = new FileStream(File, FileMode.Open))
            large.SetLength(100 * 1024 * 1024);
        await FailsAsync(ImapError.CheckpointInvalid, () => Task.FromResult(Checkpoint.Open(File, session)));
    }

    [Fact]
    public async Task What_can_not_be_written_hands_nothing_out()
    {
        Fill(3);
        var session = await ConnectAsync();
        await FailsAsync(ImapError.FileFailed, () => Task.FromResult(Checkpoint.Open(Path.Combine(File, "x.json"), session)));
        await ReadAsync(session, static _ => false);
        System.IO.File.SetAttributes(File, FileAttributes.ReadOnly);
        var given = 0;
        Fill(1);
        await FailsAsync(ImapError.FileAccessDenied, () => ReadAsync(session, _ => ++given > 0));
        Assert.Equal(0, given);
        System.IO.File.SetAttributes(File, FileAttributes.Normal);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(File)!), f => f.StartsWith(File, StringComparison.Ordinal) && f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_ahead_of_its_mailbox_is_an_error()
    {
        Fill(10);
        var session = await ConnectAsync();
        await ReadAsync(session);
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("\"uidNext\": 11", "\"uidNext\": 999", StringComparison.Ordinal));
        await FailsAsync(ImapError.CheckpointFromFuture, () => ReadAsync(session));
        Assert.Equal(Numbers(1, 10), await ReadAsync(session, rule: UidValidityRule.Restart));
    }

    [Fact]
    public async Task Another_uidvalidity_stops_restarts_or_resumes()
    {
        for (var i = 1; i <= 50; i++)
            Inbox.Add($"Message-ID: <{i}@example.org>\r\nSubject: {i}\r\n\r\nx", null, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(i));
        var session = await ConnectAsync();
        await ReadAsync(session, uid => uid != 45);
        Inbox.Expunge(Inbox.Messages.Take(20));
        Inbox.ChangeUidValidity();
        Inbox.Add("Message-ID: <51@example.org>\r\n\r\nx", null, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));
        session = await ConnectAsync();
        var before = System.IO.File.ReadAllText(File);
        var error = await FailsAsync(ImapError.UidValidityChanged, () => ReadAsync(session));
        Assert.Contains("Resume", error.Hint, StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllText(File));
        // 30 messages are left with new UIDs, of which the 25th was in doubt, and one is new.
        Assert.Equal([25u, 31u], await ReadAsync(session, rule: UidValidityRule.Resume));
        Assert.Empty(await ReadAsync(session, rule: UidValidityRule.Resume));
        System.IO.File.WriteAllText(File, before);
        Assert.Equal(Numbers(1, 31), await ReadAsync(session, rule: UidValidityRule.Restart));
    }

    [Fact]
    public async Task The_highest_uids_there_are_overflow_nothing()
    {
        Fill(2);
        Inbox.SkipToUid(uint.MaxValue - 2);
        Fill(2);
        var session = await ConnectAsync();
        Assert.Equal([1u, 2u, uint.MaxValue - 2, uint.MaxValue - 1], await ReadAsync(session));
        Assert.Empty(await ReadAsync(session));
        Assert.Equal(uint.MaxValue, Saved().UidNext);
    }

    [Fact]
    public async Task A_mailbox_with_none_of_the_last_messages_is_not_resumed()
    {
        Fill(5);
        var session = await ConnectAsync();
        await ReadAsync(session);
        Inbox.Expunge(Inbox.Messages);
        Inbox.ChangeUidValidity();
        Inbox.Add("Subject: other\r\n\r\nx", null, new DateTimeOffset(2020, 5, 1, 0, 0, 0, TimeSpan.Zero));
        session = await ConnectAsync();
        await FailsAsync(ImapError.UidValidityChanged, () => ReadAsync(session, rule: UidValidityRule.Resume));
    }
}
