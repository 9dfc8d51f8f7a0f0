using System.Globalization;

namespace ImapPS.Client.Diagnosis;

/// <summary>One thing that a server must have: a name out of <see cref="Names"/>, NotExpiring with days behind it, or any capability.</summary>
public sealed record Requirement
{
    private const string NotExpiring = "NotExpiring";

    private Requirement(string name) => Name = name;

    /// <summary>As it was asked for.</summary>
    public string Name { get; }

    /// <summary>For NotExpiring: how many days the certificate must last.</summary>
    internal int Days { get; private init; }

    /// <summary>The capability; null if it is one of the names.</summary>
    internal string? Capability { get; private init; }

    /// <summary>What can be required beside capabilities.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "ImplicitTls", "StartTls", "Tls12", "Tls13", "NoWeakTls", "Trusted", "NotExpiring30", "NoInjection", "NoLoginWithoutTls", "IPv4", "IPv6", "Login",
    ];

    /// <summary>Capabilities that are worth offering to whoever types a requirement.</summary>
    public static IReadOnlyList<string> CapabilityNames { get; } = ConsequenceTable.All.Select(static k => k.Name).ToArray();

    /// <exception cref="ArgumentException">It is no name, or not a number of days.</exception>
    public static Requirement Parse(string text)
    {
        var name = (text ?? "").Trim();
        if (name.Length is 0 or > 100 || name.Any(static c => c is <= ' ' or >= '\x7f' or '"' or '(' or ')' or '{' or '*' or '%' or '\\'))
            throw new ArgumentException($"'{SafeText.Clean(text, 100)}' can't be required: it is neither {string.Join(", ", Names)} nor a capability.", nameof(text));
        if (Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known && !known.StartsWith(NotExpiring, StringComparison.Ordinal))
            return new Requirement(known);
        if (!name.StartsWith(NotExpiring, StringComparison.OrdinalIgnoreCase))
            return new Requirement(name) { Capability = name };
        var number = name.Remove(0, NotExpiring.Length);
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days < 10_000
            ? new Requirement(NotExpiring + days.ToString(CultureInfo.InvariantCulture)) { Days = days }
            : throw new ArgumentException($"'{name}' can't be required: NotExpiring needs a number of days behind it, as in NotExpiring30.", nameof(text));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
