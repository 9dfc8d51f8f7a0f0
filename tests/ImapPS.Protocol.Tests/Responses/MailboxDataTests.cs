using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

public class MailboxDataTests
{
    [Theory]
    [InlineData("* LIST (\\HasNoChildren) \"/\" INBOX", "\\HasNoChildren", '/', "INBOX")]
    [InlineData("* LIST (\\HasNoChildren \\Sent) \".\" \"Sent Items\"", "\\HasNoChildren \\Sent", '.', "Sent Items")]
    [InlineData("* LIST () NIL {7}\r\n(odd) \"", "", null, "(odd) \"")]
    [InlineData("* LIST (\\Noselect) \"/\" ~/Mail/foo", "\\Noselect", '/', "~/Mail/foo")]
    [InlineData("* LIST () \"\\\\\" \"a\\\\b\"", "", '\\', "a\\b")]
    [InlineData("* LIST () / Entw&APw-rfe", "", '/', "Entwürfe")]
    [InlineData("* LIST () \"\" foo", "", null, "foo")]
    [InlineData("* LIST  (\\a  \\b)  \"/\"  foo", "\\a \\b", '/', "foo")]
    [InlineData("* LIST NIL \"/\" foo", "", '/', "foo")]
    [InlineData("* LIST () \"/\" Sent Items", "", '/', "Sent Items")]
    [InlineData("* LIST () \"/\" NIL", "", '/', "NIL")]
    [InlineData("* LIST () \"/\" foo[bar]", "", '/', "foo[bar]")]
    [InlineData("* LIST (\\Noselect) \"/\" \"\"", "\\Noselect", '/', "")]
    public void List(string line, string attributes, object? delimiter, string name)
    {
        var list = Wire.Read<ListResponse>(line);
        Assert.False(list.IsLsub);
        Assert.Equal(attributes, string.Join(" ", list.Attributes));
        Assert.Equal((char?)delimiter, list.Delimiter);
        Assert.Equal(name, list.Mailbox.Name);
    }

    [Fact]
    public void Lsub() => Assert.True(Wire.Read<ListResponse>("* LSUB () \".\" #news.comp.mail.misc").IsLsub);

    [Fact]
    public void List_with_extended_data()
    {
        var list = Wire.Read<ListResponse>(
            "* LIST (\\Subscribed) \"/\" NewName (\"OLDNAME\" (\"Old Name\") X-ODD (1 (2 {3}\r\nabc)) \"CHILDINFO\" (\"SUBSCRIBED\"))");
        Assert.Equal(MailboxName.Create("Old Name"), list.OldName);
        Assert.Equal(["SUBSCRIBED"], list.ChildInfo!);
        Assert.True(list.HasAttribute("\\subscribed"));
    }

    [Fact]
    public void Names_are_utf8_once_that_is_enabled()
    {
        var reader = new ResponseReader();
        var line = Wire.Octets("* LIST () \"/\" \"Entw\u00c3\u00bcrfe & mehr\"\r\n");
        Assert.False(((ListResponse)Wire.Read(line, reader)).Mailbox.IsDecoded);
        reader.Utf8 = true;
        Assert.Equal("Entwürfe & mehr", ((ListResponse)Wire.Read(line, reader)).Mailbox.Name);
    }

    [Theory]
    [InlineData("* LIST")]
    [InlineData("* LIST (")]
    [InlineData("* LIST () \"/\"")]
    [InlineData("* LIST () \"/\" ")]
    [InlineData("* LIST (\\a \"/\" foo")]
    [InlineData("* LIST () \"/\" \"foo")]
    [InlineData("* STATUS foo")]
    [InlineData("* STATUS (MESSAGES 1)")]
    [InlineData("* STATUS foo (MESSAGES 1")]
    [InlineData("* NAMESPACE ((")]
    [InlineData("* QUOTA")]
    [InlineData("* QUOTA x")]
    [InlineData("* QUOTA x (STORAGE 1")]
    [InlineData("* QUOTA x (STORAGE 1 -2)")]
    [InlineData("* QUOTAROOT")]
    [InlineData("* FLAGS (\\Seen")]
    [InlineData("* FLAGS foo")]
    [InlineData("* ID (\"a\"")]
    [InlineData("* SEARCH 1 x")]
    [InlineData("* SEARCH 1,2")]
    [InlineData("* SEARCH -1")]
    [InlineData("* SEARCH 4294967296")]
    [InlineData("* ESEARCH ALL x")]
    [InlineData("* ESEARCH COUNT")]
    [InlineData("* VANISHED")]
    [InlineData("* VANISHED 0")]
    [InlineData("* -1 EXISTS")]
    [InlineData("* 4294967296 EXISTS")]
    [InlineData("* 5")]
    [InlineData("* 5EXISTS")]
    [InlineData("* 5 FETCH")]
    [InlineData("* 5 FETCH x")]
    public void What_cannot_be_read_is_kept_with_a_reason(string line)
    {
        var unknown = Wire.Read<UnknownResponse>(line);
        Assert.Equal(line, unknown.Text);
        Assert.NotNull(unknown.Problem);
    }

