using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>The fields that a filter may name.</summary>
internal static class FilterFields
{
    /// <summary>Takes the name of a header field in parentheses; see <see cref="Header"/>.</summary>
    public const string HeaderName = "Header";

    /// <summary>All but the fields of <see cref="Header"/>.</summary>
    public static IReadOnlyList<FilterField> All { get; } =
    [
        Text(TextField.From, "From"),
        Text(TextField.To, "To"),
        Text(TextField.Cc, "Cc"),
        Text(TextField.Bcc, "Bcc"),
        Text(TextField.ReplyTo, "Reply-To"),
        Text(TextField.Sender, "Sender"),
        Single(TextField.Subject, "Subject"),
        Single(TextField.Body, null),
        Single(TextField.Text, null),
        Single(TextField.MessageId, "Message-ID"),
        Single(TextField.InReplyTo, "In-Reply-To"),
        new TimeFilterField(TimeField.Date),
        new TimeFilterField(TimeField.Received),
        new TimeFilterField(TimeField.Saved),
        new AgeFilterField(),
        new NumberFilterField(NumberField.Size),
        Flag("Seen"),
        Flag("Flagged"),
        Flag("Answered"),
        Flag("Draft"),
        Flag("Deleted"),
        Flag("Recent"),
        new KeywordFilterField(),
        new UidFilterField(),
        new NumberFilterField(NumberField.ModSeq),
        new FlagFilterField("HasAttachment", new AttachmentTerm()),
        Text(TextField.AttachmentName, null),
        Text(TextField.AttachmentType, null),
        new LabelFilterField(),
        new IdFilterField(IdField.ThreadId),
        new IdFilterField(IdField.EmailId),
        new GmailRawFilterField(),
    ];

    private static readonly Dictionary<string, FilterField> ByName = All.ToDictionary(static f => f.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>As they are offered in messages.</summary>
    public static IReadOnlyList<string> Names { get; } = All.Select(static f => f.Name).Append(HeaderName + "('X-...')").ToArray();

    /// <summary>The field of that name; null if there is none, and for <see cref="HeaderName"/>.</summary>
    public static FilterField? Find(string name) => ByName.TryGetValue(name, out var field) ? field : null;

    /// <summary>A header field.</summary>
    /// <exception cref="ArgumentException">It can't be one's name.</exception>
    public static FilterField Header(string name) => Text(TextField.Header, new HeaderExistsTerm(name).Name);

    private static TextFilterField Text(TextField field, string? header) => new(field, header, isList: true);

    private static TextFilterField Single(TextField field, string? header) => new(field, header, isList: false);

    private static FlagFilterField Flag(string name) => new(name, new FlagTerm("\\" + name));
}
