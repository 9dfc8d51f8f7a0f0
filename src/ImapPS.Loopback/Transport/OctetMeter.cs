using ImapPS.Loopback.Faults;

namespace ImapPS.Loopback.Transport;

/// <summary>Counts octets against a cut rule, from the moment the rule is first seen.</summary>
internal sealed class OctetMeter
{
    private CutRule? _rule;
    private long _counted;

    /// <summary>How many octets may pass now, at most <paramref name="wanted"/>.</summary>
    public long Allowed(CutRule? rule, int wanted)
    {
        Follow(rule);
        return rule is { IsArmed: true } ? Math.Max(0, Math.Min(wanted, rule.Octets - _counted)) : wanted;
    }

    /// <summary>Counts octets, fewer if the rule allows no more; says whether the rule's count is reached.</summary>
    public bool Count(CutRule? rule, ref int length)
    {
        length = (int)Allowed(rule, length);
        _counted += length;
        return rule is { IsArmed: true } && _counted >= rule.Octets;
    }

    private void Follow(CutRule? rule)
    {
        if (ReferenceEquals(rule, _rule))
            return;
        _rule = rule;
        _counted = 0;
    }
}
