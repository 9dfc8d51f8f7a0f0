using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>Keeps what one port announced from phase to phase, and what changed.</summary>
internal sealed class CapabilityLog(int port)
{
    private const int MaxCapabilities = 500;
    private const int MaxLength = 100;

    private readonly List<CapabilityPhase> _phases = [];

    public IReadOnlyList<CapabilityPhase> Phases => _phases;

    public void Add(string phase, CapabilitySet? told)
    {
        if (told is null)
            return;
        var names = told.Take(MaxCapabilities).Select(static n => SafeText.Clean(n, MaxLength)).ToArray();
        var before = _phases.Count > 0 ? _phases[_phases.Count - 1].Capabilities : null;
        _phases.Add(new CapabilityPhase(
            port,
            phase,
            names,
            before is null ? [] : names.Except(before, StringComparer.OrdinalIgnoreCase).ToArray(),
            before is null ? [] : before.Except(names, StringComparer.OrdinalIgnoreCase).ToArray()));
    }
}
