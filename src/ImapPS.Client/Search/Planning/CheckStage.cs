using ImapPS.Protocol.Commands;

namespace ImapPS.Client.Search;

/// <summary>What is fetched together of messages that may match.</summary>
/// <param name="Data">What kinds.</param>
/// <param name="HeaderNames">The names of the header fields.</param>
/// <param name="Octets">What comes for each message, about.</param>
public sealed record CheckStage(MessageData Data, IReadOnlyList<string> HeaderNames, int Octets)
{
    private const MessageData Attributes = MessageData.Flags | MessageData.Size | MessageData.ModSeq | MessageData.InternalDate | MessageData.SaveDate
        | MessageData.EmailId | MessageData.ThreadId | MessageData.Labels;

    /// <summary>The longest list of names that is asked for; beyond it the whole header is.</summary>
    private const int MaxNamesLength = 800;

    /// <summary>Octets of what comes with every answer: sequence number, UID, brackets.</summary>
    private const int Frame = 32;

    private static readonly (MessageData Data, FetchAttributes Attribute, int Octets)[] Costs =
    [
        (MessageData.Flags, FetchAttributes.Flags, 20), (MessageData.Size, FetchAttributes.Size, 18), (MessageData.ModSeq, FetchAttributes.ModSeq, 18),
        (MessageData.InternalDate, FetchAttributes.InternalDate, 42), (MessageData.SaveDate, FetchAttributes.SaveDate, 38),
        (MessageData.EmailId, FetchAttributes.EmailId, 40), (MessageData.ThreadId, FetchAttributes.ThreadId, 40), (MessageData.Labels, FetchAttributes.GmailLabels, 40),
        (MessageData.HeaderFields, FetchAttributes.None, 0), (MessageData.BodyStructure, FetchAttributes.BodyStructure, 400),
        (MessageData.Header, FetchAttributes.None, 3000), (MessageData.TextParts, FetchAttributes.None, 20_000),
    ];

    /// <summary>The stages that decide the query, in the order of their cost.</summary>
    internal static IReadOnlyList<CheckStage> Of(Query query)
    {
        var data = MessageData.None;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var term in QueryTerms.Of(query))
        {
            var needs = TermNeeds.Of(term);
            data |= needs.Data;
            if (needs is { Data: MessageData.HeaderFields, HeaderName: { } name })
                names.Add(name);
        }

        if (names.Sum(static n => n.Length + 1) > MaxNamesLength)
        {
            data = (data & ~MessageData.HeaderFields) | MessageData.Header;
            names.Clear();
        }

        var fields = names.OrderBy(static n => n, StringComparer.OrdinalIgnoreCase).ToArray();
        return new[] { data & Attributes, data & MessageData.HeaderFields, data & MessageData.BodyStructure, data & MessageData.Header, data & MessageData.TextParts }
            .Where(static d => d != MessageData.None).Select(d => new CheckStage(d, d == MessageData.HeaderFields ? fields : [], Cost(d, fields))).ToArray();
    }

    /// <summary>What is asked for; the sections of text parts differ from message to message.</summary>
    internal FetchItems ToItems(bool gmailIds)
    {
        var attributes = FetchAttributes.Uid;
        foreach (var cost in Costs)
        {
            if ((Data & cost.Data) != 0)
                attributes |= cost.Attribute;
        }

        if (gmailIds && (attributes & FetchAttributes.EmailId) != 0)
            attributes = (attributes & ~FetchAttributes.EmailId) | FetchAttributes.GmailMessageId;
        if (gmailIds && (attributes & FetchAttributes.ThreadId) != 0)
            attributes = (attributes & ~FetchAttributes.ThreadId) | FetchAttributes.GmailThreadId;
        return new FetchItems
        {
            Attributes = attributes,
            Sections = Data == MessageData.HeaderFields ? [FetchSectionRequest.HeaderFields(HeaderNames)] : Data == MessageData.Header ? [FetchSectionRequest.Header] : [],
        };
    }

    private static int Cost(MessageData data, string[] names) =>
        Frame + Costs.Where(c => (data & c.Data) != 0).Sum(static c => c.Octets) + (data == MessageData.HeaderFields ? 36 + (50 * names.Length) + names.Sum(static n => n.Length) : 0);
}
