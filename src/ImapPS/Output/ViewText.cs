using System.Globalization;
using ImapPS.Client;
using ImapPS.Client.Mime;

namespace ImapPS.Output;

/// <summary>How the views show values: short, and safe for a terminal whatever a sender or a server wrote. The objects keep the values as they are.</summary>
public static class ViewText
{
    // ECMA-48 section 8.3.117, SGR.
    private const string Bold = "\u001b[1m";
    private const string PlainWeight = "\u001b[22m";
    private const string Yellow = "\u001b[93m";
    private const string PlainColour = "\u001b[39m";

    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Control and direction-changing characters made visible.</summary>
    public static string Clean(string? text) => SafeText.Clean(text);

    /// <summary>The same of a text of several lines, such as a body: line ends and tabs stay.</summary>
    public static string CleanLines(string? text) => string.Join(
        Environment.NewLine,
        (text ?? "").Split(["\r\n", "\n"], StringSplitOptions.None).Select(static line => string.Join("\t", line.Split('\t').Select(static piece => SafeText.Clean(piece, int.MaxValue)))));

    /// <summary>What there is in an object that a server sent, for which there is no view of its own: its properties, each as "Name: value".</summary>
    public static string[] Members(object value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value));
        return value.GetType().GetProperties()
            .Where(static p => p.CanRead && p.GetIndexParameters().Length == 0)
            .Select(p => (p.Name, Text: Member(p.GetValue(value))))
            .Where(static m => m.Text.Length > 0)
            .Select(static m => m.Name + ": " + m.Text)
            .ToArray();
    }

    /// <summary>1741 as 1.7 KB.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not { } size)
            return "";
        double value = size;
        var unit = 0;
        for (; value >= 999.5 && unit < Units.Length - 1; unit++)
            value /= 1024;
        return value.ToString(unit == 0 || value >= 99.5 ? "0" : "0.0", CultureInfo.CurrentCulture) + " " + Units[unit];
    }

    /// <summary>A bar as long as the share, of at most 20 signs; anything that is not nothing shows.</summary>
    /// <param name="share">From 0 to 1.</param>
    public static string Bar(double share) => new('#', share <= 0 ? 0 : Math.Max(1, (int)Math.Round(Math.Min(share, 1) * 20)));

    /// <summary>In this machine's zone, to the minute.</summary>
    public static string Date(DateTimeOffset? date) => date?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The names, or the addresses where there is no name.</summary>
    public static string People(MimeAddress[]? addresses) =>
        Clean(string.Join(", ", (addresses ?? []).Select(static a => a.DisplayName.Length > 0 ? a.DisplayName : a.ToString())));

    /// <summary>U unread, F flagged, A answered, @ with attachments; the F stands out in colour.</summary>
    /// <param name="message">Whose.</param>
    /// <param name="style">$PSStyle, which takes colours out again where they are not wanted; null where there is none, and so no colour.</param>
    public static string Marks(ImapMessage message, object? style)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        var flagged = message.Flagged != true ? "" : style is null ? "F" : Yellow + "F" + PlainColour;
        return (message.Seen == false ? "U" : "") + flagged + (message.Answered == true ? "A" : "") + (message.Attachments?.Length > 0 ? "@" : "");
    }

    /// <summary>The subject, of an unread message in bold.</summary>
    /// <inheritdoc cref="Marks"/>
    public static string Subject(ImapMessage message, object? style)
    {
        if (message is null)
            throw new ArgumentNullException(nameof(message));
        var subject = Clean(message.Subject);
        return style is null || message.Seen != false ? subject : Bold + subject + PlainWeight;
    }

    /// <summary>A conversation's messages by their UIDs, a line each, replies indented; of a long one the beginning.</summary>
    public static string Tree(ImapThread thread)
    {
        if (thread is null)
            throw new ArgumentNullException(nameof(thread));
        const int Most = 20;
        var lines = thread.GetTree();
        return string.Join(Environment.NewLine, lines.Length <= Most ? lines : lines.Take(Most).Append($"... {lines.Length - Most} more"));
    }

    private static string Member(object? value)
    {
        const int Most = 10;
        switch (value)
        {
            case null or string { Length: 0 }:
                return "";
            case byte[] octets:
                return Size(octets.Length);
            case ReadOnlyMemory<byte> octets:
                return Size(octets.Length);
            case System.Collections.IEnumerable many and not string:
                var items = many.Cast<object?>().Take(Most + 1).Select(static item => Convert.ToString(item, CultureInfo.InvariantCulture) ?? "").ToArray();
                return Clean(string.Join(", ", items.Take(Most)) + (items.Length > Most ? ", ..." : ""));
            default:
                return Clean(Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }
}
