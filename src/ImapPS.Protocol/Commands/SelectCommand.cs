using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>SELECT, or EXAMINE when read-only (RFC 9051 sections 6.3.2 and 6.3.3).</summary>
public sealed record SelectCommand(MailboxName Mailbox, bool ReadOnly) : Command
{
    /// <inheritdoc/>
    public override string Name => ReadOnly ? "EXAMINE" : "SELECT";

    /// <summary>The CONDSTORE parameter (RFC 7162 section 3.1.8).</summary>
    public bool CondStore { get; init; }

    // select        = "SELECT" SP mailbox [select-params]          ; RFC 4466 section 6
    // select-params = SP "(" select-param *(SP select-param) ")"
    internal override void WriteArguments(CommandWriter writer) =>
        writer.Space().Mailbox(Mailbox).Raw(CondStore ? " (CONDSTORE)" : "");
}
