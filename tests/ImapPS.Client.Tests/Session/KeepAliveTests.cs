using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Session;

namespace ImapPS.Client.Tests.Session;

/// <summary>A session that is not used says so now and then.</summary>
public class KeepAliveTests : EngineTest
{
    private async Task<ImapSession> ConnectAsync(TimeSpan keepAlive)
    {
        var request = Request();
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        var options = request.Options with { KeepAlive = keepAlive };
        return await ImapSession.ConnectAsync(request with { Options = options }, credentials, Cancel).WaitAsync(Hang);
    }

    private int Noops => Commands.Count(c => c == "NOOP");

    [Fact]
    public async Task An_idle_session_sends_noop()
    {
        await using var session = await ConnectAsync(TimeSpan.FromMilliseconds(50));
        await UntilAsync(() => Noops >= 3);
        Assert.Equal(SessionState.Authenticated, session.State);
    }

    [Fact]
    public async Task A_peer_that_died_is_found_out()
    {
        await using var session = await ConnectAsync(TimeSpan.FromMilliseconds(50));
        Server.Faults.Silent = true;
        // Now, when the login is over, which may take longer than that.
        session.Connection.SilenceTimeout = TimeSpan.FromMilliseconds(200);
        await UntilAsync(() => session.State == SessionState.Broken);
        Assert.Equal(ImapError.CommandTimeout, session.Connection.Cause!.Error);
        Server.Faults.Silent = false;
    }

    [Fact]
    public async Task A_closed_session_is_silent()
    {
        var session = await ConnectAsync(TimeSpan.FromMilliseconds(20));
        await UntilAsync(() => Noops >= 1);
        // The goodbye is waited for: the server has seen all that was sent before.
        await session.DisconnectAsync(Hang);
        var before = Noops;
        await Task.Delay(200, Cancel);
        Assert.Equal(before, Noops);
    }
}
