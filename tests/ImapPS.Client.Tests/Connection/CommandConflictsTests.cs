using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>Which commands are never in flight together.</summary>
public class CommandConflictsTests
{
    private static readonly FetchItems Envelope = new() { Attributes = FetchAttributes.Uid | FetchAttributes.Envelope };

    private static UidFetchCommand Fetch(string uids, FetchItems items) => new(UidSet.Parse(uids), items);

    private static FetchItems Section(string section, uint? origin = null) => new()
    {
        Attributes = FetchAttributes.Uid,
        Sections = [new FetchSectionRequest(section) { Origin = origin ?? 0, Count = origin is null ? null : 100 }],
    };

    private static readonly Command Store = new UidStoreCommand(UidSet.Parse("5"), StoreMode.Add, MessageFlags.Create(SystemFlags.Seen));

    public static TheoryData<Command, Command, bool> Pairs => new()
    {
        { Fetch("1:10", Envelope), Fetch("11:20", Envelope), false },
        { Fetch("1:10", Envelope), Fetch("10:20", Envelope), true },
        { Fetch("1,3,5:*", Envelope), Fetch("2,4", Envelope), false },
        { Fetch("1,3,5:*", Envelope), Fetch("2,4,4000", Envelope), true },
        { Fetch("1:10", Envelope), Fetch("1:10", Section("1")), false },
        { Fetch("1:10", Section("1")), Fetch("1:10", Section("2")), false },
        { Fetch("1:10", Section("1")), Fetch("1:10", Section("1")), true },
        { Fetch("7", Section("", 0)), Fetch("7", Section("", 100)), false },
        { Fetch("7", Section("", 0)), Fetch("7", Section("")), true },
        { Fetch("7", Section("")), Fetch("7", Envelope with { Sections = [FetchSectionRequest.Whole] }), true },
        { Store, Fetch("1:10", Envelope), true },
        { Store, Fetch("6:10", Envelope), false },
        { Fetch("1:10", Envelope), Store, false },
        { new StatusCommand(MailboxName.Inbox, StatusItems.Messages), new StatusCommand(MailboxName.Inbox, StatusItems.Unseen), true },
        { new StatusCommand(MailboxName.Inbox, StatusItems.Messages), new StatusCommand(MailboxName.Create("Other"), StatusItems.Messages), false },
        { new ListCommand("", ["*"]) { ReturnStatus = StatusItems.Messages }, new StatusCommand(MailboxName.Inbox, StatusItems.Messages), true },
        { new ListCommand("", ["*"]), new StatusCommand(MailboxName.Inbox, StatusItems.Messages), false },
    };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Those_whose_data_look_alike(Command running, Command next, bool conflict) => Assert.Equal(conflict, CommandConflicts.Between(running, next));
}
