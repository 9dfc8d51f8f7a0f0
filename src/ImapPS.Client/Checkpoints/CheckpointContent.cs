using System.Globalization;
using System.Text;
using ImapPS.Client.Files;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Checkpoints;

/// <summary>What a checkpoint's file holds, to and from its text.</summary>
internal sealed class CheckpointContent(string? server, string? user)
{
    public const int Version = 1;

    private const string DateFormat = "yyyy-MM-dd'T'HH:mm:sszzz";

    private readonly Dictionary<string, MailboxPosition> _mailboxes = new(StringComparer.Ordinal);

    public string? Server { get; } = server;

    /// <summary>Null if the server knew who it was without a name.</summary>
    public string? User { get; } = user;

    public IReadOnlyCollection<MailboxPosition> Mailboxes => _mailboxes.Values;

    public MailboxPosition? Find(string mailbox) => _mailboxes.TryGetValue(mailbox, out var position) ? position : null;

    public void Set(MailboxPosition position) => _mailboxes[position.Mailbox] = position;

    /// <exception cref="FormatException">It is damaged: what, and where.</exception>
    /// <exception cref="NotSupportedException">It is from a newer version.</exception>
    public static CheckpointContent Read(string text)
    {
        var root = new CheckpointReader(JsonText.Read(text), "");
        var version = root.Number("version", 1, uint.MaxValue);
        if (version > Version)
            throw new NotSupportedException("It is from a newer version.");
        var content = new CheckpointContent(root.Text("server"), root.TextOrNull("user"));
        foreach (var item in root.Items("mailboxes"))
        {
            var position = ReadMailbox(item);
            if (content.Find(position.Mailbox) is not null)
                throw item.Wrong("mailbox", "stands there twice");
            content.Set(position);
        }

        return content;
    }

    public string Write()
    {
        var text = new StringBuilder().Append("{\n  \"version\": ").Append(Version)
            .Append(",\n  \"server\": ").Append(Quote(Server))
            .Append(",\n  \"user\": ").Append(Quote(User))
            .Append(",\n  \"mailboxes\": [");
        var separator = "\n";
        foreach (var mailbox in _mailboxes.Values.OrderBy(static m => m.Mailbox, StringComparer.Ordinal))
        {
            text.Append(separator).Append("    {\n");
            Write(text, mailbox);
            text.Append("\n    }");
            separator = ",\n";
        }

        return text.Append("\n  ]\n}\n").ToString();
    }

    private static void Write(StringBuilder text, MailboxPosition mailbox)
    {
        text.Append("      \"mailbox\": ").Append(JsonText.Quote(mailbox.Mailbox))
            .Append(",\n      \"uidValidity\": ").Append(Number(mailbox.UidValidity))
            .Append(",\n      \"uidNext\": ").Append(Number(mailbox.UidNext))
            .Append(",\n      \"highestModSeq\": ").Append(mailbox.HighestModSeq is { } modSeq ? Number(modSeq) : "null")
            .Append(",\n      \"inDoubt\": ").Append(JsonText.Quote(mailbox.InDoubt.ToString()))
            .Append(",\n      \"recent\": ");
        WriteItems(text, mailbox.Recent.Select(static m =>
            $"{{ \"uid\": {Number(m.Uid)}, \"messageId\": {Quote(m.MessageId)}, \"date\": {JsonText.Quote(m.Date.ToString(DateFormat, CultureInfo.InvariantCulture))}, \"size\": {Number((ulong)m.Size)} }}"));
        if (mailbox.Known is not { } known)
            return;
        text.Append(",\n      \"known\": ").Append(JsonText.Quote(known.ToString())).Append(",\n      \"ahead\": ");
        WriteItems(text, mailbox.Ahead.OrderBy(static a => a.Key).Select(static a => $"{{ \"uid\": {Number(a.Key)}, \"modSeq\": {Number(a.Value)} }}"));
        text.Append(",\n      \"flags\": ");
        WriteItems(text, mailbox.Flags.GroupBy(static f => f.Value).Select(static g =>
            $"{{ \"flags\": {JsonText.Quote(g.Key.ToString())}, \"uids\": {JsonText.Quote(UidSet.From(g.Select(static f => f.Key)).ToString())} }}"));
    }

    private static void WriteItems(StringBuilder text, IEnumerable<string> items)
    {
        text.Append('[');
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator).Append("\n        ").Append(item);
            separator = ",";
        }

        text.Append(separator.Length == 0 ? "]" : "\n      ]");
    }

    private static MailboxPosition ReadMailbox(CheckpointReader reader)
    {
        var uidNext = (uint)reader.Number("uidNext", 1, uint.MaxValue);
        var position = new MailboxPosition(reader.Mailbox("mailbox"), (uint)reader.Number("uidValidity", 1, uint.MaxValue))
        {
            UidNext = uidNext,
            HighestModSeq = reader.NumberOrNull("highestModSeq", long.MaxValue),
            InDoubt = new UidRanges(reader.Uids("inDoubt", uidNext)),
            Known = reader.Has("known") ? new UidRanges(reader.Uids("known", uidNext)) : null,
        };
        foreach (var item in reader.Items("recent"))
            position.Recent.Add(new RecentMessage((uint)item.Number("uid", 1, uidNext - 1), item.TextOrNull("messageId"), item.Date("date"), (long)item.Number("size", 0, long.MaxValue)));
        if (position.Known is null)
            return position;
        foreach (var item in reader.Items("ahead"))
            position.Ahead[(uint)item.Number("uid", 1, uidNext - 1)] = item.Number("modSeq", 1, long.MaxValue);
        foreach (var item in reader.Items("flags"))
        {
            var flags = item.Flags("flags");
            // As many as the file says are known, and not the four thousand million that two numbers claim.
            foreach (var uid in position.Known.ToSet().Except(position.Known.ToSet().Except(item.Uids("uids", uidNext))).Uids())
                position.Flags[uid] = flags;
        }

        return position;
    }

    private static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quote(string? text) => text is null ? "null" : JsonText.Quote(text);
}
