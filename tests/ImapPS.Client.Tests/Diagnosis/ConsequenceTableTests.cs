using ImapPS.Client.Diagnosis;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Diagnosis;

public sealed class ConsequenceTableTests
{
    [Theory]
    [InlineData("IDLE")]
    [InlineData("MOVE")]
    [InlineData("CONDSTORE")]
    [InlineData("QRESYNC")]
    [InlineData("UIDPLUS")]
    [InlineData("COMPRESS=DEFLATE")]
    [InlineData("SORT")]
    [InlineData("THREAD")]
    [InlineData("NAMESPACE")]
    [InlineData("LITERAL+")]
    [InlineData("SASL-IR")]
    [InlineData("ID")]
    [InlineData("QUOTA")]
    [InlineData("SPECIAL-USE")]
    [InlineData("ESEARCH")]
    [InlineData("LIST-STATUS")]
    [InlineData("STATUS=SIZE")]
    [InlineData("ENABLE")]
    [InlineData("BINARY")]
    [InlineData("NOTIFY")]
    public void Tells_what_the_lack_of_a_capability_means(string name)
    {
        var consequence = Assert.Single(ConsequenceTable.For(new CapabilitySet(["IMAP4rev1"]), complete: true), c => c.Capability == name);
        Assert.True(consequence.Certain);
        Assert.EndsWith(".", consequence.Message);
        Assert.InRange(consequence.Message.Length, 30, 260);
    }

    [Fact]
    public void Each_capability_stands_in_it_once()
    {
        var names = ConsequenceTable.All.Select(static k => k.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Says_nothing_where_all_is_there()
    {
        var all = ConsequenceTable.All.Select(static k => k.Name == "THREAD" ? "THREAD=REFERENCES" : k.Name);
        Assert.Empty(ConsequenceTable.For(new CapabilitySet(all), complete: true));
    }

    [Theory]
    [InlineData("QRESYNC", "CONDSTORE")]
    [InlineData("THREAD=REFS", "THREAD")]
    [InlineData("QUOTA=RES-STORAGE", "QUOTA")]
    [InlineData("LITERAL-", "LITERAL+")]
    [InlineData("APPENDLIMIT=1000", "APPENDLIMIT")]
    [InlineData("IMAP4rev2", "MOVE")]
    [InlineData("IMAP4rev2", "UIDPLUS")]
    [InlineData("IMAP4rev2", "IDLE")]
    [InlineData("IMAP4rev2", "NAMESPACE")]
    [InlineData("IMAP4rev2", "IMAP4rev1")]
    [InlineData("idle", "IDLE")]
    public void Knows_what_includes_what(string announced, string included) =>
        Assert.DoesNotContain(ConsequenceTable.For(new CapabilitySet([announced]), complete: true), c => c.Capability == included);

    [Fact]
    public void Without_login_nothing_is_certain()
    {
        var report = Reports.Judge(Reports.Good);
        Assert.NotEmpty(report.Consequences);
        Assert.DoesNotContain(report.Consequences, static c => c.Certain);
        Assert.DoesNotContain(report.Consequences, static c => c.Capability == "IDLE");
    }

    [Fact]
    public void What_is_about_logging_in_is_known_before_and_stays_known()
    {
        var bare = Reports.Tls with { Phases = [Reports.Phase(993, PhaseNames.ImplicitTls, "IMAP4rev1")] };
        Assert.True(Assert.Single(Reports.Judge(Reports.Of(bare)).Consequences, static c => c.Capability == "SASL-IR").Certain);

        // As Cyrus does it: SASL-IR is gone after login.
        var loggedIn = ReportAssembly.AddLogin(Reports.Good with { Login = new LoginReport("alice", 993, true, "") }, new CapabilitySet(["IMAP4rev1"]));
        var report = Reports.Judge(loggedIn, "SaslIr", "AUTH=PLAIN");
        Assert.True(report.Passed);
        Assert.DoesNotContain(report.Consequences, static c => c.Capability == "SASL-IR");
    }

    [Fact]
    public void What_was_said_before_TLS_does_not_count()
    {
        var lying = Reports.StartTls with { Phases = [Reports.Phase(143, PhaseNames.Asked, "IMAP4rev1", "STARTTLS", "MOVE"), Reports.Phase(143, PhaseNames.AfterStartTls, "IMAP4rev1")] };
        var report = Reports.Judge(Reports.Of(Reports.Tls, lying), "Move");
        Assert.Contains(report.Consequences, static c => c.Capability == "MOVE");
        Assert.False(report.Requirements[0].Met);
    }

    [Fact]
    public void After_login_that_list_alone_counts()
    {
        var report = ReportAssembly.AddLogin(
            Reports.Good with { Login = new LoginReport("alice", Reports.TlsPort, true, "") { Mechanism = "PLAIN" } }, new CapabilitySet(["IMAP4rev1", "MOVE"]));
        var judged = Reports.Judge(report, "Move", "Idle");
        Assert.True(judged.CapabilitiesComplete);
        Assert.Equal([true, false], judged.Requirements.Select(static r => r.Met));
        Assert.DoesNotContain("-Credential", judged.Requirements[1].Detail);
        var phase = judged.CapabilityPhases[1];
        Assert.Equal((PhaseNames.AfterLogin, Reports.TlsPort), (phase.Phase, phase.Port));
        Assert.Equal(["MOVE"], phase.Added);
        Assert.Contains("IDLE", phase.Removed);
    }
}
