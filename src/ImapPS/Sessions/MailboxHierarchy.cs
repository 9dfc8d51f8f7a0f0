namespace ImapPS.Sessions;

/// <summary>How a server builds its mailbox names.</summary>
/// <param name="Delimiter">Between the levels; null for a flat server.</param>
/// <param name="Prefix">Before the user's own mailboxes; "" as a rule, "INBOX." on Courier.</param>
/// <param name="OtherPrefixes">Before the mailboxes of others.</param>
internal sealed record MailboxHierarchy(char? Delimiter, string Prefix, IReadOnlyList<string> OtherPrefixes)
{
    /// <summary>What a person wrote, as the server writes it: Archive/2026 becomes INBOX.Archive.2026.</summary>
    public string ToServer(string name)
    {
        if (Delimiter is { } delimiter && delimiter != '/')
            name = name.Replace('/', delimiter);
        return Prefix.Length == 0 || IsBelow(name, Prefix) || OtherPrefixes.Any(p => IsBelow(name, p)) ? name : Prefix + name;
    }

    /// <summary>The ways in which a person may write a server's name.</summary>
    public IEnumerable<string> ToPeople(string name)
    {
        yield return name;
        var bare = Prefix.Length > 0 && name.Length > Prefix.Length && IsBelow(name, Prefix) ? name.Substring(Prefix.Length) : null;
        if (bare is not null)
            yield return bare;
        if (Delimiter is not { } delimiter || delimiter == '/')
            yield break;
        yield return name.Replace(delimiter, '/');
        if (bare is not null)
            yield return bare.Replace(delimiter, '/');
    }

    // INBOX is the one part of a name whose case doesn't count (RFC 9051 section 5.1).
    private bool IsBelow(string name, string prefix) => prefix.Length > 0
        && (name.StartsWith(prefix, prefix.StartsWith("INBOX", StringComparison.OrdinalIgnoreCase) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            || (Delimiter is { } delimiter && name == prefix.TrimEnd(delimiter)));
}
