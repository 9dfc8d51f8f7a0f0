using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>What GETMETADATA and SETMETADATA name.</summary>
internal static class MetadataEntries
{
    /// <summary>A name such as /private/comment (RFC 5464 section 3.2): printable ASCII, no wildcards, no empty component.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Check(string entry)
    {
        if (entry is null)
            throw new ArgumentNullException(nameof(entry));
        var good = entry.Length > 1 && entry[0] == '/' && entry[entry.Length - 1] != '/'
            && entry.IndexOf("//", StringComparison.Ordinal) < 0 && entry.All(static c => c is > ' ' and <= '~' and not '*' and not '%');
        return good ? entry : throw new ArgumentException("The name of a metadata entry begins with /private/ or /shared/ and holds neither spaces nor wildcards.", nameof(entry));
    }

    /// <summary>A mailbox, or "" for the server itself.</summary>
    public static CommandWriter MetadataMailbox(this CommandWriter writer, MailboxName? mailbox) =>
        mailbox is null ? writer.String("") : writer.Mailbox(mailbox);
}
