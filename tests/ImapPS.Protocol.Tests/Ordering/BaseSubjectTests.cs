using FsCheck.Fluent;
using ImapPS.Protocol.Ordering;

namespace ImapPS.Protocol.Tests.Ordering;

public class BaseSubjectTests
{
    [Theory]
    [InlineData("", "", false)]
    [InlineData("   ", "", false)]
    [InlineData("Report", "Report", false)]
    [InlineData("  a \t b\r\n c ", "a b c", false)]
    [InlineData("Re: Report", "Report", true)]
    [InlineData("re  :Report", "Report", true)]
    [InlineData("RE:re: Fw: FWD: Report", "Report", true)]
    [InlineData("Re[2]: Report", "Report", true)]
    [InlineData("Re [list] : Report", "Report", true)]
    [InlineData("Report (fwd)", "Report", true)]
    [InlineData("Report (FWD) (fwd) ", "Report", true)]
    [InlineData("[list] Report", "Report", false)]
    [InlineData("[list] [other] Report", "Report", false)]
    [InlineData("[list] Re: [list] Report", "Report", true)]
    [InlineData("[list]", "[list]", false)]
    [InlineData("Re: [list]", "[list]", true)]
    [InlineData("[a[b] x", "[a[b] x", false)]
    [InlineData("[Fwd: Report]", "Report", true)]
    [InlineData("[fwd: Re: [fwd: Report] (fwd)]", "Report", true)]
    [InlineData("[Fwd: Report] more", "more", false)]
    [InlineData("[Fwd:]", "", true)]
    [InlineData("Report: Re: x", "Report: Re: x", false)]
    [InlineData("Regarding: x", "Regarding: x", false)]
    [InlineData("Re", "Re", false)]
    [InlineData("Re:", "", true)]
    [InlineData("(fwd)", "", true)]
    [InlineData("Fwd Report", "Fwd Report", false)]
    [InlineData("Aw: Report", "Aw: Report", false)]
    public void What_replies_and_lists_add_is_taken_off(string subject, string expected, bool reply) =>
        Assert.Equal(new BaseSubject(expected, reply), BaseSubject.Of(subject));

    [Fact]
    public void It_has_nothing_more_to_take_off() =>
        Properties.Check(
            Gen.Elements("Re", ":", " ", "[", "]", "fwd", "(fwd)", "[fwd:", "a", "RE: ", "[x] ", "\t").ListOf(),
            2000,
            pieces =>
            {
                var once = BaseSubject.Of(string.Concat(pieces)).Text;
                Assert.Equal(new BaseSubject(once, false), BaseSubject.Of(once));
            });
}
