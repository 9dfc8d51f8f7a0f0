using ImapPS.Client.Mailboxes;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Mailboxes;

/// <summary>Making, renaming and removing, and what never happens in doing so.</summary>
public class MailboxChangingTests : EngineTest
{
    private const StatusItems Asked = StatusItems.Messages | StatusItems.UidNext | StatusItems.UidValidity;

    private static MailboxName Name(string name) => MailboxName.Create(name);

    [Fact]
    public async Task A_mailbox_that_changed_since_it_was_looked_at_is_not_removed()
    {
        Fill(2, "Box");
        var session = await ConnectAsync();
        var seen = await session.StatusAsync(Name("Box"), Asked, Cancel).WaitAsync(Hang);
        Fill(1, "Box");
        var error = await FailsAsync(ImapError.CommandRefused, () => session.DeleteAsync(Name("Box"), seen, Cancel));
        Assert.Contains("there were 2, there are 3", error.Message);

        Server.Mailboxes.Delete(Name("Box"));
        Fill(3, "Box");
        seen = seen with { Messages = 3, UidNext = 4 };
        await FailsAsync(ImapError.UidValidityChanged, () => session.DeleteAsync(Name("Box"), seen, Cancel));
        Assert.DoesNotContain(Commands, c => c.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.Equal(3, Server.Mailboxes["Box"].Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("UNSELECT")]
    public async Task The_open_mailbox_is_left_before_it_goes_and_nothing_is_expunged(string without)
    {
        Fill(2, "Box");
        Options.Without(without);
        var session = await ConnectAsync();
        await session.SelectAsync(Name("Box"), write: true, Cancel).WaitAsync(Hang);
        await session.RenameAsync(Name("Box"), Name("New"), Cancel).WaitAsync(Hang);
        Assert.Equal(2, Server.Mailboxes["New"].Count);
        Assert.DoesNotContain("CLOSE", Commands);
        Assert.Equal(2u, (await session.SelectAsync(Name("New"), write: false, Cancel).WaitAsync(Hang)).Exists);
        await session.DeleteAsync(Name("New"), await session.StatusAsync(Name("New"), Asked, Cancel), Cancel).WaitAsync(Hang);
        Assert.Null(Server.Mailboxes.Find("New"));
    }

    [Theory]
    [InlineData("CREATE")]
    [InlineData("DELETE")]
    [InlineData("RENAME")]
    public async Task A_connection_that_ends_before_the_answer_leaves_the_outcome_unknown_and_nothing_is_sent_again(string command)
    {
        Server.Mailboxes.GetOrCreate("Box");
        var session = await ConnectAsync();
        Server.Faults.AnswerNext(command, "* BYE gone");
        await FailsAsync(ImapError.OutcomeUnknown, () => command switch
        {
            "CREATE" => session.CreateAsync(Name("New"), null, Cancel),
            "DELETE" => session.DeleteAsync(Name("Box"), null, Cancel),
            _ => session.RenameAsync(Name("Box"), Name("New"), Cancel),
        });
        Assert.Single(Commands, c => c.StartsWith(command, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Special_uses_that_can_not_be_given_are_refused_before_anything_is_done()
    {
        Options.Without("METADATA", "CREATE-SPECIAL-USE");
        var session = await ConnectAsync();
        Server.Log.Clear();
        await FailsAsync(ImapError.NotSupported, () => session.CreateAsync(Name("New"), "Sent", Cancel));
        await FailsAsync(ImapError.NotSupported, () => session.SetSpecialUseAsync(MailboxName.Inbox, "Sent", Cancel));
        Assert.Empty(Commands);
    }

    [Fact]
    public async Task What_is_above_is_made_only_where_the_server_refuses_without_it()
    {
        var session = await ConnectAsync();
        Server.Log.Clear();
        await session.CreateAsync(Name("A/B/C"), null, Cancel).WaitAsync(Hang);
        Assert.Single(Commands);
        Server.Faults.AnswerNext("CREATE", "{tag} NO [OVERQUOTA] no room");
        await FailsAsync(ImapError.CommandRefused, () => session.CreateAsync(Name("D/E"), null, Cancel));
        Assert.Null(Server.Mailboxes.Find("D"));
        Server.Faults.AnswerNext("CREATE", "{tag} NO parent missing");
        await session.CreateAsync(Name("D/E"), null, Cancel).WaitAsync(Hang);
        Assert.NotNull(Server.Mailboxes.Find("D/E"));
    }
}
