namespace ImapPS.Client.Search;

/// <summary>The least of a message's data that decides a term.</summary>
/// <param name="Data">What kinds.</param>
/// <param name="HeaderName">Which header field, if it is one.</param>
internal sealed record TermNeeds(MessageData Data, string? HeaderName = null)
{
    private static readonly TermNeeds Nothing = new(MessageData.None);

    public static TermNeeds Of(Query term) => term switch
    {
        FlagTerm => new(MessageData.Flags),
        NumberTerm { Field: NumberField.Size } => new(MessageData.Size),
        NumberTerm { Field: NumberField.ModSeq } => new(MessageData.ModSeq),
        TimeTerm { Field: TimeField.Received } or AgeTerm => new(MessageData.InternalDate),
        TimeTerm { Field: TimeField.Saved } => new(MessageData.SaveDate),
        TimeTerm => new(MessageData.HeaderFields, "Date"),
        IdTerm id => new(id.Field == IdField.EmailId ? MessageData.EmailId : MessageData.ThreadId),
        LabelTerm => new(MessageData.Labels),
        AttachmentTerm => new(MessageData.BodyStructure),
        HeaderExistsTerm exists => OfField(exists.Name),
        TextTerm text => Of(text),
        _ => Nothing,
    };

    /// <summary>The name of the header field that a term is about; null if it is about something else.</summary>
    public static string? FieldName(TextTerm term) => term.Field switch
    {
        TextField.From => "From",
        TextField.To => "To",
        TextField.Cc => "Cc",
        TextField.Bcc => "Bcc",
        TextField.ReplyTo => "Reply-To",
        TextField.Sender => "Sender",
        TextField.Subject => "Subject",
        TextField.MessageId => "Message-ID",
        TextField.InReplyTo => "In-Reply-To",
        TextField.Header => term.HeaderName,
        _ => null,
    };

    /// <summary>Whether the field holds addresses.</summary>
    public static bool IsAddress(TextField field) => field is TextField.From or TextField.To or TextField.Cc or TextField.Bcc or TextField.ReplyTo or TextField.Sender;

    /// <summary>The values of a message that are tested, any one of which is enough.</summary>
    public static Func<MessageFacts, IEnumerable<string>> Values(TextTerm term)
    {
        var name = FieldName(term)!;
        return term.Field switch
        {
            TextField.Body => static facts => facts.Texts,
            TextField.AttachmentName => static facts => facts.Attachments.Where(static a => a.Name is not null).Select(static a => a.Name!),
            TextField.AttachmentType => static facts => facts.Attachments.Select(static a => a.Part.ContentType.ToLowerInvariant()),
            TextField.Header => facts => facts.HeaderValues(name),
            TextField.Subject => facts => facts.HeaderValues(name).DefaultIfEmpty(""),
            TextField.MessageId or TextField.InReplyTo => facts => facts.HeaderValues(name).DefaultIfEmpty("").SelectMany(Ids),
            _ => facts => facts.AddressForms(name),
        };
    }

    private static TermNeeds Of(TextTerm text) => text.Field switch
    {
        TextField.AttachmentName or TextField.AttachmentType => new(MessageData.BodyStructure),
        TextField.Body => new(MessageData.BodyStructure | MessageData.TextParts),
        TextField.Text => new(MessageData.Header | MessageData.BodyStructure | MessageData.TextParts),
        _ => OfField(FieldName(text)!),
    };

    // Names with a bracket and the like can't be asked for one by one.
    private static TermNeeds OfField(string name) =>
        name.IndexOfAny(['(', ')', '{', '%', '*', '"', '\\', ']', '[']) < 0 ? new(MessageData.HeaderFields, name) : new(MessageData.Header);

    /// <summary>The whole value, and each id in it with and without its angle brackets.</summary>
    private static IEnumerable<string> Ids(string value)
    {
        yield return value;
        var at = 0;
        while (at < value.Length && value.IndexOf('<', at) is >= 0 and var start && value.IndexOf('>', start) is >= 0 and var end)
        {
            yield return value.Substring(start, end - start + 1);
            yield return value.Substring(start + 1, end - start - 1);
            at = end + 1;
        }
    }
}
