using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Text for people: the words that servers have for what happened stay (<see cref="PlainWords"/>), all others are replaced,
/// since any of them may be a name.
/// </summary>
internal static class ProseRedaction
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;
    private const int MaxText = 4_000;

    private static readonly Regex Url = new(@"\b[A-Za-z][A-Za-z0-9+.-]{1,20}:/[^\s<>""']+", Options);
    private static readonly Regex Address = new(@"(?:""[^""@]{0,200}""|[^\s<>""'(),;:\[\]{}@]{1,200})@[^\s<>""'(),;:\[\]{}@]+", Options);
    private static readonly Regex Host = new(@"(?<![\p{L}\p{N}_.-])(?:[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*\.)+\p{L}[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}]", Options);
    private static readonly Regex Ip6 = new(@"(?<![\w:.])(?!\d{1,2}:\d\d(?::\d\d)?(?![\w:]))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?(?:%\w+)?(?![\w:])", Options);
    private static readonly Regex Ip4 = new(@"\d{1,3}(?:\.\d{1,3}){3}", Options);
    private static readonly Regex Token = new(@"[^\s<>""'(),;:\[\]{}/]+", Options);
    private static readonly Regex Word = new(@"[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}_]+)*", Options);
    private static readonly Regex Made = new(@"^(?:(?:mailbox|text|id|file|user|host)\d+|x{3,}|url|db8|\d{1,10}|\p{L}|TLS(?:_[A-Z0-9]+)+)$", Options);

    public static string Redact(string text, Pseudonyms names)
    {
        if (text.Length > MaxText)
            return " text";
        text = Url.Replace(text, "url");
        if (text.IndexOf('@') >= 0)
            text = Address.Replace(text, m => names.User(m.Value.TrimEnd('.')));
        text = Host.Replace(text, m => m.Value.EndsWith(Pseudonyms.Domain, StringComparison.Ordinal) ? m.Value : names.Host(m.Value));
        text = Ip6.Replace(text, "2001:db8::1");
        text = Ip4.Replace(text, "192.0.2.1");
        text = names.ReplaceKnownPhrases(Token.Replace(text, m => names.ReplaceKnown(m.Value)));
        return Word.Replace(text, m => IsPlain(m.Value) ? m.Value : names.Text(m.Value));
    }

    private static bool IsPlain(string word) =>
        Made.IsMatch(word) || PlainWords.Contains(word) || ProtocolWords.Contains(word) || Array.TrueForAll(word.Split('\'', '’', '-'), static p => Made.IsMatch(p) || PlainWords.Contains(p));
}
