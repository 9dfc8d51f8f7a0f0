using System.Management.Automation;
using ImapPS.Errors;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>Takes mailboxes by name or as objects; a session that comes through the pipeline is not taken for a name. The name of an object stands for itself, whatever is in it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MailboxNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            ImapSession session => throw new ArgumentTransformationMetadataException(Strings.Format(ErrorIds.SessionIsNoMailbox, session)),
            ImapMailbox mailbox => MailboxText.Escape(mailbox.Name),
            object?[] many => many.Select(item => Transform(engineIntrinsics, item)).ToArray(),
            // What is left of a mailbox, or of something in it, behind a job or a JSON file.
            PSCustomObject when PSObject.AsPSObject(inputData!).Properties[nameof(ImapMailbox.Mailbox)]?.Value is string { Length: > 0 } name => MailboxText.Escape(name),
            _ => inputData,
        };
    }
}
