using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>What this module does with a capability, and without it.</summary>
/// <param name="Name">As announced.</param>
/// <param name="Without">What is done instead and what it costs, as a sentence.</param>
/// <param name="IsPresent">Whether a set has it, under whatever name.</param>
internal sealed record CapabilityKnowledge(string Name, string Without, Func<CapabilitySet, bool> IsPresent)
{
    public CapabilityKnowledge(string name, string without)
        : this(name, without, c => c.Has(name))
    {
    }
}
