using System.Collections;
using ImapPS.Client.Diagnosis;
using ImapPS.Loopback;

namespace ImapPS.Completion;

/// <summary>Offers what servers can do, as CAPABILITY names it.</summary>
public sealed class CapabilityCompleter : WordCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) =>
        Requirement.CapabilityNames.Concat(LoopbackOptions.DefaultCapabilities).Concat(LoopbackOptions.FurtherCapabilities).Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(static c => c, StringComparer.Ordinal)
            .Select(static c => (c, LoopbackOptions.DefaultCapabilities.Contains(c) ? "The test server has it by default." : "The test server does not have it by default."));
}
