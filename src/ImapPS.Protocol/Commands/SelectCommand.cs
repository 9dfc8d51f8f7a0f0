using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>SELECT, or EXAMINE when read-only (RFC 9051 sections 6.3.2 and 6.3.3).</summary>
public sealed record SelectCommand(MailboxName Mailbox, bool ReadOnly) : Command
{
    /// <inheritdoc/>
    public override string Name => ReadOnly ? "EXAMINE" : "SELECT";

    /// <summary>The CONDSTORE parameter (RFC 7162 section 3.1.8).</summary>
    public bool CondStore { get; init; }

    /// <summary>QRESYNC: what is known already; the server tells what changed since. It must have been enabled (RFC 7162 section 3.2.5). Null for none.</summary>
    public SelectResync? Resync { get; init; }

    // select        = "SELECT" SP mailbox [select-params]          ; RFC 4466 section 6
    // select-params = SP "(" select-param *(SP select-param) ")"
    // select-param  =/ condstore-param; condstore-param = "CONDSTORE"         ; RFC 7162 section 7
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Mailbox(Mailbox);
        if (!CondStore && Resync is null)
            return;
        writer.Raw(CondStore ? " (CONDSTORE" : " (");
        Resync?.Write(CondStore ? writer.Space() : writer);
        writer.Raw(")");
    }
}
