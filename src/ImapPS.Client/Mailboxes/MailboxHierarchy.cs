using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Mailboxes;

/// <summary>How a server builds its mailbox names (NAMESPACE, RFC 9051 section 6.3.10).</summary>
/// <param name="Delimiter">Between the levels; null for a flat server.</param>
/// <param name="Prefix">Before the user's own mailboxes; "" as a rule, "INBOX." on Courier.</param>
/// <param name="OtherPrefixes">Before the mailboxes of others.</param>
public sealed record MailboxHierarchy(char? Delimiter, string Prefix, IReadOnlyList<string> OtherPrefixes)
{
    internal static MailboxHierarchy From(NamespaceResponse namespaces)
    {
        var own = namespaces.Personal.Count > 0 ? namespaces.Personal[0] : null;
        var others = namespaces.Personal.Skip(1).Concat(namespaces.OtherUsers).Concat(namespaces.Shared).Select(static n => n.PrefixText).Where(static p => p.Length > 0).ToArray();
        return new MailboxHierarchy(own?.Delimiter, own?.PrefixText ?? "", others);
    }

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
        var bare = WithoutPrefix(name);
        if (bare.Length != name.Length)
            yield return bare;
        if (Delimiter is not { } delimiter || delimiter == '/')
            yield break;
        yield return name.Replace(delimiter, '/');
        if (bare.Length != name.Length)
            yield return bare.Replace(delimiter, '/');
    }

    /// <summary>The name within the user's own mailboxes.</summary>
    public string WithoutPrefix(string name) => Prefix.Length > 0 && name.Length > Prefix.Length && IsBelow(name, Prefix) ? name.Substring(Prefix.Length) : name;

    // INBOX is the one part of a name whose case doesn't count (RFC 9051 section 5.1).
    private bool IsBelow(string name, string prefix) => prefix.Length > 0
        && (name.StartsWith(prefix, prefix.StartsWith("INBOX", StringComparison.OrdinalIgnoreCase) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            || (Delimiter is { } delimiter && name == prefix.TrimEnd(delimiter)));
}
