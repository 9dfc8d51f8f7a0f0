using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Session;

/// <summary>Whatever goes wrong while whatever is done: it ends, in an error of ours or in none, and no mail is lost.</summary>
public class RandomFaultTests : EngineTest
{
    private const int Messages = 30;

    private static readonly MailboxName Target = MailboxName.Create("Target");

    private static readonly FetchItems Whole = new() { Attributes = FetchAttributes.Flags | FetchAttributes.Envelope, Sections = [FetchSectionRequest.Whole] };

    private static readonly FetchOptions Small = FetchOptions.Default with { FirstWindow = 4, MaxWindow = 8 };

    private static readonly string[] Names = ["AUTHENTICATE", "EXAMINE", "SELECT", "UID FETCH", "UID SEARCH", "UID MOVE", "LIST", "COMPRESS", "STATUS", LoopbackFaults.AnyCommand];

    private static readonly string[] Lines =
    [
        "* BYE [UNAVAILABLE] enough", "* 5 EXPUNGE", "* 99 EXISTS", "A0001 OK again", "* 1 FETCH (UID 1 FLAGS (\\Seen))", "+ go on", "* 3 FETCH (UID 3 BODY[] {100000}",
        "* OK [UIDVALIDITY 4]", "* OK [CAPABILITY IMAP4rev1]", "nonsense", "* LIST () NIL x", "* ESEARCH UID ALL 1:4000000000", "* SEARCH 4294967295 1", "* 1 FETCH ((((", "* VANISHED 1:4000000000", "* OK [CLOSED]",
    ];

    private static readonly string[] Answers = ["{tag} NO [INUSE] later", "{tag} BAD what", "{tag} OK", "* BYE off", "{tag} NO", "x9 OK"];

    private static readonly Gen<Action<LoopbackFaults>> Faults = Gen.OneOf(
        Gen.Constant<Action<LoopbackFaults>>(_ => { }),
        from octets in Gen.Choose(0, 9000) from kind in Gen.Elements(CutKind.Close, CutKind.Reset, CutKind.Stall) select (Action<LoopbackFaults>)(f => f.CutAfterSent(octets, kind)),
        from octets in Gen.Choose(0, 1500) from kind in Gen.Elements(CutKind.Close, CutKind.Reset, CutKind.Stall) select (Action<LoopbackFaults>)(f => f.CutAfterReceived(octets, kind)),
        Gen.Constant<Action<LoopbackFaults>>(f => f.OneByteAtATime = true),
        from ms in Gen.Choose(1, 10) select (Action<LoopbackFaults>)(f => f.Latency = TimeSpan.FromMilliseconds(ms)),
        from ms in Gen.Choose(1, 10) select (Action<LoopbackFaults>)(f => f.AnswerDelay = TimeSpan.FromMilliseconds(ms)),
        from command in Gen.Elements(Names) from answer in Gen.Elements(Answers) select (Action<LoopbackFaults>)(f => f.AnswerNext(command, answer)),
        from command in Gen.Elements(Names) from line in Gen.Elements(Lines) from at in Gen.Choose(0, 6) select (Action<LoopbackFaults>)(f => f.InjectAfterResponses(command, at, line)),
        from command in Gen.Elements(Names) from line in Gen.Elements(Lines) select (Action<LoopbackFaults>)(f => f.InjectAfter(command, line)));

    private static async Task OperateAsync(ImapSession session, int operation, CancellationToken cancellationToken)
    {
        switch (operation % 8)
        {
            case 0:
                await ReadAsync(session.FetchAllAsync(MailboxName.Inbox, Whole, Small, cancellationToken));
                break;
            case 1:
                await foreach (var batch in session.FetchAllAsync(Target, Whole, Small, cancellationToken))
                    break;
                break;
            case 2:
                await session.SearchAsync(MailboxName.Inbox, SearchKey.Subject("größe"), cancellationToken);
                break;
            case 3:
                await session.CountAsync(Target, SearchKey.All, cancellationToken);
                break;
            case 4:
                await session.ListAsync("*", false, StatusItems.Messages, cancellationToken);
                break;
            case 5:
                var found = await session.SearchAsync(MailboxName.Inbox, SearchKey.All, cancellationToken);
                var some = UidSet.FromRanges(found.Uids.Take(1).Select(r => new UidRange(r.First, Math.Min(r.Last, r.First + 3))));
                await session.MoveAsync(MailboxName.Inbox, found.UidValidity, some, Target, cancellationToken);
                break;
            case 6:
                await session.SelectAsync(Target, write: true, cancellationToken);
                break;
            default:
                var there = await session.SearchAsync(Target, SearchKey.All, cancellationToken);
                if (!there.Uids.HasStar)
                    await session.MoveAsync(Target, there.UidValidity, there.Uids, MailboxName.Inbox, cancellationToken);
                break;
        }
    }

    private async Task RunAsync(IReadOnlyList<Action<LoopbackFaults>> faults, IReadOnlyList<int> operations, int cancelAfter)
    {
        using var cancel = new CancellationTokenSource();
        foreach (var fault in faults)
            fault(Server.Faults);
        if (cancelAfter < 50)
            cancel.CancelAfter(cancelAfter);
        ImapSession? session = null;
        try
        {
            var request = Request(ConnectionSecurity.None);
            using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
            session = await ImapSession.ConnectAsync(request with { Options = request.Options.WithTimeout(TimeSpan.FromMilliseconds(300)) }, credentials, cancel.Token);
            // Some one after the other, some at the same time.
            var running = new List<Task>();
            foreach (var operation in operations)
            {
                var task = GuardAsync(() => OperateAsync(session, operation, cancel.Token));
                if (operation >= 8)
                    running.Add(task);
                else
                    await task;
            }

            await Task.WhenAll(running);
        }
        catch (Exception e) when (e is ImapException or OperationCanceledException)
        {
            // The login itself came to grief, or was cancelled.
        }
        finally
        {
            if (session is not null)
                await session.DisconnectAsync(TimeSpan.FromMilliseconds(300));
            Server.Faults.Clear();
        }
    }

    private static async Task GuardAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (Exception e) when (e is ImapException or OperationCanceledException)
        {
            // What may come of it. Anything else is a fault, and fails the test.
        }
    }

    [Theory]
    [InlineData("", CompressionUse.Auto)]
    [InlineData("", CompressionUse.On)]
    [InlineData("MOVE ESEARCH LITERAL+ LIST-STATUS", CompressionUse.Auto)]
    public void Nothing_hangs_nothing_else_is_thrown_and_no_mail_is_lost(string without, CompressionUse compress)
    {
        Compress = compress;
        Options.Without(without.Split(' '));
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("PLAIN");
        Fill(Messages);
        Server.Mailboxes.GetOrCreate("Target");
        var cases =
            from faults in Gen.ListOf(Faults, 2)
            from operations in Gen.ListOf(Gen.Choose(0, 15), 6)
            from cancelAfter in Gen.Choose(0, 150)
            select (faults, operations, cancelAfter);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            RunAsync([.. c.faults], [.. c.operations], c.cancelAfter).WaitAsync(Hang).GetAwaiter().GetResult();
            // A server without MOVE may be left with two of one message, never with none. It may still be at what was given
            // up: a message that leaves one mailbox between two looks is seen in the other, whichever way it goes.
            var target = Server.Mailboxes["Target"];
            var left = target.Messages.Concat(Inbox.Messages).Concat(target.Messages)
                .Select(m => System.Text.Encoding.ASCII.GetString(m.GetBytes()).Split('\r')[0]).Distinct().Count();
            Assert.Equal(Messages, left);
        }));
    }
}
