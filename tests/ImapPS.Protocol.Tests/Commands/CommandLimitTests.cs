using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

public class CommandLimitTests
{
    [Fact]
    public void No_command_with_a_split_set_passes_8000_octets()
    {
        var longest = MailboxName.Create(new string('"', 500));
        var flags = MessageFlags.Create((SystemFlags)31, [new string('k', CommandLimits.MaxFlagsLength - 46)]);
        var names = Enumerable.Range(0, 95).Select(i => $"X-Field-{i:000}").ToArray();
        var sections = new[] { FetchSectionRequest.HeaderFields(names.Take(70)), FetchSectionRequest.HeaderFields(names.Skip(70), true) };
        var items = new FetchItems { Attributes = (FetchAttributes)2047, Sections = sections, ChangedSince = long.MaxValue, Vanished = true };
        var sets = from start in Gen.Choose(1, int.MaxValue) from step in Gen.Choose(1, 9) select UidSet.From(Enumerable.Range(0, 3000).Select(i => (uint)(start + (uint)(i * step))));
        Prop.ForAll(sets.ToArbitrary(), set =>
        {
            var parts = set.Split(CommandLimits.MaxUidSetLength).ToArray();
            Assert.Equal(set, UidSet.FromRanges(parts.SelectMany(p => p)));
            foreach (var part in parts)
            {
                Command[] commands =
                [
                    new UidFetchCommand(part, items), new UidStoreCommand(part, StoreMode.Remove, flags) { Silent = true, UnchangedSince = long.MaxValue },
                    new UidCopyCommand(part, longest), new UidMoveCommand(part, longest), new UidExpungeCommand(part), new UidSearchCommand(SearchKey.Uid(part)),
                ];
                foreach (var command in commands)
                {
                    using var encoded = command.Encode(new string('T', CommandLimits.MaxTagLength));
                    Assert.InRange(encoded.LineLength, 1, CommandLimits.MaxLineLength);
                    Assert.Equal(encoded.Segments.Sum(s => s.Bytes.Length), encoded.LineLength);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void Line_length_leaves_literals_out()
    {
        using var encoded = new AppendCommand(MailboxName.Inbox, null, null, new byte[] { 1, 2, 3 }).Encode("A1");
        Assert.Equal("A1 APPEND INBOX {3}\r\n\r\n".Length, encoded.LineLength);
    }

    [Fact]
    public void A_set_that_was_not_split_is_refused()
    {
        var set = UidSet.From(Enumerable.Range(1, 2000).Select(i => (uint)(i * 2)));
        Assert.Contains("MaxUidSetLength", Assert.Throws<ArgumentException>(() => new UidExpungeCommand(set).Encode("A1")).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Search_keys_nest_up_to_their_limit(int kind)
    {
        var key = SearchKey.Seen;
        for (var i = 0; i < CommandLimits.MaxSearchDepth; i++)
            key = Wrap(kind, key);
        using var encoded = new UidSearchCommand(key).Encode("A1");
        CommandWire.AssertSame(new UidSearchCommand(key), CommandWire.Transmit(encoded, false).Command);
        Assert.Contains("MaxSearchDepth", Assert.Throws<ArgumentException>(() => Wrap(kind, key)).Message);
    }

    [Fact]
    public void Ten_thousand_terms_are_a_shallow_tree()
    {
        var key = SearchKey.AnyOf(Enumerable.Range(0, 10_000).Select(i => SearchKey.From($"user{i}@example.org")).ToArray());
        Assert.Equal(14, key.Depth);
        using var encoded = new UidSearchCommand(key).Encode("A1");
        CommandWire.AssertSame(new UidSearchCommand(key), CommandWire.Transmit(encoded, false).Command);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("NOT ", 100_000)]
    [InlineData("OR ", 100_000)]
    [InlineData("(", 65)]
    [InlineData("NOT ", 65)]
    public void Deep_searches_from_a_client_are_a_problem(string opening, int depth)
    {
        var text = "A1 SEARCH " + string.Concat(Enumerable.Repeat(opening, depth)) + "ALL" + (opening == "(" ? new string(')', depth) : "");
        var received = CommandWire.Read(text);
        Assert.Equal("A1", received.Tag);
        Assert.Contains("MaxNesting", received.Problem);
    }

    [Fact]
    public void Lists_from_a_client_are_bounded()
    {
        var reader = new CommandReader(new ProtocolLimits { MaxListLength = 3, MaxSetRanges = 3 });
        Assert.Null(reader.Read("A SEARCH SEEN SEEN SEEN"u8).Problem);
        Assert.Contains("MaxListLength", reader.Read("A SEARCH SEEN SEEN SEEN SEEN"u8).Problem);
        Assert.Contains("MaxListLength", reader.Read("A STORE 1 FLAGS (a b c d)"u8).Problem);
        Assert.Contains("MaxListLength", reader.Read("A LIST \"\" (a b c d)"u8).Problem);
        Assert.Contains("MaxListLength", reader.Read("A ENABLE a b c d"u8).Problem);
        Assert.Contains("MaxListLength", reader.Read("A ID (\"a\" NIL \"b\" NIL \"c\" NIL \"d\" NIL)"u8).Problem);
        Assert.Contains("MaxListLength", reader.Read("A FETCH 1 (BODY[1] BODY[2] BODY[3] BODY[4])"u8).Problem);
        Assert.NotNull(reader.Read("A EXPUNGE 1"u8).Problem);
        Assert.NotNull(reader.Read("A UID EXPUNGE 1,3,5,7"u8).Problem);
    }

    private static SearchKey Wrap(int kind, SearchKey key) => kind switch
    {
        0 => SearchKey.Not(key),
        1 => SearchKey.Or(key, SearchKey.All),
        _ => SearchKey.And(SearchKey.All, key),
    };
}
