using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>
/// An answer that was lost and a user who does not wait for the connection to be made again, which may take ten minutes: nothing
/// is sent any more, and what is known is told.
/// </summary>
public class InterruptedWritingTests : EngineTest
{
    private static readonly MailboxName Target = MailboxName.Create("Target");

    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<ImapException?> MoveAsync(ImapSession session, CancellationToken cancellationToken) =>
        Assert.Single(await session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, cancellationToken)).Error;

    private async Task<ImapException?> CopyAsync(ImapSession session, CancellationToken cancellationToken) =>
        Assert.Single(await session.CopyAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), Target, false, cancellationToken)).Error;

    private async Task<ImapException?> StoreAsync(ImapSession session, CancellationToken cancellationToken) =>
        Assert.Single(await session.StoreAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), new StoreRequest(StoreMode.Add, MessageFlags.Parse("\\Seen")), cancellationToken)).Error;

    private async Task<ImapException?> RemoveAsync(ImapSession session, CancellationToken cancellationToken) =>
        Assert.Single(await session.RemoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(1, 2), new RemoveOptions { Force = true }, cancellationToken)).Error;

    [Theory]
    [InlineData("UID MOVE", "", 1)]
    [InlineData("UID MOVE", "", 2)]
    [InlineData("UID COPY", "", 1)]
    [InlineData("UID COPY", "", 2)]
    [InlineData("UID STORE", "", 1)]
    [InlineData("UID STORE", "MOVE", 1)]
    [InlineData("UID EXPUNGE", "MOVE", 1)]
    [InlineData("UID EXPUNGE", "", 1)]
    [InlineData("EXPUNGE", "UIDPLUS", 1)]
    [InlineData("EXPUNGE", "UIDPLUS", 2)]
    public async Task A_token_ends_the_wait_and_what_is_open_is_told(string command, string without, int wait)
    {
        Options.Without(without);
        var waits = 0;
        Reconnect = new ReconnectPolicy
        {
            Wait = (_, cancellationToken) =>
            {
                if (++waits != wait)
                    return Task.CompletedTask;
                _waiting.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        Fill(3);
        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext(command, "* BYE out");
        Func<ImapSession, CancellationToken, Task<ImapException?>> work = (command, without) switch
        {
            ("UID MOVE", _) or (_, "MOVE") => MoveAsync,
            ("UID COPY", _) => CopyAsync,
            ("UID STORE", _) => StoreAsync,
            _ => RemoveAsync,
        };
        using var stop = new CancellationTokenSource();
        var working = work(session, stop.Token);
        await _waiting.Task.WaitAsync(Hang);
        await stop.CancelAsync();
        var error = await working.WaitAsync(Hang);
        Assert.Equal(ImapError.OutcomeUnknown, error?.Error);
        Assert.Single(Commands, c => c.StartsWith(command, StringComparison.Ordinal));
        // The server had not done it.
        Assert.Equal(3, Inbox.Count);
    }

    [Fact]
    public async Task A_token_ends_the_wait_for_an_added_message()
    {
        var waits = 0;
        Reconnect = new ReconnectPolicy
        {
            Wait = (_, cancellationToken) =>
            {
                if (++waits != 2)
                    return Task.CompletedTask;
                _waiting.TrySetResult();
                return Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        Server.Mailboxes.GetOrCreate("Target");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("APPEND", "* BYE out");
        using var stop = new CancellationTokenSource();
        var results = new List<AppendResult>();
        var adding = Task.Run(
            async () =>
            {
                await foreach (var result in session.AppendAsync(Target, [WritingHarness.Item("Subject: new\r\n\r\nText\r\n")], null, stop.Token))
                    results.Add(result);
            },
            Cancel);
        await _waiting.Task.WaitAsync(Hang);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.WaitAsync(Hang));
        Assert.Equal(ImapError.OutcomeUnknown, Assert.Single(results).Error?.Error);
        Assert.Single(Commands, static c => c.StartsWith("APPEND", StringComparison.Ordinal));
    }
}
