using System.Collections;

namespace ImapPS.Protocol.Values;

/// <summary>What a server says it can do, in one phase. Immutable; names compare without regard to case.</summary>
/// <remarks>capability = ("AUTH=" auth-type) / atom (RFC 9051 section 9).</remarks>
public sealed class CapabilitySet : IReadOnlyCollection<string>, IEquatable<CapabilitySet>
{
    private readonly HashSet<string> _names;
    private readonly string[] _ordered;

    public CapabilitySet(IEnumerable<string> names)
    {
        _names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        _ordered = (names ?? throw new ArgumentNullException(nameof(names))).Where(_names.Add).ToArray();
    }

    public static CapabilitySet Empty { get; } = new([]);

    public int Count => _ordered.Length;

    /// <summary>The SASL mechanisms of AUTH=, in the server's order.</summary>
    public IEnumerable<string> AuthMechanisms => Values("AUTH=");

    public bool ImapRev1 => Has("IMAP4rev1");

    public bool ImapRev2 => Has("IMAP4rev2");

    public bool StartTls => Has("STARTTLS");

    public bool LoginDisabled => Has("LOGINDISABLED");

    /// <summary>SASL-IR, which IMAP4rev2 includes; beside IMAP4rev1 it is in force only once enabled, after the login.</summary>
    public bool SaslInitialResponse => Has("SASL-IR") || (ImapRev2 && !ImapRev1);

    /// <summary>LITERAL+: any literal may be sent without waiting (RFC 7888).</summary>
    public bool LiteralPlus => Has("LITERAL+");

    /// <summary>
    /// LITERAL-: literals of up to 4,096 bytes may be sent without waiting (RFC 7888 section 5). IMAP4rev2 includes it, but
    /// beside IMAP4rev1 only once enabled, and to send one to a server that takes it for a line would be grave.
    /// </summary>
    public bool LiteralMinus => Has("LITERAL-") || (ImapRev2 && !ImapRev1);

    public bool UidPlus => Has("UIDPLUS") || ImapRev2;

    public bool Move => Has("MOVE") || ImapRev2;

    public bool Enable => Has("ENABLE") || ImapRev2;

    public bool Namespace => Has("NAMESPACE") || ImapRev2;

    public bool Unselect => Has("UNSELECT") || ImapRev2;

    public bool ESearch => Has("ESEARCH") || ImapRev2;

    /// <summary>SORT (RFC 5256).</summary>
    public bool Sort => Has("SORT");

    /// <summary>ESORT: SORT with return options (RFC 5267).</summary>
    public bool ESort => Has("ESORT");

    /// <summary>SORT=DISPLAY (RFC 5957).</summary>
    public bool SortDisplay => Has("SORT=DISPLAY");

    /// <summary>SEARCHRES (RFC 5182).</summary>
    public bool SearchRes => Has("SEARCHRES") || ImapRev2;

    /// <summary>PARTIAL, also from the end (RFC 9394).</summary>
    public bool Partial => Has("PARTIAL");

    /// <summary>PARTIAL of a search, from the beginning only or also from the end (RFC 9394, RFC 5267).</summary>
    public bool PartialSearch => Partial || Has("CONTEXT=SEARCH");

    /// <summary>PARTIAL of a sort (RFC 9394, RFC 5267). Dovecot has it, but announces CONTEXT=SEARCH alone.</summary>
    public bool PartialSort => ESort && (PartialSearch || Has("CONTEXT=SORT"));

    /// <summary>MULTISEARCH (RFC 7377).</summary>
    public bool MultiSearch => Has("MULTISEARCH");

    /// <summary>SEARCH=FUZZY (RFC 6203).</summary>
    public bool FuzzySearch => Has("SEARCH=FUZZY");

    public bool ListExtended => Has("LIST-EXTENDED") || ImapRev2;

    public bool ListStatus => Has("LIST-STATUS") || ImapRev2;

    public bool SpecialUse => Has("SPECIAL-USE") || ImapRev2;

    public bool StatusSize => Has("STATUS=SIZE") || ImapRev2;

    /// <summary>CONDSTORE, which QRESYNC includes (RFC 7162).</summary>
    public bool CondStore => Has("CONDSTORE") || QResync;

    /// <summary>QRESYNC (RFC 7162).</summary>
    public bool QResync => Has("QRESYNC");

    /// <summary>COMPRESS=DEFLATE (RFC 4978).</summary>
    public bool CompressDeflate => Has("COMPRESS=DEFLATE");

    public bool Id => Has("ID");

    /// <summary>FETCH of BINARY[], which IMAP4rev2 includes; adding messages as literal8 it does not (RFC 3516, RFC 9051 appendix E).</summary>
    public bool BinaryFetch => Has("BINARY") || ImapRev2;

    /// <summary>APPEND of messages with NUL in them (RFC 3516 section 4.4).</summary>
    public bool BinaryAppend => Has("BINARY");

    /// <summary>REPLACE (RFC 8508).</summary>
    public bool Replace => Has("REPLACE");

    /// <summary>UTF-8 in strings and names once it is enabled (RFC 6855, RFC 9755); UTF8=ONLY says that nothing goes without.</summary>
    public bool Utf8Accept => Has("UTF8=ACCEPT") || Has("UTF8=ONLY");

    /// <summary>Gmail's extensions: labels, ids, and mailboxes that are labels.</summary>
    public bool Gmail => Has("X-GM-EXT-1");

    /// <summary>NOTIFY (RFC 5465).</summary>
    public bool Notify => Has("NOTIFY");

    public bool Idle => Has("IDLE") || ImapRev2;

    /// <summary>This set without one of its names.</summary>
    public CapabilitySet Without(string name) => new(_ordered.Where(n => !string.Equals(n, name, StringComparison.OrdinalIgnoreCase)));

    public bool Has(string name) => _names.Contains(name);

    /// <summary>What stands behind a prefix such as "AUTH=" or "STATUS=".</summary>
    public IEnumerable<string> Values(string prefix) =>
        _ordered.Where(n => n.Length > prefix.Length && n.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(n => n.Substring(prefix.Length));

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_ordered).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(CapabilitySet? other) => other is not null && _names.SetEquals(other._names);

    public override bool Equals(object? obj) => Equals(obj as CapabilitySet);

    public override int GetHashCode() => _names.Count;

    public override string ToString() => string.Join(" ", _ordered);
}
