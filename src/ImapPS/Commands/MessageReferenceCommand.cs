using System.Management.Automation;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>A cmdlet that works on messages which exist: they are named by UIDs, and what these were found under.</summary>
public abstract class MessageReferenceCommand : SessionCommand
{
    /// <summary><para type="description">What the UIDs were found under. If the mailbox has another UIDVALIDITY by now, nothing is done.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public uint? UidValidity { get; set; }

    /// <summary><para type="description">UIDs: 7, or sets such as '1:5'.</para></summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Uid { get; set; } = [];

    /// <summary>Adds each UID; one that is none is an error and costs no other.</summary>
    private protected void AddUids(Action<string> add)
    {
        foreach (var uid in Uid)
        {
            try
            {
                add(uid);
            }
            catch (FormatException e)
            {
                WriteError(ErrorFactory.Create(ErrorIds.InvalidUid, ErrorCategory.InvalidArgument, uid, e, uid));
            }
        }
    }
}
