using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Moves that the server does in part, answers oddly, or leaves half way.</summary>
public class MovingFailureTests : RawTest
{
    private const string All = "IMAP4rev1 MOVE UIDPLUS";
    private const string NoMove = "IMAP4rev1 UIDPLUS";

    private static readonly MailboxName Target = MailboxName.Create("Target");

    /// <summary>Answers each command in turn; the script ends with the connection unless it says otherwise.</summary>
    private Task<ImapSession> ConnectAsync(string capabilities, params (string Command, string Answer)[] script) => ConnectAsync(async peer =>
    {
        await peer.LogInAsync(capabilities);
        await peer.OpenAsync();
        foreach (var (command, answer) in script)
        {
            var tag = await peer.ExpectAsync(command);
            await peer.SendAsync(answer.Replace("{tag}", tag, StringComparison.Ordinal).Split('|'));
        }

        if (script[^1].Answer.Contains("BYE", StringComparison.Ordinal))
            return;
        await peer.KeepSilentAsync();
    });

    private static Task<IReadOnlyList<MoveResult>> MoveAsync(ImapSession session, UidSet uids) =>
        session.MoveAsync(MailboxName.Inbox, 1, uids, Target, Cancel).WaitAsync(Hang);

    private static string Map(MoveResult result) => string.Join(" ", result.NewUids!.OrderBy(p => p.Key).Select(p => $"{p.Key}>{p.Value}"));

