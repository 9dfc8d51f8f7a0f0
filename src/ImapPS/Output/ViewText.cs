using System.Globalization;
using System.Management.Automation;
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
    public static string[] Members(PSObject value)
    {
        if (value is null)
            throw new ArgumentNullException(nameof(value));
        return value.Properties
            .Where(static p => p.IsGettable && p.MemberType is PSMemberTypes.Property or PSMemberTypes.NoteProperty)
            .Select(static p => (p.Name, Text: Member(Plain(p.Value))))
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
    /// <param name="date">A DateTimeOffset; also one that comes back from a job or another computer, where it is no more than an object with its properties.</param>
    public static string Date(object? date) => Moment(date)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The time of day in this machine's zone, to the millisecond.</summary>
    /// <inheritdoc cref="Date"/>
    public static string Time(object? date) => Moment(date)?.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "";

    /// <summary>The names, or the addresses where there is no name.</summary>
    /// <param name="addresses">Of a message; also as they come back from a job or another computer.</param>
    public static string People(object? addresses)
    {
        var all = Plain(addresses) switch { null => [], string one => [one], System.Collections.IEnumerable many => many.Cast<object?>(), var one => [one] };
        return Clean(string.Join(", ", all.Select(static a => a is null ? "" : Value(PSObject.AsPSObject(a), nameof(MimeAddress.DisplayName)) is string { Length: > 0 } name ? name : a.ToString())));
    }

    /// <summary>U unread, F flagged, A answered, @ with attachments; the F stands out in colour.</summary>
    /// <param name="message">Whose; also one that comes back from a job or another computer.</param>
    /// <param name="style">$PSStyle, which takes colours out again where they are not wanted; null where there is none, and so no colour.</param>
    public static string Marks(PSObject message, object? style)
    {
        var flagged = Value(message, nameof(ImapMessage.Flagged)) is not true ? "" : style is null ? "F" : Yellow + "F" + PlainColour;
        return (Value(message, nameof(ImapMessage.Seen)) is false ? "U" : "") + flagged + (Value(message, nameof(ImapMessage.Answered)) is true ? "A" : "")
            + (Value(message, nameof(ImapMessage.Attachments)) is System.Collections.ICollection { Count: > 0 } ? "@" : "");
    }

    /// <summary>The subject, of an unread message in bold.</summary>
    /// <inheritdoc cref="Marks"/>
    public static string Subject(PSObject message, object? style)
    {
        var subject = Clean(Value(message, nameof(ImapMessage.Subject)) as string);
        return style is null || Value(message, nameof(ImapMessage.Seen)) is not false ? subject : Bold + subject + PlainWeight;
    }

    /// <summary>A conversation's messages by their UIDs, a line each, replies indented; of a long one the beginning. One that comes back from a job has lost which answers which.</summary>
    public static string Tree(PSObject thread)
    {
        const int Most = 20;
        var lines = Plain(thread) is ImapThread own ? own.GetTree() : Value(thread, nameof(ImapThread.Uid)) is System.Collections.IEnumerable uids ? uids.Cast<object>().Select(static u => u.ToString()!).ToArray() : [];
        return string.Join(Environment.NewLine, lines.Length <= Most ? lines : lines.Take(Most).Append($"... {lines.Length - Most} more"));
    }

    private static DateTimeOffset? Moment(object? date) => Plain(date) switch
    {
        null => null,
        DateTimeOffset own => own.ToLocalTime(),
        DateTime own => new DateTimeOffset(own).ToLocalTime(),
        _ => Value(PSObject.AsPSObject(date!), nameof(DateTimeOffset.UtcDateTime)) is DateTime utc ? new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)).ToLocalTime()
            : DateTimeOffset.TryParse(date!.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told) ? told.ToLocalTime() : null,
    };

    private static object? Value(PSObject of, string property) => Plain((of ?? throw new ArgumentNullException(nameof(of))).Properties[property]?.Value);

    private static object? Plain(object? value) => value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;

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
