using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class MailboxNameTests
{
    private static readonly Gen<string> Names =
        Gen.Elements("a", "Sent", "&", "&-", "-", "/", ".", " ", "~", "ä", "ß", "日本", "\ud83d\ude00", "\u00a0", "\"", "\\", "%", "*", "+", ",", "\ufffd", "\u0300")
            .NonEmptyListOf().Select(pieces => string.Concat(pieces));

    [Theory]
    [InlineData("~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語")]
    [InlineData("Entw&APw-rfe", "Entwürfe")]
    [InlineData("Gel&APY-schte Objekte", "Gelöschte Objekte")]
    [InlineData("Taxes &- Fees", "Taxes & Fees")]
    [InlineData("&2D3eAA-", "\ud83d\ude00")]
    [InlineData("plain", "plain")]
    public void Modified_utf7_is_decoded(string wire, string name)
    {
        var read = MailboxName.FromWire(Encoding.ASCII.GetBytes(wire), utf8: false);
        Assert.Equal(name, read.Name);
        Assert.True(read.IsDecoded);
        Assert.Equal(wire, Encoding.ASCII.GetString(MailboxName.Create(name).ToWire(utf8: false)));
    }

    [Theory]
    [InlineData("A&B")] // no end
    [InlineData("A & B")]
    [InlineData("&Jjo")] // no end
    [InlineData("&Jjo!")]
    [InlineData("&AGE-")] // an ASCII letter, encoded all the same
    [InlineData("&APwA-")] // bits left over
    [InlineData("&APx-")] // padding that is not zero
    [InlineData("&APw-&APw-")] // two runs where one would do
    [InlineData("&2D0-")] // half a surrogate pair
    [InlineData("Entw\u00fcrfe")] // 8-bit
    [InlineData("tab\there")]
    public void What_cannot_be_decoded_goes_back_as_it_came(string text)
    {
        foreach (var utf8 in new[] { false, true })
        {
            var wire = Encoding.Latin1.GetBytes(text);
            var read = MailboxName.FromWire(wire, utf8: false);
            Assert.False(read.IsDecoded);
            Assert.Equal(wire, read.ToWire(utf8));
        }
    }

    [Fact]
    public void Octets_that_are_no_utf8_go_back_as_they_came()
    {
        byte[] wire = [(byte)'a', 0xff, 0xc3];
        var read = MailboxName.FromWire(wire, utf8: true);
        Assert.False(read.IsDecoded);
        Assert.Equal(wire, read.ToWire(utf8: true));
        Assert.Equal(wire, read.ToWire(utf8: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_name_comes_back(bool utf8) => Properties.Check(Names, name =>
    {
        var created = MailboxName.Create(name);
        var read = MailboxName.FromWire(created.ToWire(utf8), utf8);
        Assert.Equal(created, read);
        Assert.Equal(name, read.Name);
        Assert.Equal(created.GetHashCode(), read.GetHashCode());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_octets_come_back(bool utf8)
    {
        var octets = Gen.Elements<byte>(0, 9, 32, 38, 38, 45, 45, 65, 66, 80, 119, 127, 0x80, 0xc3, 0xa4, 0xff).ListOf();
        Properties.Check(octets, 1000, list =>
        {
            var wire = list.ToArray();
            var read = MailboxName.FromWire(wire, utf8);
            Assert.Equal(wire, read.ToWire(utf8));
        });
    }

    [Theory]
    [InlineData("INBOX")]
    [InlineData("inbox")]
    [InlineData("Inbox")]
    public void Inbox_is_one_in_any_case(string name)
    {
        Assert.Same(MailboxName.Inbox, MailboxName.Create(name));
        Assert.Same(MailboxName.Inbox, MailboxName.FromWire(Encoding.ASCII.GetBytes(name), utf8: false));
        Assert.Same(MailboxName.Inbox, MailboxName.FromWire(Encoding.ASCII.GetBytes(name), utf8: true));
        Assert.True(MailboxName.Inbox.IsInbox);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    public void A_person_cannot_give_an_impossible_name(string name) =>
        Assert.Throws<ArgumentException>(() => MailboxName.Create(name));

    [Fact]
    public void Half_a_surrogate_pair_is_impossible_too()
    {
        Assert.Throws<ArgumentException>(() => MailboxName.Create("a" + (char)0xd800));
        Assert.Throws<ArgumentException>(() => MailboxName.Create((char)0xdc00 + "a"));
        Assert.Throws<ArgumentException>(() => MailboxName.Create("" + (char)0xd800 + (char)0xd800 + (char)0xdc00));
    }

    [Fact]
    public void A_name_that_only_looks_like_another_is_another()
    {
        var decoded = MailboxName.FromWire("&AOQ-"u8, utf8: false);
        var raw = MailboxName.FromWire([0xe4], utf8: false);
        Assert.Equal(decoded.Name, raw.Name);
        Assert.NotEqual(decoded, raw);
    }
}
