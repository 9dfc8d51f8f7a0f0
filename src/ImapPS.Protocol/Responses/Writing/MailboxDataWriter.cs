namespace ImapPS.Protocol.Responses;

/// <summary>Writes LIST, LSUB, NAMESPACE, METADATA, QUOTA, QUOTAROOT and STATUS (the grammar is at <see cref="ListReader"/>, <see cref="MetadataReader"/>, <see cref="QuotaReader"/> and <see cref="MailboxStatusReader"/>).</summary>
internal static class MailboxDataWriter
{
    public static void WriteList(ResponseOutput o, ListResponse list)
    {
        o.Raw(list.IsLsub ? "* LSUB "u8 : "* LIST "u8).List(list.Attributes, static (to, attribute) => to.Atom(attribute));
        o.Raw(" "u8).NString(list.Delimiter?.ToString()).Raw(" "u8).Mailbox(list.Mailbox);
        if (list.OldName is null && list.ChildInfo is null)
            return;
        o.Raw(" ("u8);
        if (list.ChildInfo is not null)
            o.Raw("\"CHILDINFO\" "u8).List(list.ChildInfo, static (to, option) => to.String(option));
        if (list.OldName is not null)
            o.Raw(list.ChildInfo is null ? "\"OLDNAME\" ("u8 : " \"OLDNAME\" ("u8).Mailbox(list.OldName).Raw(")"u8);
        o.Raw(")"u8);
    }

    public static void WriteNamespaces(ResponseOutput o, NamespaceResponse namespaces)
    {
        o.Raw("* NAMESPACE"u8);
        WriteNamespace(o, namespaces.Personal);
        WriteNamespace(o, namespaces.OtherUsers);
        WriteNamespace(o, namespaces.Shared);
    }

    /// <exception cref="ArgumentException">There is no entry: the grammar has no form for it.</exception>
    public static void WriteMetadata(ResponseOutput o, MetadataResponse metadata)
    {
        if (metadata.Entries.Count == 0)
            throw new ArgumentException("METADATA needs at least one entry.", nameof(metadata));
        o.Raw("* METADATA "u8);
        if (metadata.Mailbox is null)
            o.String("");
        else
            o.Mailbox(metadata.Mailbox);
        o.Raw(" "u8);
        if (metadata.NamesOnly)
            o.Joined(metadata.Entries, " ", static (to, entry) => to.String(entry.Key));
        else
            o.List(metadata.Entries, static (to, entry) => to.String(entry.Key).Raw(" "u8).NString(entry.Value));
    }

    public static void WriteQuota(ResponseOutput o, QuotaResponse quota)
    {
        o.Raw("* QUOTA "u8).String(quota.Root).Raw(" "u8);
        o.List(quota.Resources, static (to, resource) => to.Atom(resource.Name).Raw(" "u8).Number(resource.Usage).Raw(" "u8).Number(resource.Limit));
    }

    public static void WriteQuotaRoots(ResponseOutput o, QuotaRootResponse roots)
    {
        o.Raw("* QUOTAROOT "u8).Mailbox(roots.Mailbox);
        foreach (var root in roots.Roots)
            o.Raw(" "u8).String(root);
    }

    public static void WriteStatus(ResponseOutput o, MailboxStatusResponse status)
    {
        o.Raw("* STATUS "u8).Mailbox(status.Mailbox).Raw(" ("u8);
        var first = true;
        Item(o, "MESSAGES"u8, status.Messages, ref first);
        Item(o, "RECENT"u8, status.Recent, ref first);
        Item(o, "UIDNEXT"u8, status.UidNext, ref first);
        Item(o, "UIDVALIDITY"u8, status.UidValidity, ref first);
        Item(o, "UNSEEN"u8, status.Unseen, ref first);
        Item(o, "DELETED"u8, status.Deleted, ref first);
        Item(o, "SIZE"u8, status.Size, ref first);
        Item(o, "HIGHESTMODSEQ"u8, status.HighestModSeq, ref first);
        Item(o, "APPENDLIMIT"u8, status.AppendLimit, ref first);
        if (status.MailboxId is not null)
            o.Raw(first ? "MAILBOXID ("u8 : " MAILBOXID ("u8).Atom(status.MailboxId).Raw(")"u8);
        o.Raw(")"u8);
    }

    private static void WriteNamespace(ResponseOutput o, IReadOnlyList<NamespaceEntry> entries)
    {
        if (entries.Count == 0)
        {
            o.Raw(" NIL"u8);
            return;
        }

        o.Raw(" ("u8);
        foreach (var entry in entries)
        {
            o.Raw("("u8);
            if (entry.Prefix is null)
                o.Raw("\"\""u8);
            else
                o.Mailbox(entry.Prefix);
            o.Raw(" "u8).NString(entry.Delimiter?.ToString()).Raw(")"u8);
        }

        o.Raw(")"u8);
    }

    private static void Item(ResponseOutput o, ReadOnlySpan<byte> name, ulong? value, ref bool first)
    {
        if (value is not { } number)
            return;
        if (!first)
            o.Raw(" "u8);
        first = false;
        o.Raw(name).Raw(" "u8).Number(number);
    }
}
