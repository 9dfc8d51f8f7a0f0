using ImapPS.Client.Search;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Search;

public class ThreadQueriesTests : EngineTest
{
    [Theory]
    [InlineData("1@0 2@1 3@2 4@1 5@0", "1:5", "1@0 2@1 3@2 4@1 5@0")]
    [InlineData("1@0 2@1 3@2 4@1 5@0", "1,3", "1@0 0@1 3@2")]
    [InlineData("1@0 2@1 3@2 4@1 5@0", "4", "0@0 4@1")]
    [InlineData("1@0 2@1 3@2 4@1 5@0", "5", "5@0")]
    [InlineData("0@0 2@1 3@1", "3", "0@0 3@1")]
    [InlineData("0@0 2@1 3@1", "7", "")]
    [InlineData("1@0 2@1 3@2 4@3", "4", "0@0 0@1 0@2 4@3")]
    public void What_is_not_asked_for_goes_unless_something_answers_it(string members, string uids, string expected)
    {
        var forest = members.Split(' ').Select(m => m.Split('@')).Select(m => new ThreadMember(uint.Parse(m[0]), int.Parse(m[1]))).ToArray();
        Assert.Equal(expected, string.Join(" ", ThreadQueries.Only(forest, UidSet.Parse(uids)).Select(m => $"{m.Number}@{m.Depth}")));
    }

    [Theory]
    [InlineData("THREAD=REFS")]
    [InlineData("XNONE")]
    public async Task More_uids_than_a_command_takes_are_asked_for_from_the_first_to_the_last(string capability)
    {
        Options.With(capability);
        Fill(4000);
        var session = await ConnectAsync();
        var uids = UidSet.From(Numbers(1, 4000).Where(u => u % 2 == 1));
        var threads = await session.ThreadAsync(MailboxName.Inbox, Inbox.UidValidity, uids, null, 4000, Cancel).WaitAsync(Hang);
        Assert.Equal(uids.Uids(), threads.Members.Select(m => m.Number).Order());
        Assert.All(Commands, c => Assert.InRange(c.Length, 1, Protocol.Commands.CommandLimits.MaxLineLength));
        await FailsAsync(ImapError.UidValidityChanged, () => session.ThreadAsync(MailboxName.Inbox, 77, uids, null, 4000, Cancel));
        Assert.Empty((await session.ThreadAsync(MailboxName.Inbox, Inbox.UidValidity, UidSet.Empty, null, 10, Cancel).WaitAsync(Hang)).Members);
    }
}
