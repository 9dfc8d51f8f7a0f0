using ImapPS.Client.Connecting;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>Puts together what was seen port by port.</summary>
internal static class ReportAssembly
{
    public static ServerReport AddPorts(ServerReport report, IReadOnlyList<PortReport> ports)
    {
        var phases = ports.SelectMany(static p => p.Phases).ToArray();
        var startTls = ports.FirstOrDefault(static p => p.Security == ConnectionSecurity.StartTls);
        return report with
        {
            Ports = ports,
            ImplicitTls = ports.Any(static p => p is { Security: ConnectionSecurity.ImplicitTls, TlsWorks: true }),
            StartTlsSupported = startTls is { StartTlsOffered: true, TlsWorks: true },
            InjectionTolerated = startTls?.Injection switch
            {
                InjectionOutcome.Tolerated => true,
                InjectionOutcome.Refused => false,
                _ => null,
            },
            TlsVersions = Merge(ports),
            Certificate = ports.Select(static p => p.Certificate).FirstOrDefault(static c => c is not null),
            CapabilityPhases = phases,
            Capabilities = Merge(phases),
            CapabilitiesComplete = ports.Any(static p => p.GreetingStatus == "PREAUTH"),
        };
    }

    public static ServerReport AddLogin(ServerReport report, CapabilitySet? told)
    {
        if (told is null || report.Login?.Port is not { } port)
            return report;
        var phases = report.CapabilityPhases.ToList();
        var last = phases.FindLastIndex(p => p.Port == port);
        var log = new CapabilityLog(port);
        if (last >= 0)
            log.Add(phases[last].Phase, new CapabilitySet(phases[last].Capabilities));
        log.Add(PhaseNames.AfterLogin, told);
        phases.Insert(last + 1, log.Phases[log.Phases.Count - 1]);
        return report with { CapabilityPhases = phases, Capabilities = Merge(phases), CapabilitiesComplete = true };
    }

    /// <summary>What can be believed: what was said within TLS; where nothing was, what was said at all.</summary>
    public static CapabilitySet Known(ServerReport report)
    {
        var inside = report.CapabilityPhases.Where(static p => PhaseNames.IsProtected(p.Phase)).ToArray();
        if (inside.LastOrDefault(static p => p.Phase == PhaseNames.AfterLogin) is { } last)
            return new CapabilitySet(last.Capabilities.Concat(inside.SelectMany(static p => p.Capabilities).Where(ConcernsLogin)));
        return new CapabilitySet((inside.Length > 0 ? inside : report.CapabilityPhases).SelectMany(static p => p.Capabilities));
    }

    /// <summary>What is about logging in has no place after it: Cyrus takes SASL-IR away then, Dovecot the mechanisms.</summary>
    public static bool ConcernsLogin(string capability) =>
        capability.Equals("SASL-IR", StringComparison.OrdinalIgnoreCase) || capability.StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase);

    private static string[] Merge(IReadOnlyList<CapabilityPhase> phases) =>
        phases.SelectMany(static p => p.Capabilities).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

    /// <summary>A version counts as accepted where one port accepts it, and as refused only where none could be otherwise.</summary>
    private static TlsVersionReport[] Merge(IReadOnlyList<PortReport> ports) => ports
        .SelectMany(static p => p.TlsVersions)
        .GroupBy(static v => v.Version)
        .Select(static g => g.OrderBy(static v => v.Outcome).First())
        .ToArray();
}
