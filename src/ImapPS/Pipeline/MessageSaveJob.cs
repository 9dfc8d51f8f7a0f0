using System.Globalization;
using ImapPS.Client.Files;
using ImapPS.Protocol.Commands;

namespace ImapPS.Pipeline;

/// <summary>Saves whole messages as .eml files.</summary>
internal sealed class MessageSaveJob(MessageRequest request, SaveFolder folder, NameTemplate template, ConflictRule rule, bool passThru)
    : SaveJob(request, folder, template, rule, passThru)
{
    private const string Extension = ".eml";

    protected override FetchAttributes Attributes =>
        FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size | FetchAttributes.Envelope;

    protected override IEnumerable<SavePlan> Plan(ImapMessage message)
    {
        var name = SafeFileName.Create(
            Template.Expand(field => MessageFields.ValueOf(message, field)),
            "message " + message.Uid.ToString(CultureInfo.InvariantCulture),
            Math.Max(16, Folder.MaxNameLength - Extension.Length));
        yield return new SavePlan(name + Extension, "", message.Data.Size, null);
    }
}
