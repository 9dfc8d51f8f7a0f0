using System.Collections;
using ImapPS.Client;

namespace ImapPS.Completion;

/// <summary>Offers keywords: those of the mailbox that is open, and those that programs have agreed on.</summary>
public sealed class KeywordCompleter : WordCompleter
{
    // The registry of IANA (RFC 5788), without those that only servers and clients set for each other.
    private static readonly (string Text, string Tip)[] Registered =
    [
        ("$Forwarded", "It was forwarded."),
        ("$MDNSent", "A receipt was sent for it (RFC 3503)."),
        ("$Junk", "It is spam."),
        ("$NotJunk", "It is no spam."),
        ("$Phishing", "It may be an attempt at fraud."),
        ("$Important", "It is likely to be important (RFC 8457)."),
    ];

    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) => Keywords(parameters);

    internal static IEnumerable<(string Text, string Tip)> Keywords(IDictionary parameters)
    {
        var selected = SessionWords.Find(parameters)?.Engine.Selected;
        IEnumerable<string> used = selected is null ? [] : selected.Flags.Keywords.Concat(selected.PermanentFlags?.Keywords ?? []);
        return used.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(static k => k, StringComparer.OrdinalIgnoreCase)
            .Where(static k => !Array.Exists(Registered, r => r.Text.Equals(k, StringComparison.OrdinalIgnoreCase)))
            .Select(k => (k, $"It is used in {SafeText.Clean(selected!.Name.Name)}."))
            .Concat(Registered);
    }
}
