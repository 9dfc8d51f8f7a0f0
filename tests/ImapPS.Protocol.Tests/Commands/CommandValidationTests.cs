using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

/// <summary>What can't be a command can't be made.</summary>
public class CommandValidationTests
{
    private static readonly UidSet One = UidSet.Of(1);

    [Theory]
    [InlineData('a', '\0')]
    [InlineData('\ud800', 'x')]
    [InlineData('x', '\ud800')]
    [InlineData('\udc00', '\ud800')]
    public void Text_that_cannot_be_sent_is_refused_at_once(int first, int second)
    {
        // Numbers, since attributes are UTF-8 and can't hold half of a surrogate pair.
        var text = new string([(char)first, (char)second]);
        Assert.Throws<ArgumentException>(() => SearchKey.From(text));
        Assert.Throws<ArgumentException>(() => SearchKey.Header(text, "x"));
        Assert.Throws<ArgumentException>(() => SearchKey.Header("x", text));
        Assert.Throws<ArgumentException>(() => new LoginCommand(text, new SensitiveBytes([])));
        Assert.Throws<ArgumentException>(() => new ListCommand(text, ["*"]));
        Assert.Throws<ArgumentException>(() => new ListCommand("", [text]));
        Assert.Throws<ArgumentException>(() => new IdCommand([new(text, null)]));
        Assert.Throws<ArgumentException>(() => new IdCommand([new("a", text)]));
        Assert.Throws<ArgumentException>(() => MailboxName.Create(text));
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public void Patterns_hold_no_control_characters(string text) => Assert.Throws<ArgumentException>(() => new ListCommand("", [text]));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("x)")]
    [InlineData("x\r\nA2 LOGOUT")]
    [InlineData("é")]
    public void Atoms_are_atoms(string text)
    {
        Assert.Throws<ArgumentException>(() => SearchKey.Keyword(text));
        Assert.Throws<ArgumentException>(() => FetchSectionRequest.HeaderFields(["Subject", text]));
        Assert.Throws<ArgumentException>(() => new EnableCommand([text]));
        Assert.Throws<ArgumentException>(() => new AuthenticateCommand(text, null));
        Assert.Throws<ArgumentException>(() => new UidStoreCommand(One, StoreMode.Add, MessageFlags.Create(0, [text])));
        Assert.Throws<ArgumentException>(() => SimpleCommand.Noop.Encode(text));
    }

    [Theory]
    [InlineData("HEADER.FIELDS")]
    [InlineData("HEADER.FIELDS ()")]
    [InlineData("HEADER.FIELDS (a")]
    [InlineData("HEADER.FIELDS (a  b)")]
    [InlineData("HEADER.FIELDS (a:)")]
    [InlineData("HEADER.FIELDS (a])")]
    [InlineData("HEADER.FIELDS (a) x)")]
    [InlineData("MIME")]
    [InlineData("0")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("1..2")]
    [InlineData("1HEADER")]
    [InlineData("TEXT]")]
    [InlineData("HEADER\r\n")]
    [InlineData("1.HEADER.")]
    public void Sections_are_checked(string section) => Assert.Throws<ArgumentException>(() => new FetchSectionRequest(section));

    [Fact]
    public void Sections_take_a_bounded_room()
    {
        Assert.Throws<ArgumentException>(() => FetchSectionRequest.HeaderFields(Enumerable.Repeat("Received", 200)));
        var big = FetchSectionRequest.HeaderFields(Enumerable.Repeat("Received", 90));
        Assert.Contains("MaxFetchSectionsLength", Assert.Throws<ArgumentException>(() => new FetchItems { Sections = [big, big] }).Message);
        Assert.Throws<ArgumentException>(() => new FetchSectionRequest("TEXT") { Binary = true });
        Assert.Throws<ArgumentException>(() => new FetchSectionRequest("HEADER") { SizeOnly = true });
        Assert.Throws<ArgumentOutOfRangeException>(() => FetchSectionRequest.Whole with { Count = 0 });
    }

    [Fact]
    public void Empty_and_impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new UidFetchCommand(UidSet.Empty, new FetchItems()));
        Assert.Throws<ArgumentException>(() => new UidCopyCommand(UidSet.Empty, MailboxName.Inbox));
        Assert.Throws<ArgumentException>(() => SearchKey.Uid(UidSet.Empty));
        Assert.Throws<ArgumentException>(() => new StatusCommand(MailboxName.Inbox, 0));
        Assert.Throws<ArgumentException>(() => new ListCommand("", []));
        Assert.Throws<ArgumentException>(() => new EnableCommand([]));
        Assert.Throws<ArgumentException>(() => SearchKey.AnyOf([]));
        Assert.Throws<ArgumentException>(() => new SearchAndKey([SearchKey.All]));
        Assert.Throws<ArgumentException>(() => new UidStoreCommand(One, StoreMode.Add, MessageFlags.Parse("\\Recent")));
        Assert.Throws<ArgumentException>(() => new AppendCommand(MailboxName.Inbox, MessageFlags.Parse("\\*"), null, default));
        Assert.Throws<ArgumentException>(() => new AppendCommand(MailboxName.Inbox, null, null, new byte[] { 0 }).Encode("A1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FetchItems { ChangedSince = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => SearchKey.Larger(ulong.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => SearchKey.Older(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SearchWordKey((SearchWord)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StatusCommand(MailboxName.Inbox, (StatusItems)4096).Encode("A1"));
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_when_written()
    {
        Command[] commands =
        [
            new ListCommand("", ["a", "b"]) { Lsub = true },
            new ListCommand("", ["a"]) { Lsub = true, Return = ListReturn.Children },
            new ListCommand("", ["a"]) { Selection = ListSelection.RecursiveMatch | ListSelection.Remote },
            new ListCommand("", ["a"]) { ReturnStatus = StatusItems.None },
            new UidFetchCommand(One, new FetchItems()),
            new UidFetchCommand(One, new FetchItems { Attributes = FetchAttributes.Uid, Vanished = true }),
            new UidFetchCommand(One, new FetchItems { Attributes = FetchAttributes.Uid, ChangedSince = 1, Vanished = true }) { ByUid = false },
            new UidFetchCommand(One, new FetchItems { Sections = [FetchSectionRequest.Whole with { Count = 5 }] }),
        ];
        Assert.All(commands, c => Assert.Throws<InvalidOperationException>(() => c.Encode("A1")));
    }

    [Fact]
    public void Commands_compare_by_value()
    {
        Assert.Equal(new ListCommand("", ["a"]), new ListCommand("", ["a"]));
        Assert.NotEqual(new ListCommand("", ["a"]), new ListCommand("", ["b"]));
        Assert.Equal(SearchKey.And(SearchKey.Seen, SearchKey.To("x")).GetHashCode(), SearchKey.And(SearchKey.Seen, SearchKey.To("x")).GetHashCode());
        Assert.Equal(new FetchItems { Sections = [FetchSectionRequest.Header] }, new FetchItems { Sections = [new FetchSectionRequest("header")] });
    }
}