    [Theory]
    [InlineData("* OK [COPYUID 7 2:4 12:14] moved|{tag} OK done", "2>12 3>13 4>14")]
    [InlineData("{tag} OK [COPYUID 7 2:4 12:14] done", "2>12 3>13 4>14")]
    [InlineData("* OK [COPYUID 7 4,2:3 20,30,40] moved|{tag} OK done", "2>30 3>40 4>20")]
    [InlineData("* OK [COPYUID 7 2 12] one|* 2 EXPUNGE|* OK [COPYUID 7 4 13] another|{tag} OK done", "2>12 4>13")]
    [InlineData("* OK [COPYUID 7 2:4 12] too few|{tag} OK done", "2>12")]
    [InlineData("* OK [COPYUID 7 2 12:4294967290] too many|{tag} OK done", "2>12")]
    [InlineData("* OK [COPYUID 7 2:3,99 12:14] one that nobody asked for|{tag} OK done", "2>12 3>13")]
    [InlineData("* OK [COPYUID 7 2:4294967290 12:4294967290] the world|{tag} OK done", "2>12 3>13 4>14")]
    public async Task Copyuid_in_each_of_its_places_and_shapes(string answer, string expected)
    {
        var session = await ConnectAsync(All, ("UID MOVE 2:4 Target", answer));
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(2, 4)));
        Assert.Null(result.Error);
        Assert.Equal(7u, result.DestinationUidValidity);
        Assert.Equal(expected, Map(result));
    }

    [Theory]
    [InlineData("{tag} OK done")]
    [InlineData("* OK [COPYUID 7 50:60 1:11] of others|{tag} OK done")]
    [InlineData("* OK [COPYUID nonsense] what|{tag} OK done")]
    public async Task Without_a_copyuid_the_new_uids_are_not_known(string answer)
    {
        var session = await ConnectAsync(All, ("UID MOVE", answer));
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(2, 4)));
        Assert.Null(result.Error);
        Assert.Null(result.NewUids);
    }

    [Fact]
    public async Task Only_what_is_known_to_be_copied_is_deleted()
    {
        var session = await ConnectAsync(
            NoMove,
            ("UID COPY 2:4 Target", "{tag} OK [COPYUID 7 2,4 12:13] copied"),
            ("UID STORE 2,4 +FLAGS.SILENT (\\Deleted)", "{tag} OK"),
            ("UID EXPUNGE 2,4", "* 2 EXPUNGE|* 3 EXPUNGE|{tag} OK"));
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(2, 4)));
        Assert.Null(result.Error);
        Assert.Equal("2>12 4>13", Map(result));
    }

    [Theory]
    [InlineData("STORE", "{tag} NO [OVERQUOTA] no", ImapError.CommandRefused)]
    [InlineData("STORE", "* BYE [UNAVAILABLE] off", ImapError.OutcomeUnknown)]
    [InlineData("EXPUNGE", "{tag} BAD no", ImapError.CommandBad)]
    [InlineData("EXPUNGE", "* BYE off", ImapError.OutcomeUnknown)]
    public async Task What_was_copied_is_told_though_the_originals_could_not_be_removed(string failing, string answer, ImapError error)
    {
        List<(string, string)> script = [("UID COPY", "{tag} OK [COPYUID 7 2:3 12:13] copied"), ("UID STORE", "{tag} OK"), ("UID EXPUNGE", "{tag} OK")];
        var at = script.FindIndex(s => s.Item1.EndsWith(failing, StringComparison.Ordinal));
        script[at] = (script[at].Item1, answer);
        var session = await ConnectAsync(NoMove, [.. script.Take(at + 1)]);
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(2, 3)));
        Assert.Equal(error, result.Error!.Error);
        Assert.Contains("were copied, but the originals", result.Error.Message);
        Assert.Equal("2>12 3>13", Map(result));
    }

    [Fact]
    public async Task A_copy_that_is_refused_deletes_nothing()
    {
        var session = await ConnectAsync(NoMove, ("UID COPY", "{tag} NO [OVERQUOTA] full"));
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(2, 3)));
        Assert.Equal("OVERQUOTA", result.Error!.ErrorId);
        Assert.DoesNotContain(Trace, l => l.Contains("STORE", StringComparison.Ordinal) || l.Contains("EXPUNGE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_move_that_is_refused_half_way_tells_what_was_moved()
    {
        var session = await ConnectAsync(All, ("UID MOVE", "* OK [COPYUID 7 2 12] one|* 2 EXPUNGE|{tag} NO [SERVERBUG] then it failed"));
        var result = Assert.Single(await MoveAsync(session, UidSet.Of(2, 4)));
        Assert.Equal("SERVERBUG", result.Error!.ErrorId);
        Assert.Equal("2>12", Map(result));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_first_command_moved_is_told_though_the_second_could_not_be_sent(bool uidValidityChanges)
    {
        var uids = UidSet.From(Enumerable.Range(1, 1500).Select(n => (uint)n * 1000));
        var session = await ConnectAsync(
            All,
            ("UID MOVE", (uidValidityChanges ? "* OK [UIDVALIDITY 99] all is new" : "* OK [READ-ONLY] no more") + "|{tag} OK [COPYUID 7 1000 1] moved"));
        var results = await MoveAsync(session, uids);
        Assert.Equal(2, results.Count);
        Assert.Null(results[0].Error);
        Assert.Equal("1000>1", Map(results[0]));
        Assert.Equal(uidValidityChanges ? ImapError.UidValidityChanged : ImapError.CommandRefused, results[1].Error!.Error);
        Assert.Null(results[1].NewUids);
    }

    [Fact]
    public async Task After_a_failure_nothing_more_is_sent()
    {
        var uids = UidSet.From(Enumerable.Range(1, 3000).Select(n => (uint)n * 1000));
        var session = await ConnectAsync(All, ("UID MOVE", "{tag} NO [OVERQUOTA] full"));
        Assert.Equal("OVERQUOTA", Assert.Single(await MoveAsync(session, uids)).Error!.ErrorId);
    }

    [Fact]
    public async Task Cancelling_stops_between_commands_and_tells_what_was_done()
    {
        var uids = UidSet.From(Enumerable.Range(1, 3000).Select(n => (uint)n * 1000));
        using var cancel = new CancellationTokenSource();
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync(All);
            await peer.OpenAsync();
            var tag = await peer.ExpectAsync("UID MOVE");
            await cancel.CancelAsync();
            await peer.SendAsync($"{tag} OK [COPYUID 7 1000 1] moved");
            await peer.KeepSilentAsync();
        });
        var result = Assert.Single(await session.MoveAsync(MailboxName.Inbox, 1, uids, Target, cancel.Token).WaitAsync(Hang));
        Assert.Null(result.Error);
        Assert.Equal("1000>1", Map(result));
        Assert.Null(session.Connection.Cause);
    }
}
