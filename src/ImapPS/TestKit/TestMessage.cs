using System.Collections;
using System.Text;
using ImapPS.Client;
using ImapPS.Client.Mime;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.TestKit;

/// <summary>A message that a table describes: @{ From = 'a@example.org'; Subject = 'Invoice 7'; Flags = 'Seen' }.</summary>
internal sealed class TestMessage
{
    private static readonly string[] Keys =
    [
        "From", "To", "Cc", "Bcc", "ReplyTo", "Subject", "Date", "InternalDate", "Body", "Html", "Flags", "Attachments", "Headers", "MessageId", "InReplyTo", "References",
    ];

    private static readonly string[] AttachmentKeys = ["Name", "Content", "ContentType", "Path"];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Flag"] = "Flags", ["Attachment"] = "Attachments", ["Header"] = "Headers", ["TextBody"] = "Body", ["HtmlBody"] = "Html",
    };

    private TestMessage(byte[] content, MessageFlags flags, DateTimeOffset? internalDate)
    {
        Content = content;
        Flags = flags;
        InternalDate = internalDate;
    }

    public byte[] Content { get; }

    public MessageFlags Flags { get; }

    /// <summary>When it came: what is said, or else its date; null for now.</summary>
    public DateTimeOffset? InternalDate { get; }

    /// <summary>Makes the message.</summary>
    /// <param name="place">Which one it is, for errors.</param>
    /// <param name="description">The table.</param>
    /// <param name="resolve">Makes a path of what was typed.</param>
    /// <exception cref="TestTableException">The table says something that can't be meant.</exception>
    /// <exception cref="IOException">A file that is attached can't be read.</exception>
    public static TestMessage Create(string place, IDictionary description, Func<string, string> resolve)
    {
        var table = new TestTable(place, description, Keys, Aliases);
        var draft = new MessageDraft
        {
            Subject = table.Text("Subject"),
            Date = table.Date("Date"),
            TextBody = table.Text("Body"),
            HtmlBody = table.Text("Html"),
            MessageId = table.Text("MessageId"),
            InReplyTo = table.Text("InReplyTo"),
        };
        AddAddresses(table, "From", draft.From);
        AddAddresses(table, "To", draft.To);
        AddAddresses(table, "Cc", draft.Cc);
        AddAddresses(table, "Bcc", draft.Bcc);
        AddAddresses(table, "ReplyTo", draft.ReplyTo);
        foreach (var id in table.Texts("References"))
            draft.References.Add(id);
        foreach (var attachment in TestTable.Each(table.Get("Attachments")))
            draft.Attachments.Add(Attachment(table, attachment, resolve));
        AddHeaders(table, draft);
        try
        {
            using var stream = new MemoryStream();
            new BuiltInMimeEngine().Write(draft, stream);
            return new TestMessage(stream.ToArray(), MessageFlags.Parse(table.Texts("Flags").Select(WithBackslash).ToArray()), table.Date("InternalDate") ?? draft.Date);
        }
        catch (Exception e) when (e is MimeDraftException or ArgumentException and not TestTableException)
        {
            throw TestTableException.Create(place, "TestText", PlainText.Of(e));
        }
    }

    private static string WithBackslash(string flag) =>
        flag.ToUpperInvariant() is "SEEN" or "FLAGGED" or "ANSWERED" or "DRAFT" or "DELETED" ? "\\" + flag : flag;

    private static void AddAddresses(TestTable table, string key, IList<MimeAddress> addresses)
    {
        foreach (var address in table.Texts(key))
            addresses.Add(AddressText.Parse(address));
    }

    private static void AddHeaders(TestTable table, MessageDraft draft)
    {
        if (table.Get("Headers") is not { } given)
            return;
        if (given is not IDictionary headers)
            throw table.Wrong("Headers");
        foreach (DictionaryEntry header in headers)
        {
            foreach (var value in TestTable.Each(header.Value))
                draft.Headers.Add(new(header.Key.ToString() ?? "", value?.ToString() ?? ""));
        }
    }

    /// <summary>A file by its path, or a table of a name and a content.</summary>
    private static DraftAttachment Attachment(TestTable message, object? value, Func<string, string> resolve)
    {
        if (value is string or FileInfo)
            return File(resolve(value.ToString()!), null, null);
        if (value is not IDictionary described)
            throw message.Wrong("Attachments");
        var table = new TestTable(message.Place + ", Attachments", described, AttachmentKeys);
        if (table.Text("Path") is { } path)
            return File(resolve(path), table.Text("Name"), table.Text("ContentType"));
        if (table.Text("Name") is not { Length: > 0 } name)
            throw TestTableException.Create(table.Place, "TestKeyMissing", "Name");
        var content = table.Get("Content") as byte[] ?? Encoding.UTF8.GetBytes(table.Text("Content") ?? "");
        return Make(name, () => new MemoryStream(content, writable: false), table.Text("ContentType"));
    }

    private static DraftAttachment File(string path, string? name, string? contentType) =>
        Make(name ?? Path.GetFileName(path), () => System.IO.File.OpenRead(path), contentType);

    private static DraftAttachment Make(string name, Func<Stream> open, string? contentType) =>
        contentType is null ? new DraftAttachment(name, open) : new DraftAttachment(name, open, contentType);
}
