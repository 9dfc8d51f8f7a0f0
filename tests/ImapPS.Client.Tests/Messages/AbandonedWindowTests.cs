using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Windows that nobody reads any more while their answers still come.</summary>
public class AbandonedWindowTests : RawTest
{
    private static readonly FetchItems Flags = new() { Attributes = FetchAttributes.Flags };

    private static readonly FetchOptions Small = FetchOptions.Default with { FirstWindow = 4, MaxWindow = 4 };

    /// <summary>Begins to answer a window, and goes on when told to.</summary>
    private static Func<RawPeer, Task> Hesitating(Task goOn) => async peer =>
    {
        await peer.LogInAsync();
        await peer.OpenAsync();
        var first = await peer.ExpectAsync("UID FETCH 1:4");
        var second = await peer.ExpectAsync("UID FETCH 5:8");
        await peer.SendAsync("* 1 FETCH (UID 1 FLAGS ())");
        await goOn;
        await peer.SendAsync("* 2 FETCH (UID 2 FLAGS ())", "* 9 EXISTS", $"{first} OK", "* 5 FETCH (UID 5 FLAGS ())", $"{second} OK");
        while (true)
        {
            var (tag, text) = await peer.ReadCommandAsync();
            await peer.SendAsync(text.StartsWith("UID SEARCH", StringComparison.Ordinal) ? "* SEARCH 1 2 3" : "* 1 RECENT", $"{tag} OK");
        }
    };

    [Fact]
    public async Task Not_reading_on_does_not_count_as_a_cancellation_but_cancelling_does()
    {
        foreach (var byToken in new[] { false, true })
        {
            var goOn = new TaskCompletionSource();
            var session = await ConnectAsync(Hesitating(goOn.Task));
            using var first = new CancellationTokenSource();
            try
            {
                await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 8), Flags, Small, first.Token))
                {
                    if (!byToken)
                        break;
                    await first.CancelAsync();
                }
            }
            catch (OperationCanceledException) when (byToken)
            {
                // As asked for.
            }

            Assert.Null(session.Connection.Cause);
            using var second = new CancellationTokenSource();
            var searching = session.SearchAsync(MailboxName.Inbox, SearchKey.Subject($"{byToken}"), second.Token).WaitAsync(Hang);
            await UntilAsync(() => Trace.Any(l => l.Contains("C: ", StringComparison.Ordinal) && l.Contains($"\"{byToken}\"", StringComparison.Ordinal)));
            await second.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => searching);
            Assert.Equal(byToken, session.Connection.Cause is not null);
            goOn.SetResult();
            if (byToken)
                await FailsAsync(ImapError.CommandTimeout, () => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel));
            else
                Assert.Equal(3, (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)).Count);
        }
    }

    [Fact]
    public async Task What_comes_for_an_abandoned_window_is_nobody_elses()
    {
        var goOn = new TaskCompletionSource();
        var session = await ConnectAsync(Hesitating(goOn.Task));
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 8), Flags, Small, Cancel))
            break;
        // The same messages again: this server answers with none.
        var again = session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 4), Flags, Small, Cancel).GetAsyncEnumerator(Cancel);
        var next = again.MoveNextAsync().AsTask();
        goOn.SetResult();
        Assert.False(await next.WaitAsync(Hang));
        await again.DisposeAsync();
        Assert.Equal(9u, session.Selected!.Exists);
    }
}
