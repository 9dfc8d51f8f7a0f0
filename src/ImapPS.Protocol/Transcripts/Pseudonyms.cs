using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>
/// Names in place of those in a conversation: the same for the same, so that it can still be followed. Behind the first
/// <see cref="Capacity"/> different ones all others share the number 0.
/// </summary>
public sealed class Pseudonyms
{
    internal const int Capacity = 50_000;

    /// <summary>A domain that never is anybody's (RFC 2606 section 2).</summary>
    internal const string Domain = "example.invalid";

    private const int MaxKey = 300;
    private const int MaxKnownWords = 1_000;

    private static readonly char[] Separators = ['/', '.', '\\', '*', '%'];

    private static readonly HashSet<string> CommonMailboxes = new(StringComparer.OrdinalIgnoreCase)
    {
        "INBOX", "Archive", "Archives", "Drafts", "Sent", "Sent Items", "Sent Messages", "Trash", "Deleted Items", "Deleted Messages", "Junk", "Junk E-mail",
        "Spam", "Outbox", "Templates", "Notes", "All Mail", "Starred", "Important", "[Gmail]", "Gmail", "[Google Mail]", "Bin", "user", "shared", "public", "Shared Folders", "Public Folders", "Other Users",
    };

    private static readonly HashSet<string> FileKinds = new(
        "7z asc avi bin bmp bz2 cer crt csv doc docm docx eml emz epub exe gif gz heic htm html ics jpeg jpg json key log md mov mp3 mp4 msg odp ods odt p7m p7s pages pdf pgp png ppt pptx ps1 rar rtf svg tar tgz tif tiff txt vcf wav webp wmf xls xlsb xlsm xlsx xml xz yaml yml zip".Split(' '),
        StringComparer.Ordinal);

    private static readonly Regex YearOrMonth = new(@"^(?:(?:19|20)\d\d|[01]?\d)$", RegexOptions.CultureInvariant);
    private static readonly Regex Made = new(@"\b(mailbox|text|id|file|user|host|User )\d+\b|example\.invalid|x{3,}|\*\*\*", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mailboxes = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _users = new(StringComparer.OrdinalIgnoreCase);

    internal Pseudonyms()
    {
    }

    /// <summary>Whether a word of a redacted conversation stands for another.</summary>
    public static bool IsReplaced(string word) => Made.IsMatch(word);

    internal string User(string name)
    {
        if (name.Length == 0)
            return "";
        var at = name.LastIndexOf('@');
        if (_users.Count < MaxKnownWords && name.Length > 2)
            _users.Add(name);
        return "user" + Number("user", name.ToLowerInvariant()) + (at > 0 ? "@" + Domain : "");
    }

    /// <summary>The number of whoever has an address.</summary>
    internal string Address(string mailbox, string host) => Number("user", (mailbox + "@" + host).ToLowerInvariant());

    internal string Text(string text)
    {
        var reply = Regex.Match(text, @"^((re|fwd?|aw|sv|wg)(\[\d+\])?:\s*)+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant).Value;
        return text.Trim().Length == 0 ? text : reply + "text" + Number("text", text.Substring(reply.Length));
    }

    internal string Id(string text) => text.IndexOf('<') < 0 ? Text(text) : Regex.Replace(text, "<[^<>]*>|[^<>\\s]+", m => $"<id{Number("id", m.Value)}@{Domain}>");

    internal string Host(string name) => $"host{Number("host", name.ToLowerInvariant())}.{Domain}";

    /// <summary>The name of a file; what kind of file it is stays.</summary>
    internal string File(string name)
    {
        var dot = name.LastIndexOf('.');
        var kind = dot < 0 ? "" : name.Substring(dot + 1).ToLowerInvariant();
        return "file" + Number("file", name) + (FileKinds.Contains(kind) ? "." + kind : "");
    }

    /// <summary>
    /// The name of a mailbox, level by level, whatever separates them: a pattern or a mailbox below another can still be
    /// told for one. Names that all mailboxes have stay, and years.
    /// </summary>
    internal string Mailbox(string name)
    {
        var result = new StringBuilder();
        for (var at = 0; at <= name.Length;)
        {
            var end = name.IndexOfAny(Separators, at);
            if (end < 0)
                end = name.Length;
            result.Append(Level(name.Substring(at, end - at)));
            if (end < name.Length)
                result.Append(name[end]);
            at = end + 1;
        }

        return result.ToString();
    }

    /// <summary>A word of a text: its replacement if it is known for a user or a mailbox.</summary>
    internal string ReplaceKnown(string word)
    {
        var bare = word.TrimEnd('.', '!', '?');
        var end = word.Substring(bare.Length);
        if (_users.Contains(bare))
            return $"{User(bare)}{end}";
        return _mailboxes.Contains(bare) || (bare.IndexOfAny(Separators) > 0 && bare.Split(Separators).Any(_mailboxes.Contains)) ? $"{Mailbox(bare)}{end}" : word;
    }

    /// <summary>The names in a text that are made of several words.</summary>
    internal string ReplaceKnownPhrases(string text)
    {
        foreach (var name in _mailboxes.Where(static n => n.IndexOf(' ') >= 0))
        {
            for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase))
                text = text.Remove(at, name.Length).Insert(at, Level(name));
        }

        return text;
    }

    private string Level(string level)
    {
        if (level.Length == 0 || CommonMailboxes.Contains(level) || YearOrMonth.IsMatch(level))
            return level;
        if (_mailboxes.Count < MaxKnownWords && level.Length > 2)
            _mailboxes.Add(level);
        return "mailbox" + Number("mailbox", level);
    }

    private string Number(string kind, string value)
    {
        var key = value.Length > MaxKey ? FormattableString.Invariant($"{kind}:{value.Substring(0, MaxKey)}{value.Length}") : $"{kind}:{value}";
        if (!_numbers.TryGetValue(key, out var number) && _numbers.Count < Capacity)
        {
            _counts.TryGetValue(kind, out var count);
            _counts[kind] = _numbers[key] = number = count + 1;
        }

        return number.ToString(CultureInfo.InvariantCulture);
    }
}
