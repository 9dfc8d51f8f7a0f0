using ImapPS.Client.Files;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;

namespace ImapPS.Pipeline;

/// <summary>Saves those parts of messages that <paramref name="wanted"/> takes.</summary>
internal sealed class AttachmentSaveJob(
    MessageRequest request,
    SaveFolder folder,
    NameTemplate template,
    ConflictRule rule,
    bool passThru,
    bool inline,
    Func<AttachmentPart, string, bool> wanted)
    : SaveJob(request, folder, template, rule, passThru)
{
    private const string NameField = "Name";

    /// <summary>What can stand in the name.</summary>
    public static IReadOnlyList<string> Fields { get; } = [NameField, "Index", .. MessageFields.Names];

    protected override FetchAttributes Attributes => FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.InternalDate
        | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure;

    protected override IEnumerable<SavePlan> Plan(ImapMessage message)
    {
        var index = 0;
        foreach (var attachment in AttachmentPart.Find(message.Data.Body, inline))
        {
            index++;
            var part = attachment.Part;
            var fallback = (part.Envelope?.Subject is { Length: > 0 } subject ? SafeFileName.Create(subject, "message", 100) : "attachment") + MediaExtensions.For(part.ContentType);
            var own = SafeFileName.CreateFromPath(attachment.Name, fallback, Folder.MaxNameLength);
            if (!wanted(attachment, own))
                continue;
            var number = index;
            var name = Template.Expand(field => field == NameField ? own : field == "Index" ? number : MessageFields.ValueOf(message, field));
            // A name without the attachment's own would lose what kind of file it is.
            if (!Template.Uses(NameField))
                name += Path.GetExtension(own);
            yield return new SavePlan(SafeFileName.Create(name, own, Folder.MaxNameLength), part.Section, part.Size, part.Encoding);
        }
    }
}