    [Fact]
    public void Status()
    {
        var expected = new MailboxStatusResponse(MailboxName.Create("blurdybloop"))
        {
            Messages = 231,
            Recent = 1,
            UidNext = 44292,
            UidValidity = 3857529045,
            Unseen = 5,
            Deleted = 2,
            Size = 18446744073709551615,
            HighestModSeq = 7011231777,
            AppendLimit = 257890,
            MailboxId = "F2212ea87-6097-4256-9d51-71338625",
        };
        Assert.Equal(expected, Wire.Read(
            "* STATUS blurdybloop (MESSAGES 231 RECENT 1 UIDNEXT 44292 UIDVALIDITY 3857529045 UNSEEN 5 DELETED 2 SIZE 18446744073709551615"
            + " HIGHESTMODSEQ 7011231777 APPENDLIMIT 257890 MAILBOXID (F2212ea87-6097-4256-9d51-71338625))"));
    }

    [Theory]
    [InlineData("* STATUS foo (MESSAGES -1 UIDNEXT 4294967296 X-NEW (1 (2)) UNSEEN NIL SIZE (1) APPENDLIMIT NIL RECENT 7)")]
    [InlineData("* status \"foo\"  ( messages x  recent  7 )")]
    public void Status_without_what_cannot_be_true(string line) =>
        Assert.Equal(new MailboxStatusResponse(MailboxName.Create("foo")) { Recent = 7 }, Wire.Read(line));

    [Fact]
    public void Status_of_a_name_that_lacks_its_quotes() =>
        Assert.Equal("Sent Items", Wire.Read<MailboxStatusResponse>("* STATUS Sent Items (MESSAGES 1)").Mailbox.Name);

    [Fact]
    public void Namespaces()
    {
        var response = Wire.Read<NamespaceResponse>(
            "* NAMESPACE ((\"\" \"/\")(\"#mh/\" \"/\" \"X-PARAM\" (\"FLAG1\" \"FLAG2\"))) ((\"~\" \"/\")) NIL");
        Assert.Equal(["", "#mh/"], response.Personal.Select(n => n.PrefixText));
        Assert.Equal([new NamespaceEntry(MailboxName.Create("~"), '/')], response.OtherUsers);
        Assert.Empty(response.Shared);
        Assert.Empty(Wire.Read<NamespaceResponse>("* NAMESPACE ((\"INBOX.\" NIL))").OtherUsers);
    }

    [Fact]
    public void Quota()
    {
        Assert.Equal(new QuotaResponse("", [new QuotaResource("STORAGE", 10, 512)]), Wire.Read("* QUOTA \"\" (STORAGE 10 512)"));
        Assert.Equal(new QuotaResponse("User quota", [new("STORAGE", 600, 512), new("MESSAGE", 3, 20)]), Wire.Read("* quota \"User quota\" (STORAGE 600 512  MESSAGE 3 20)"));
        Assert.Equal(new QuotaResponse("none", []), Wire.Read("* QUOTA none ()"));
        Assert.Equal(new QuotaRootResponse(MailboxName.Inbox, ["", "#user/alice"]), Wire.Read("* QUOTAROOT INBOX \"\" #user/alice"));
        Assert.Equal(new QuotaRootResponse(MailboxName.Create("comp.mail.mime"), []), Wire.Read("* QUOTAROOT comp.mail.mime"));
    }

