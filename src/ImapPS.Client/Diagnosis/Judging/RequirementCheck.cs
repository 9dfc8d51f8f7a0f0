using System.Globalization;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>Holds a report against what was required. What could not be found out is not met, and says so.</summary>
internal static class RequirementCheck
{
    public static RequirementResult Check(Requirement requirement, ServerReport report)
    {
        var (met, detail) = requirement.Capability is { } capability ? Capability(capability, report) : requirement.Name switch
        {
            "ImplicitTls" => Plain(report.ImplicitTls, "implicit TLS works", "implicit TLS does not work"),
            "StartTls" => Plain(report.StartTlsSupported, "STARTTLS works", "STARTTLS does not work"),
            "Tls12" => Version("TLS 1.2", report),
            "Tls13" => Version("TLS 1.3", report),
            "NoWeakTls" => NoWeakTls(report),
            "Trusted" => Certificates(report, static c => c.Trusted, "the certificate is trusted", "the certificate is not trusted"),
            "NoInjection" => report.InjectionTolerated switch
            {
                false => (true, "commands behind STARTTLS are not taken over into TLS"),
                true => (false, "a command sent in the clear behind STARTTLS was answered within TLS"),
                null => (!report.StartTlsSupported && report.ImplicitTls, report.StartTlsSupported ? "this could not be tested" : "there is no STARTTLS to inject behind"),
            },
            "NoLoginWithoutTls" => Plain(CapabilityRules.LoginWithoutTls(report).Count == 0 && report.Ports.Any(static p => p.Reachable), "no password is asked for without TLS", "logging in without TLS is offered, or nothing could be reached"),
            "IPv4" or "IPv6" => Family(requirement.Name, report),
            "Login" => report.Login switch
            {
                null => (false, "no credential was given to try"),
                { Succeeded: true } login => (true, $"{login.UserName} logged in with {login.Mechanism}"),
                { } login => (false, login.Detail),
            },
            _ => Certificates(
                report,
                c => c.DaysLeft >= requirement.Days,
                string.Format(CultureInfo.InvariantCulture, "the certificate lasts {0} days or more", requirement.Days),
                string.Format(CultureInfo.InvariantCulture, "the certificate does not last {0} days", requirement.Days)),
        };
        return new RequirementResult(requirement.Name, met, Sentence(detail));
    }

    private static (bool Met, string Detail) Plain(bool met, string yes, string no) => (met, met ? yes : no);

    private static (bool Met, string Detail) Version(string version, ServerReport report) => report.TlsVersions.FirstOrDefault(v => v.Version == version) switch
    {
        null => (false, version + " could not be tested: there is no TLS"),
        { Outcome: TlsVersionOutcome.Accepted } => (true, version + " is accepted"),
        { } other => (false, other.ToString()),
    };

    private static (bool Met, string Detail) NoWeakTls(ServerReport report)
    {
        var weak = report.TlsVersions.Where(static v => v.IsWeak).ToArray();
        if (weak.Length == 0)
            return (false, "this could not be tested: there is no TLS");
        var bad = weak.FirstOrDefault(static v => v.Outcome != TlsVersionOutcome.Refused);
        return bad is null ? (true, "no version below TLS 1.2 is accepted") : (false, bad.ToString());
    }

    private static (bool Met, string Detail) Certificates(ServerReport report, Func<CertificateReport, bool> holds, string yes, string no)
    {
        var all = report.Ports.Where(static p => p.Certificate is not null).ToArray();
        if (all.Length == 0)
            return (false, "no certificate was seen");
        var bad = all.FirstOrDefault(p => !holds(p.Certificate!));
        return bad is null ? (true, yes) : (false, string.Format(CultureInfo.InvariantCulture, "{0} (port {1}: {2})", no, bad.Port, bad.Certificate));
    }

    private static (bool Met, string Detail) Family(string family, ServerReport report)
    {
        var all = report.Ports.SelectMany(static p => p.Addresses).Where(a => a.Family == family).ToArray();
        if (all.Length == 0)
            return (false, $"the name has no {family} address");
        return all.FirstOrDefault(static a => a.Reachability == Reachability.Reachable) is { } reachable
            ? (true, $"{reachable.Address} can be reached")
            : (false, $"{all[0].Address} can't be reached: {all[0].Problem}");
    }

    private static (bool Met, string Detail) Capability(string wanted, ServerReport report)
    {
        var known = ReportAssembly.Known(report);
        if (known.Count == 0)
            return (false, "the server could not be asked what it can do");
        if (Has(known, wanted))
            return (true, wanted + " is announced");
        return (false, report.CapabilitiesComplete
            ? wanted + " is not announced"
            : wanted + " is not announced before login; if the server announces it afterwards, -Credential will show it");
    }

    /// <summary>Also "CondStore", "SpecialUse", "LiteralPlus", "Compress", "ScramSha256": how people write where no quotes are wanted.</summary>
    private static bool Has(CapabilitySet known, string wanted)
    {
        var normal = Normal(wanted);
        if (known.Any(c => Normal(c) == normal || (c.IndexOf('=') is > 0 and var at && (Normal(c.Substring(0, at)) == normal || Normal(c.Substring(at + 1)) == normal))))
            return true;
        return ConsequenceTable.All.FirstOrDefault(k => Normal(k.Name) == normal)?.IsPresent(known) ?? false;
    }

    private static string Normal(string name)
    {
        var text = name.EndsWith("-", StringComparison.Ordinal) ? name.TrimEnd('-') + "MINUS" : name;
        return text.Replace("+", "PLUS").Replace("-", "").Replace("_", "").ToUpperInvariant();
    }

    private static string Sentence(string text) =>
        char.ToUpperInvariant(text[0]).ToString() + text.Remove(0, 1) + (text.EndsWith(".", StringComparison.Ordinal) ? "" : ".");
}
