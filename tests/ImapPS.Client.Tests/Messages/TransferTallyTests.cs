using ImapPS.Client.Messages;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>What is told of messages that are copied or moved in several attempts: of each one thing, and a true one.</summary>
public class TransferTallyTests
{
    private static readonly ImapException Refused = new(ImapError.CommandRefused, "over quota");

    private static readonly ImapException Lost = new(ImapError.OutcomeUnknown, "lost");

    private readonly TransferTally _tally = new();

    private static Dictionary<uint, uint> New(params uint[] uids) => uids.ToDictionary(static u => u, static u => u + 100);

    [Fact]
    public void A_refusal_of_all_is_about_all()
    {
        var outcome = _tally.Failed(UidSet.Of(1, 4), Refused);
        Assert.Same(Refused, outcome.Error);
        Assert.True(outcome.Unknown.IsEmpty && outcome.Done.IsEmpty);
        Assert.Null(outcome.NewUids);
    }

    [Fact]
    public void A_refusal_of_the_rest_names_the_rest()
    {
        _tally.Add(New(1, 2), 9, isDone: true);
        var outcome = _tally.Failed(UidSet.Of(3, 4), Refused);
        Assert.Equal((UidSet.Of(1, 2), UidSet.Of(3, 4)), (outcome.Done, outcome.Unknown));
        Assert.Same(Refused, outcome.Error);
    }

    [Fact]
    public void What_is_unknown_is_not_told_to_be_refused()
    {
        _tally.Doubt(UidSet.Of(1), Lost);
        var outcome = _tally.Failed(UidSet.Of(2, 4), Refused);
        Assert.Equal(UidSet.Of(1, 4), outcome.Unknown);
        Assert.Same(Lost, outcome.Error);
    }

    [Fact]
    public void What_a_move_tells_before_it_fails_is_not_done()
    {
        _tally.Add(New(1), 9, isDone: false);
        var outcome = _tally.Failed(UidSet.Of(1, 2), Lost);
        Assert.True(outcome.Done.IsEmpty && outcome.Unknown.IsEmpty);
        Assert.Equal([1u], outcome.NewUids!.Keys);
    }

    [Fact]
    public void Where_the_server_does_not_tell_no_uid_is_told_and_all_are_done()
    {
        _tally.Add(New(1), 9, isDone: true);
        _tally.AddUntold(UidSet.Of(2, 3), wouldTell: false);
        var outcome = _tally.Outcome();
        Assert.Equal(UidSet.Of(1, 3), outcome.Done);
        Assert.Null(outcome.NewUids);
        Assert.Null(outcome.Error);
    }
}