    [Fact]
    public void Capability_and_enabled()
    {
        Assert.Equal(new CapabilityResponse(new CapabilitySet(["IMAP4rev1", "AUTH=PLAIN"])), Wire.Read("* CAPABILITY IMAP4rev1  AUTH=PLAIN "));
        Assert.Equal(new CapabilityResponse(CapabilitySet.Empty), Wire.Read("* CAPABILITY"));
        Assert.Equal(new EnabledResponse(new CapabilitySet(["CONDSTORE"])), Wire.Read("* ENABLED CONDSTORE"));
        Assert.Equal(new EnabledResponse(CapabilitySet.Empty), Wire.Read("* ENABLED"));
    }

    [Fact]
    public void Id()
    {
        var id = Wire.Read<IdResponse>("* ID (\"name\" \"Dovecot\" \"version\" NIL \"odd\")");
        Assert.Equal([new("name", "Dovecot"), new("version", null), new("odd", null)], id.Parameters);
        Assert.Empty(Wire.Read<IdResponse>("* ID NIL").Parameters);
        Assert.Empty(Wire.Read<IdResponse>("* ID").Parameters);
    }

    [Theory]
    [InlineData("* FLAGS (\\Answered \\Flagged \\Draft)", "\\Answered \\Flagged \\Draft")]
    [InlineData("* FLAGS ()", "")]
    [InlineData("* FLAGS NIL", "")]
    [InlineData("* FLAGS (  \\Seen   $Junk \\Seen $JUNK )", "\\Seen $Junk")]
    [InlineData("* FLAGS (\"quoted\" $a]b \\X-Odd)", "quoted $a]b \\X-Odd")]
    public void Flags(string line, string names) =>
        Assert.Equal(names, Wire.Read<FlagsResponse>(line).Flags.ToString(), ignoreCase: false);

    [Fact]
    public void Numbers()
    {
        Assert.Equal(new ExistsResponse(23), Wire.Read("* 23 EXISTS"));
        Assert.Equal(new RecentResponse(0), Wire.Read("* 0 recent"));
        Assert.Equal(new ExpungeResponse(44), Wire.Read("* 44 EXPUNGE"));
        Assert.Equal(new ExistsResponse(4294967295), Wire.Read("*  4294967295  EXISTS "));
    }

    [Fact]
    public void Search()
    {
        Assert.Equal(new SearchResponse([2, 84, 882]), Wire.Read("* SEARCH 2 84  882 "));
        Assert.Equal(new SearchResponse([]), Wire.Read("* SEARCH"));
        Assert.Equal(new SearchResponse([2, 5], 917162500), Wire.Read("* SEARCH 2 5 (MODSEQ 917162500)"));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void The_numbers_of_SEARCH_are_bounded(int count, bool accepted)
    {
        var response = Wire.Read(
            Wire.Octets("* SEARCH" + string.Concat(Enumerable.Repeat(" 7", count)) + "\r\n"), limits: new() { MaxSetRanges = 3 });
        Assert.Equal(accepted, response is SearchResponse);
        if (!accepted)
            Assert.Contains("MaxSetRanges", Assert.IsType<UnknownResponse>(response).Problem);
    }

    [Fact]
    public void ESearch()
    {
        var expected = new ESearchResponse("A282", true) { Min = 2, Max = 9, Count = 3, All = UidSet.Parse("2,10:11"), ModSeq = 1236 };
        Assert.Equal(expected, Wire.Read("* ESEARCH (TAG \"A282\") UID MIN 2 MAX 9 COUNT 3 ALL 2,10:11 MODSEQ 1236"));
        Assert.Equal(new ESearchResponse("A1", false), Wire.Read("* ESEARCH (TAG A1)"));
        Assert.Equal(new ESearchResponse(null, false), Wire.Read("* ESEARCH"));
        Assert.Equal(new ESearchResponse(null, true) { Count = 0 }, Wire.Read("* ESEARCH UID X-OLD (1:10 5) X-NEW \"x\" count 0"));
    }

    [Fact]
    public void Vanished()
    {
        Assert.Equal(new VanishedResponse(true, UidSet.Parse("41,43:116")), Wire.Read("* VANISHED (EARLIER) 41,43:116"));
        Assert.Equal(new VanishedResponse(false, UidSet.Parse("405")), Wire.Read("* VANISHED 405"));
    }
}
