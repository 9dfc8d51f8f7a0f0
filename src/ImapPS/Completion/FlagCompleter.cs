using System.Collections;

namespace ImapPS.Completion;

/// <summary>Offers flags, and behind them keywords.</summary>
public sealed class FlagCompleter : WordCompleter
{
    private static readonly (string Text, string Tip)[] System =
    [
        ("\\Seen", "It was read."),
        ("\\Flagged", "It is marked."),
        ("\\Answered", "It was answered."),
        ("\\Draft", "It is not finished."),
        ("\\Deleted", "It is marked for removal."),
    ];

    private protected override IEnumerable<(string Text, string Tip)> Offer(string word, IDictionary parameters) => System.Concat(KeywordCompleter.Keywords(parameters));

    private protected override bool Matches(string text, string word) => base.Matches(text, word) || (text[0] == '\\' && base.Matches(text, "\\" + word));
}
