using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>What of messages is asked for.</summary>
internal sealed class MessageSelection
{
    private const FetchAttributes Usual = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.InternalDate
        | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure;

    /// <summary>The properties that are wanted; null for those that a message is known by as a rule.</summary>
    public IReadOnlyList<string>? Properties { get; init; }

    /// <summary>Fields of the header; null for none.</summary>
    public FetchSectionRequest? Headers { get; init; }

    /// <summary>Sections whose content is wanted.</summary>
    public IReadOnlyList<FetchSectionRequest> Parts { get; init; } = [];

    /// <summary>Whether the text is wanted.</summary>
    public bool IncludeBody { get; init; }

    /// <summary>Whether the whole message is wanted.</summary>
    public bool Full { get; init; }

    /// <summary>How much content, in bytes as they are in the message, is fetched of one; null for all that fits into memory.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Whether the whole message comes with everything else in one answer.</summary>
    public bool IsInOneGo => Full && MaxSize is null;

    /// <summary>Whether content is to be fetched once it is known what there is.</summary>
    public bool HasContents => Parts.Count > 0 || (Full ? MaxSize is not null : IncludeBody);

    /// <summary>The most of one content, in bytes.</summary>
    public long ContentLimit => MaxSize ?? FetchOptions.Default.MaxLiteral;

    /// <summary>What to ask a server of these capabilities for.</summary>
    /// <param name="capabilities">What the server offers.</param>
    /// <param name="missing">Gets the properties that it can't tell, each with the capability it lacks.</param>
    public FetchItems ItemsFor(CapabilitySet capabilities, List<KeyValuePair<string, string>> missing)
    {
        var attributes = Properties is null ? Usual : FetchAttributes.Uid;
        foreach (var property in Properties ?? [])
        {
            attributes |= MessageProperties.Find(property, capabilities, out var lacking);
            if (lacking is not null)
                missing.Add(new(property, lacking));
        }

        if (Parts.Count > 0 || (IncludeBody && !Full))
            attributes |= FetchAttributes.BodyStructure;
        if (HasContents)
            attributes |= FetchAttributes.Size;
        var sections = new List<FetchSectionRequest>();
        if (Headers is not null)
            sections.Add(Headers);
        if (IsInOneGo)
            sections.Add(FetchSectionRequest.Whole);
        return new FetchItems { Attributes = attributes, Sections = sections };
    }
}
