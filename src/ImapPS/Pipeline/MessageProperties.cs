using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>What has to be fetched for each property of a message.</summary>
internal static class MessageProperties
{
    private static readonly Dictionary<string, FetchAttributes> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Uid"] = FetchAttributes.Uid,
        ["Date"] = FetchAttributes.Envelope,
        ["From"] = FetchAttributes.Envelope,
        ["Sender"] = FetchAttributes.Envelope,
        ["To"] = FetchAttributes.Envelope,
        ["Cc"] = FetchAttributes.Envelope,
        ["Bcc"] = FetchAttributes.Envelope,
        ["ReplyTo"] = FetchAttributes.Envelope,
        ["Subject"] = FetchAttributes.Envelope,
        ["MessageId"] = FetchAttributes.Envelope,
        ["InReplyTo"] = FetchAttributes.Envelope,
        ["Flags"] = FetchAttributes.Flags,
        ["Seen"] = FetchAttributes.Flags,
        ["Flagged"] = FetchAttributes.Flags,
        ["Answered"] = FetchAttributes.Flags,
        ["Draft"] = FetchAttributes.Flags,
        ["Deleted"] = FetchAttributes.Flags,
        ["Size"] = FetchAttributes.Size,
        ["InternalDate"] = FetchAttributes.InternalDate,
        ["Attachments"] = FetchAttributes.BodyStructure,
        ["Preview"] = FetchAttributes.Preview,
        ["SaveDate"] = FetchAttributes.SaveDate,
        ["ModSeq"] = FetchAttributes.ModSeq,
        ["EmailId"] = FetchAttributes.EmailId,
        ["ThreadId"] = FetchAttributes.ThreadId,
        ["Labels"] = FetchAttributes.GmailLabels,
    };

    /// <summary>What to ask a server of these capabilities for.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="capabilities">What the server offers.</param>
    /// <param name="missing">The capability without which it can't be asked; null if nothing is missing.</param>
    public static FetchAttributes Find(string property, CapabilitySet capabilities, out string? missing)
    {
        var attribute = Attributes[property];
        // Gmail had ids before there was a standard for them.
        if (!capabilities.Has("OBJECTID") && capabilities.Has("X-GM-EXT-1"))
        {
            attribute = attribute == FetchAttributes.EmailId ? FetchAttributes.GmailMessageId
                : attribute == FetchAttributes.ThreadId ? FetchAttributes.GmailThreadId : attribute;
        }

        missing = attribute switch
        {
            FetchAttributes.Preview when !capabilities.Has("PREVIEW") => "PREVIEW",
            FetchAttributes.SaveDate when !capabilities.Has("SAVEDATE") => "SAVEDATE",
            FetchAttributes.ModSeq when !capabilities.CondStore => "CONDSTORE",
            FetchAttributes.EmailId or FetchAttributes.ThreadId when !capabilities.Has("OBJECTID") => "OBJECTID",
            FetchAttributes.GmailLabels when !capabilities.Has("X-GM-EXT-1") => "X-GM-EXT-1",
            _ => null,
        };
        return missing is null ? attribute : FetchAttributes.None;
    }
}
