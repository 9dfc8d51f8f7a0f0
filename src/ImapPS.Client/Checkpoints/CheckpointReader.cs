using System.Globalization;
using System.Text;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>Reads the members of one object in a checkpoint's file, and says which is wrong and how. Members that it isn't asked for are none of its business.</summary>
internal sealed class CheckpointReader
{
    /// <summary>Runs of UIDs in one set.</summary>
    private const int MaxRanges = 1_000_000;

    private readonly Dictionary<string, object?> _members;
    private readonly string _path;

    public CheckpointReader(object? value, string path)
    {
        _path = path;
        _members = value as Dictionary<string, object?> ?? throw new FormatException(path.Length == 0 ? "It is no JSON object." : $"{path} is no JSON object.");
    }

    public bool Has(string name) => _members.ContainsKey(name);

    public ulong Number(string name, ulong least, ulong most) => NumberIn(Value(name), least, most) ?? throw Wrong(name, $"is no whole number from {least} to {most}");

    public ulong? NumberOrNull(string name, ulong most) => Value(name) is { } value ? NumberIn(value, 0, most) ?? throw Wrong(name, $"is neither null nor a whole number up to {most}") : null;

    public string Text(string name) => TextOrNull(name) ?? throw Wrong(name, "is no text");

    public string? TextOrNull(string name) => Value(name) is { } value ? value as string ?? throw Wrong(name, "is no text") : null;

    public IEnumerable<CheckpointReader> Items(string name)
    {
        var items = Value(name) as List<object?> ?? throw Wrong(name, "is no list");
        return items.Select((item, i) => new CheckpointReader(item, $"{Path(name)}[{i}]"));
    }

    public string Mailbox(string name)
    {
        var mailbox = Text(name);
        if (mailbox.Length == 0)
            throw Wrong(name, "is empty");
        return mailbox.Equals(MailboxName.Inbox.Name, StringComparison.OrdinalIgnoreCase) ? MailboxName.Inbox.Name : mailbox;
    }

    public DateTimeOffset Date(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : throw Wrong(name, "is no date");

    /// <summary>UIDs below a bound, such as 1:5,9; "" for none.</summary>
    public UidSet Uids(string name, uint below)
    {
        var text = Text(name);
        if (text.Length == 0)
            return UidSet.Empty;
        if (!UidSet.TryParse(Encoding.UTF8.GetBytes(text), out var uids, MaxRanges))
            throw Wrong(name, "is no set of UIDs such as 1:5,9");
        return uids[uids.RangeCount - 1].Last < below ? uids : throw Wrong(name, "holds UIDs that are not below uidNext");
    }

    public MessageFlags Flags(string name)
    {
        try
        {
            return MessageFlags.Parse(Text(name).Split([' '], StringSplitOptions.RemoveEmptyEntries));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"{Path(name)} holds what is no flag.", e);
        }
    }

    public FormatException Wrong(string name, string problem) => new($"{Path(name)} {problem}.");

    private static ulong? NumberIn(object? value, ulong least, ulong most) =>
        value is decimal number && number == decimal.Truncate(number) && number >= least && number <= most ? (ulong)number : null;

    private object? Value(string name) => _members.TryGetValue(name, out var value) ? value : throw Wrong(name, "is missing");

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
