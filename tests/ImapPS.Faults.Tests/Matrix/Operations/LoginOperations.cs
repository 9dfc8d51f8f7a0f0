using ImapPS.Client;
using ImapPS.Client.Search;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix.Operations;

/// <summary>Logging in, for the first time and again.</summary>
internal static class LoginOperations
{
    private static readonly string[] Mechanisms = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2", "OAUTHBEARER"];

    public static IReadOnlyList<FaultOperation> All { get; } =
    [
        .. Mechanisms.Select(static m => new FaultOperation($"login, {m}", FirstAsync) { Mechanism = m, Connects = true, Meets = [] }),
        new("login again", AgainAsync) { Meets = [] },
    ];

    /// <summary>The first login is not repeated: who typed it is there to be told.</summary>
    private static async Task<Outcome> FirstAsync(FaultWorld world)
    {
        world.Arm();
        try
        {
            await using var session = await world.ConnectAsync();
            return Outcome.Done;
        }
        catch (ImapException e)
        {
            Assert.True(
                e.Error is ImapError.ConnectionLost or ImapError.ServerClosed or ImapError.CommandTimeout or ImapError.GreetingTimeout or ImapError.NotImap or ImapError.GreetingRejected or ImapError.ConnectionFailed,
                e.ToString());
            // Nothing is left open, and the next attempt finds all as it was.
            world.Server.Faults.Clear();
            await using var session = await world.ConnectAsync(isPatient: true);
            Assert.Equal(FaultWorld.Messages, await session.CountAsync(MailboxName.Inbox, SearchKey.All, FaultWorld.Token));
            return Outcome.NotDone;
        }
    }

    /// <summary>The line is lost again while the session is on its way back.</summary>
    private static async Task<Outcome> AgainAsync(FaultWorld world)
    {
        var before = (int)world.Server.Statistics.Connections;
        world.Session.Connection.Break(new ImapException(ImapError.ConnectionLost, "cut"));
        world.Arm();
        Assert.Equal(FaultWorld.Messages, await world.Session.CountAsync(MailboxName.Inbox, SearchKey.All, FaultWorld.Token));
        // Beside the last login.
        world.CountedLosses = (int)world.Server.Statistics.Connections - before - 1;
        return Outcome.Done;
    }
}
