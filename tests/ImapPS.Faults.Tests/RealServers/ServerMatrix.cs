using ImapPS.Client;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.RealServers;

/// <summary>
/// A real server behind a line that fails: each message is somewhere once, and what is told of it is true.
/// IMAPPS_LONG_TESTS takes more places to fail at.
/// </summary>
public abstract class ServerMatrix(FaultTable table, RealServer real, string name)
{
    private static readonly string[] Subjects = ["1", "2", "3"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected async Task RunAsync(string operation)
    {
        var server = await real.StartedAsync();
        // Most of it is waiting, for the server and for silence. But of those that subscribe at the same time Courier forgets some.
        using var turns = new SemaphoreSlim(operation == "SUBSCRIBE" ? 1 : 6);
        var rows = await Task.WhenAll(
            from kind in new[] { CutKind.Close, CutKind.Reset, CutKind.HalfOpen }
            from toServer in new[] { true, false }
            select RowAsync(server, operation, toServer, kind, turns));
        foreach (var row in rows)
            table.Add(row);
        var losses = rows.Sum(static r => r.Losses);
        Assert.True(losses >= 6, $"The line failed {losses} times only.");
    }

    private async Task<FaultRow> RowAsync(ServerDescription server, string operation, bool toServer, CutKind kind, SemaphoreSlim turns)
    {
        await turns.WaitAsync(Token);
        try
        {
            return await RowAsync(server, operation, toServer, kind);
        }
        finally
        {
            turns.Release();
        }
    }

    private async Task<FaultRow> RowAsync(ServerDescription server, string operation, bool toServer, CutKind kind)
    {
        await using var observer = await ServerClient.ConnectAsync(server, server.Port);
        await using var line = new FaultyLine(server.Host, server.Port);
        var row = new FaultRow(name, operation, $"{(kind == CutKind.HalfOpen ? "half open" : kind == CutKind.Reset ? "reset" : "closed")}, {(toServer ? "sent" : "received")}");
        var step = (Form.IsLong ? 7 : IsSlow(operation) ? 211 : 97) * (kind == CutKind.HalfOpen ? 3 : 1);
        var missed = 0;
        for (var octets = 1; octets < 1500 && missed < (Form.IsLong ? 3 : 1); octets += step)
        {
            var lost = await RunAsync(server, observer, line, operation, octets, toServer, kind, row).WaitAsync(Form.Hang, Token);
            missed = lost ? 0 : missed + 1;
        }

        return row;
    }

    /// <returns>Whether the line failed.</returns>
    private static async Task<bool> RunAsync(ServerDescription server, ImapSession observer, FaultyLine line, string operation, int octets, bool toServer, CutKind kind, FaultRow row)
    {
        var tag = Guid.NewGuid().ToString("N")[..8];
        var source = MailboxName.Create(server.Mailbox("From" + tag));
        var target = MailboxName.Create(server.Mailbox("To" + tag));
        var made = MailboxName.Create(server.Mailbox("Made" + tag));
        var added = await ServerClient.AddAsync(observer, source, Subjects);
        await ServerClient.AddAsync(observer, target, "old");
        var validity = added[0].UidValidity;
        var uids = UidSet.From(added.Select(static a => a.Uid));
        var before = line.Faults;
        var patience = new Patience(kind == CutKind.HalfOpen ? TimeSpan.FromSeconds(IsSlow(operation) ? 3 : 2) : null);
        await using var session = await ServerClient.ConnectAsync(server, line.Port, quiet: line.QuietAsync, patience: patience);
        await session.SelectAsync(source, write: true, Token);
        var seen = await observer.StatusAsync(source, StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity, Token);
        patience.End();
        line.FailAfter(octets, toServer, kind);
        ImapException? error;
        switch (operation)
        {
            case "COPY":
                error = (await session.CopyAsync(source, validity, uids, target, false, Token))[0].Error;
                break;
            case "MOVE":
                error = (await session.MoveAsync(source, validity, uids, target, Token))[0].Error;
                break;
            case "STORE":
                error = (await session.StoreAsync(source, validity, uids, new StoreRequest(StoreMode.Add, MessageFlags.Create(SystemFlags.Flagged)), Token))[0].Error;
                break;
            case "REMOVE":
                error = (await session.RemoveAsync(source, validity, UidSet.Of(added[0].Uid), new RemoveOptions(), Token))[0].Error;
                break;
            case "REPLACE":
                error = (await session.ReplaceAsync(source, validity, added[0].Uid, source, ServerClient.Message("new"), false, Token)).Error;
                break;
            case "CREATE":
                error = await ErrorAsync(() => session.CreateAsync(made, null, Token));
                // Where several are made at once Dovecot may make one and say that it was there already.
                if (error?.ResponseCode == "ALREADYEXISTS")
                    error = null;
                break;
            case "RENAME":
                error = await ErrorAsync(() => session.RenameAsync(source, made, Token));
                break;
            case "DELETE":
                error = await ErrorAsync(() => session.DeleteAsync(source, seen, Token));
                break;
            case "SUBSCRIBE":
                error = await ErrorAsync(() => session.SetSubscribedAsync(source, true, Token));
                break;
            default:
                error = (await ServerClient.AddAsync(session, target, Subjects)).Select(static r => r.Error).OrderByDescending(Of).First();
                break;
        }

        var outcome = Of(error);
        line.FailAfter(long.MaxValue, toServer);
        var failed = line.Faults > before;
        row.Count(outcome, session.Reconnects);
        var place = $"{operation} on {server.Server}, {kind} after {octets} octets {(toServer ? "sent" : "received")}: {outcome}. {error}";
        // Nobody is at it any more: what is seen now stays so.
        await session.DisposeAsync();
        await line.OverAsync().WaitAsync(Form.Hang, Token);
        // A server that took its time was given up as silent, too.
        Assert.True(outcome == Outcome.Done || (kind == CutKind.HalfOpen && session.Reconnects > 0), place);
        if (operation is "CREATE" or "RENAME" or "DELETE" or "SUBSCRIBE")
            await CheckMailboxesAsync(observer, operation, source, made, outcome, place);
        else
            await CheckAsync(observer, operation, source, target, outcome, place);
        await observer.LeaveAsync(source, Token);
        await observer.LeaveAsync(target, Token);
        return failed;
    }

    /// <summary>Courier sleeps two seconds over each.</summary>
    private static bool IsSlow(string operation) => operation is "RENAME" or "DELETE";

    private static Outcome Of(ImapException? error) => error switch
    {
        null => Outcome.Done,
        { Error: ImapError.OutcomeUnknown } => Outcome.Unknown,
        _ => Outcome.NotDone,
    };

    private static async Task<ImapException?> ErrorAsync(Func<Task> change)
    {
        try
        {
            await change();
            return null;
        }
        catch (ImapException e)
        {
            return e;
        }
    }

    /// <summary>What is unknown was done wholly, or not at all.</summary>
    private static async Task CheckMailboxesAsync(ImapSession observer, string operation, MailboxName source, MailboxName made, Outcome outcome, string place)
    {
        var done = outcome == Outcome.Done;
        var left = await SubjectsIfThereAsync(observer, source);
        var there = await SubjectsIfThereAsync(observer, made);
        switch (operation)
        {
            case "CREATE":
                Assert.True(there is { Length: 0 } || (!done && there is null), place);
                break;
            case "RENAME":
                Assert.True((left is null && there is not null && Subjects.SequenceEqual(there)) || (!done && there is null && left is not null && Subjects.SequenceEqual(left)), place);
                break;
            case "DELETE":
                Assert.True(left is null || (!done && Subjects.SequenceEqual(left)), place);
                break;
            default:
                var subscribed = await observer.ListAsync(source.Name, true, null, Token);
                Assert.True(!done || subscribed.Any(m => m.Name.Equals(source)), place);
                break;
        }
    }

    private static async Task<string[]?> SubjectsIfThereAsync(ImapSession observer, MailboxName mailbox) =>
        await observer.ExistsAsync(mailbox, Token) ? await ServerClient.SubjectsAsync(observer, mailbox) : null;

    private static async Task CheckAsync(ImapSession observer, string operation, MailboxName source, MailboxName target, Outcome outcome, string place)
    {
        var left = await ServerClient.SubjectsAsync(observer, source);
        var there = (await ServerClient.SubjectsAsync(observer, target)).Where(static s => s != "old").ToArray();
        var done = outcome == Outcome.Done;
        var expected = operation switch
        {
            "COPY" or "APPEND" => (Subjects, done ? Subjects : there.Distinct().ToArray()),
            "MOVE" => done ? ([], Subjects) : (Subjects.Except(there).ToArray(), there.Distinct().ToArray()),
            "REPLACE" => (done || left.Contains("new") ? ["2", "3", "new"] : Subjects, []),
            "REMOVE" => (done ? ["2", "3"] : left.Distinct().ToArray(), []),
            _ => (Subjects, Array.Empty<string>()),
        };
        Assert.True(expected.Item1.SequenceEqual(left) && expected.Item2.SequenceEqual(there), $"{place}; left: {string.Join(' ', left)}; there: {string.Join(' ', there)}");
    }
}
