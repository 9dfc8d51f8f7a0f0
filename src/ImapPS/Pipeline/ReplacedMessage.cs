using System.Globalization;
using System.Management.Automation;

namespace ImapPS.Pipeline;

/// <summary>A message that gives way to another one.</summary>
/// <param name="Session">Where it is; null if the object does not say, as after a job or a file.</param>
/// <param name="Mailbox">Where it is.</param>
/// <param name="UidValidity">What its UID was found under; null if the object does not say.</param>
/// <param name="Uid">Its UID.</param>
internal sealed record ReplacedMessage(ImapSession? Session, string Mailbox, uint? UidValidity, uint Uid)
{
    /// <returns>Null if the object names no message.</returns>
    public static ReplacedMessage? From(PSObject value)
    {
        var mailbox = Member(nameof(Mailbox)) as string;
        if (string.IsNullOrEmpty(mailbox) || Number(nameof(Uid)) is not (> 0 and var uid))
            return null;
        return new ReplacedMessage(Member(nameof(Session)) as ImapSession, mailbox!, Number(nameof(UidValidity)), uid);

        object? Member(string name) => value.Properties[name]?.Value is PSObject wrapped ? wrapped.BaseObject : value.Properties[name]?.Value;

        uint? Number(string name) =>
            uint.TryParse(Convert.ToString(Member(name), CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
