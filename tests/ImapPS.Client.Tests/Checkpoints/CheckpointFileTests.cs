using ImapPS.Client.Changes;
using ImapPS.Client.Checkpoints;
using ImapPS.Client.Connecting;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>One file, one account, one lock: by which name ever it is called, and whoever comes.</summary>
[Collection("Checkpoints")]
public class CheckpointFileTests(CheckpointFolder folder) : EngineTest, IClassFixture<CheckpointFolder>
{
    private string File { get; } = folder.NewFile();

    [Fact]
    public async Task Each_session_that_comes_is_compared_with_it()
    {
        Options.Users.Add(new LoopbackUser("user", "password"));
        Options.Users.Add(new LoopbackUser("other", "password"));
        Fill(3);
        var session = await ConnectAsync();
        using var checkpoint = Checkpoint.Open(File, session);
        await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Stop, false, false, Cancel).WaitAsync(Hang);
        var other = await ConnectAsync(user: "other");
        await FailsAsync(ImapError.CheckpointMismatch, () => checkpoint.BeginAsync(other, MailboxName.Inbox, UidValidityRule.Restart, false, false, Cancel));
    }

#if NET // .NET Framework makes no links
    [Fact]
    public async Task A_link_leads_to_the_one_file_with_the_one_lock()
    {
        Edition.NeedsCore("links");
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need a privilege there.");
        Fill(3);
        var session = await ConnectAsync();
        var link = folder.NewFile();
        System.IO.File.CreateSymbolicLink(link, File);
        using (var checkpoint = Checkpoint.Open(link, session))
        {
            var run = await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Stop, false, false, Cancel).WaitAsync(Hang);
            run.Plan(run.New.Uids());
            run.Mark(3);
            run.HandOut(3);
            await FailsAsync(ImapError.CheckpointInUse, () => Task.FromResult(Checkpoint.Open(File, session)));
            Checkpoint.Save(link, [new TakenMessage("INBOX", run.UidValidity, 2)]);
        }

        Assert.Equal(File, new FileInfo(link).LinkTarget);
        Assert.Equal("1,3", CheckpointContent.Read(System.IO.File.ReadAllText(File)).Find("INBOX")!.InDoubt.ToString());
        System.IO.File.Delete(File);
        System.IO.File.CreateSymbolicLink(File, link);
        await FailsAsync(ImapError.FileFailed, () => Task.FromResult(Checkpoint.Open(link, session)));
    }
#endif

    [Fact]
    public async Task Killed_processes_leave_no_heap_of_files()
    {
        Fill(3);
        var session = await ConnectAsync();
        for (var i = 0; i < 3; i++)
        {
            // What one leaves that is killed between writing and renaming.
            System.IO.File.WriteAllText(File + ".tmp", "{ \"version\"");
            using var checkpoint = Checkpoint.Open(File, session);
            var run = await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Stop, false, false, Cancel).WaitAsync(Hang);
            run.Take(MailboxChangeKind.New, 1);
        }

        Assert.Equal([File, File + ".lock"], Directory.GetFiles(folder.Path, Path.GetFileName(File) + "*").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Messages_that_did_not_come_are_not_looked_for_under_another_uidvalidity()
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        Fill(3);
        var session = await ConnectAsync();
        using var checkpoint = Checkpoint.Open(File, session);
        var run = await checkpoint.BeginAsync(session, MailboxName.Inbox, UidValidityRule.Stop, false, false, Cancel).WaitAsync(Hang);
        run.Plan(run.New.Uids());
        run.Mark(3);
        Inbox.Expunge(Inbox.Messages);
        Inbox.ChangeUidValidity();
        session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        await FailsAsync(ImapError.UidValidityChanged, () => run.FinishAsync(all: true, Cancel));
    }
}
