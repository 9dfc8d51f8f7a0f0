using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

/// <summary>CREATE with a special use, GETMETADATA and SETMETADATA.</summary>
public class MetadataCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("private/x")]
    [InlineData("/")]
    [InlineData("/private/")]
    [InlineData("/private//x")]
    [InlineData("/private/x*")]
    [InlineData("/private/%")]
    [InlineData("/private/a b")]
    [InlineData("/private/a\r\nb")]
    [InlineData("/private/ä")]
    public void An_entry_must_be_one(string entry)
    {
        Assert.Throws<ArgumentException>(() => new GetMetadataCommand(null, [entry]));
        Assert.Throws<ArgumentException>(() => new SetMetadataCommand(null, [new(entry, "x")]));
    }

    [Fact]
    public void There_must_be_something_to_ask_for()
    {
        Assert.Throws<ArgumentException>(() => new GetMetadataCommand(MailboxName.Inbox, []));
        Assert.Throws<ArgumentException>(() => new SetMetadataCommand(MailboxName.Inbox, []));
        Assert.Throws<ArgumentException>(() => new SetMetadataCommand(MailboxName.Inbox, [new("/private/comment", "a\0b")]));
    }

    [Theory]
    [InlineData("Trash")]
    [InlineData("\\")]
    [InlineData("\\a b")]
    [InlineData("\\a)")]
    [InlineData("\\a\r\n")]
    public void A_special_use_is_a_backslash_and_an_atom(string use) =>
        Assert.Throws<ArgumentException>(() => new CreateCommand(MailboxName.Inbox) { SpecialUse = [use] });
}
