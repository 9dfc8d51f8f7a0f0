using ImapPS.Client.Connecting;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Tests.Mailboxes;

/// <summary>A list of mailboxes goes on where the connection was lost: each mailbox once, with its status.</summary>
public class ResumedListingTests : EngineTest
{
    private const int Count = 60;

    private static readonly MailboxQuery WithStatus = new() { Status = StatusItems.Messages | StatusItems.Unseen, WithSubscriptions = true };

    public ResumedListingTests()
    {
        Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };
        for (var i = 1; i < Count; i++)
            Fill(i % 3, $"Box/{i}");
    }

    private static async Task<List<MailboxInfo>> ListAsync(ImapSession session)
    {
        var found = new List<MailboxInfo>();
        await foreach (var mailbox in session.EnumerateAsync(WithStatus, Cancel))
            found.Add(mailbox);
        return found;
    }

    private static void Check(List<MailboxInfo> found)
    {
        var boxes = found.Where(static m => m.Name.Name.StartsWith("Box/", StringComparison.Ordinal)).ToDictionary(static m => m.Name.Name);
        Assert.Equal(Count - 1, boxes.Count);
        for (var i = 1; i < Count; i++)
            Assert.Equal((uint)(i % 3), boxes[$"Box/{i}"].Status!.Messages);
        Assert.Equal(found.Count, found.Select(static m => m.Name).Distinct().Count());
    }

    [Theory]
    [InlineData]
    [InlineData("LIST-STATUS")]
    [InlineData("LIST-STATUS", "LIST-EXTENDED")]
    public async Task Each_mailbox_comes_once_wherever_it_is_cut(params string[] missing)
    {
        foreach (var capability in missing)
            Options.Capabilities.Remove(capability);
        var lost = 0;
        for (var octets = 1; octets < 8000; octets += 151)
        {
            await using var session = await ConnectAsync();
            Server.Faults.CutAfterSent(octets, octets % 2 == 0 ? CutKind.Close : CutKind.Reset);
            Check(await ListAsync(session).WaitAsync(Hang));
            lost += session.Reconnects;
            Server.Faults.Clear();
        }

        Assert.True(lost > 30, $"It was cut {lost} times only.");
    }

    [Theory]
    [InlineData("LIST")]
    [InlineData("STATUS", "LIST-STATUS")]
    public async Task What_was_put_off_is_asked_again(string command, params string[] missing)
    {
        foreach (var capability in missing)
            Options.Capabilities.Remove(capability);
        var session = await ConnectAsync();
        Server.Faults.AnswerNext(command, "{tag} NO [THROTTLED] later", times: 3);
        Check(await ListAsync(session).WaitAsync(Hang));
        Assert.Contains(Told, static t => t.Contains("asks for a pause", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mailbox_that_can_not_be_looked_into_hides_no_other()
    {
        Options.Capabilities.Remove("LIST-STATUS");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("STATUS", "{tag} NO [NOPERM] not yours");
        var found = await ListAsync(session).WaitAsync(Hang);
        Assert.Single(found, static m => m.Status is null);
    }

    [Fact]
    public async Task Without_reconnecting_the_loss_is_told()
    {
        Reconnect = ReconnectPolicy.Never;
        var session = await ConnectAsync();
        Server.Faults.CutAfterSent(500);
        await FailsAsync(ImapError.ConnectionLost, () => ListAsync(session));
    }
}
