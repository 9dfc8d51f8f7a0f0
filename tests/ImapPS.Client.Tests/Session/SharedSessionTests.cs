using ImapPS.Client.Connecting;
using ImapPS.Client.Session;

namespace ImapPS.Client.Tests.Session;

/// <summary>One session, and many who work on it at the same time, each in another mailbox.</summary>
public class SharedSessionTests : EngineTest
{
    private const int Workers = 8;

    private static string Name(string name) => name;

    private async Task<ImapSession> RunAsync(int rounds, Action? begin = null)
    {
        var session = await ConnectAsync();
        await SharedSessionWork.FillAsync(session, SharedSessionWork.Common(Name), "common", Cancel);
        var works = Enumerable.Range(0, Workers).Select(i => new SharedSessionWork(session, i, Name, Cancel)).ToArray();
        foreach (var work in works)
            await work.PrepareAsync();
        begin?.Invoke();
        await Task.WhenAll(works.Select(w => Task.Run(() => w.RunAsync(rounds), Cancel))).WaitAsync(Hang + Hang);
        return session;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_is_mixed_up(bool canMove)
    {
        if (!canMove)
            Options.Capabilities.Remove("MOVE");
        await RunAsync(6);
    }

    [Fact]
    public async Task Nothing_is_mixed_up_over_a_line_that_takes_its_time()
    {
        Server.Faults.Latency = TimeSpan.FromMilliseconds(3);
        await RunAsync(2);
    }

    [Fact]
    public async Task Nothing_is_mixed_up_where_the_connection_is_lost_again_and_again()
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, cancellationToken) => Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken), MaximumAttempts = 100 };
        // Often enough to meet every kind of command, and seldom enough to get on.
        var session = await RunAsync(8, () => Server.Faults.CutAfterSent(100_000, everyConnection: true));
        Assert.True(session.Reconnects > 2, $"It was lost {session.Reconnects} times only.");
    }
}
