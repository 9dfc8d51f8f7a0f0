using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Values;

public class CapabilitySetTests
{
    [Fact]
    public void Names_compare_without_regard_to_case_and_keep_their_order()
    {
        var set = new CapabilitySet(["IMAP4rev1", "idle", "IDLE", "AUTH=PLAIN", "auth=SCRAM-SHA-256", "STATUS=SIZE"]);
        Assert.Equal("IMAP4rev1 idle AUTH=PLAIN auth=SCRAM-SHA-256 STATUS=SIZE", set.ToString());
        Assert.True(set.Idle);
        Assert.True(set.StatusSize);
        Assert.Equal(["PLAIN", "SCRAM-SHA-256"], set.AuthMechanisms);
        Assert.Equal(set, new CapabilitySet(["status=size", "Idle", "imap4REV1", "AUTH=plain", "AUTH=scram-sha-256"]));
        Assert.NotEqual(set, CapabilitySet.Empty);
    }

    [Theory]
    [InlineData("LITERAL-", true, false)]
    [InlineData("LITERAL+", false, true)]
    [InlineData("IMAP4rev2", true, false)]
    [InlineData("IMAP4rev1", false, false)]
    public void Literals(string name, bool minus, bool plus)
    {
        var set = new CapabilitySet([name]);
        Assert.Equal(minus, set.LiteralMinus);
        Assert.Equal(plus, set.LiteralPlus);
    }

    [Fact]
    public void Rev2_includes_its_extensions_and_QRESYNC_includes_CONDSTORE()
    {
        var rev2 = new CapabilitySet(["IMAP4rev2"]);
        Assert.True(rev2.UidPlus && rev2.Move && rev2.ESearch && rev2.Enable && rev2.Namespace && rev2.ListExtended && rev2.SpecialUse && rev2.Idle);
        Assert.False(rev2.CondStore || rev2.ImapRev1 || rev2.Id);
        Assert.True(new CapabilitySet(["QRESYNC"]).CondStore);
    }

    [Fact]
    public void AUTH_without_a_mechanism_is_none() => Assert.Empty(new CapabilitySet(["AUTH=", "AUTH"]).AuthMechanisms);

    [Theory]
    [InlineData("SORT", true, false, false)]
    [InlineData("SORT PARTIAL", true, true, false)]
    [InlineData("SORT ESORT PARTIAL", true, true, true)]
    [InlineData("SORT ESORT CONTEXT=SEARCH", true, true, true)]
    [InlineData("SORT ESORT CONTEXT=SORT", true, false, true)]
    [InlineData("SORT=DISPLAY ESORT", false, false, false)]
    public void What_can_be_had_in_part(string words, bool sort, bool partialSearch, bool partialSort)
    {
        var capabilities = new CapabilitySet(words.Split(' '));
        Assert.Equal((sort, partialSearch, partialSort), (capabilities.Sort, capabilities.PartialSearch, capabilities.PartialSort));
    }
}
