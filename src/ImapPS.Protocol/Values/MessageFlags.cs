using System.Diagnostics.CodeAnalysis;
using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Values;

/// <summary>An immutable set of flags: system flags as bits, keywords as text. Both compare without regard to case.</summary>
/// <remarks>flag = "\Answered" / ... / flag-keyword / flag-extension (RFC 9051 section 9).</remarks>
public sealed class MessageFlags : IEquatable<MessageFlags>
{
    private static readonly string[] Names = ["\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent", "\\*"];
    private static readonly MessageFlags[] WithoutKeywords = BuildCache();
    private readonly string[] _keywords;

    private MessageFlags(SystemFlags system, string[] keywords)
    {
        System = system;
        _keywords = keywords;
    }

    public static MessageFlags None => WithoutKeywords[0];

    public SystemFlags System { get; }

    /// <summary>Keywords and unknown system flags (these with their backslash), in the order they came.</summary>
    public IReadOnlyList<string> Keywords => _keywords;

    public bool IsEmpty => System == 0 && _keywords.Length == 0;

    /// <summary>A shared object where there are no keywords, so that a hundred thousand messages cost none.</summary>
    public static MessageFlags Create(SystemFlags system, IReadOnlyList<string>? keywords = null)
    {
        if (keywords is not { Count: > 0 })
            return WithoutKeywords[(int)system & 127];
        if (keywords.Count == 1)
            return new MessageFlags(system, [keywords[0]]);
        // A set, since a hostile server may send a hundred thousand.
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return new MessageFlags(system, keywords.Where(seen.Add).ToArray());
    }

    /// <summary>Flags from their names, <c>\Seen</c> or <c>$Forwarded</c>.</summary>
    /// <exception cref="ArgumentException">A name is neither a system flag nor an atom.</exception>
    public static MessageFlags Parse(params string[] names)
    {
        var system = SystemFlags.None;
        var keywords = new List<string>();
        foreach (var name in names)
        {
            if (TryGetSystem(Encoding.UTF8.GetBytes(name), out var flag))
                system |= flag;
            else if (IsKeyword(name) || (name.Length > 1 && name[0] == '\\' && IsKeyword(name.Substring(1))))
                keywords.Add(name);
            else
                throw new ArgumentException($"'{name}' is not a flag: a keyword is made of letters, digits and signs other than (){{%*\"\\] and space.", nameof(names));
        }

        return Create(system, keywords);
    }

    /// <summary>Whether the text can be a keyword: an atom.</summary>
    public static bool IsKeyword([NotNullWhen(true)] string? text)
    {
        if (string.IsNullOrEmpty(text))
            return false;
        foreach (var c in text!)
        {
            if (c > 0x7e || !CharClass.IsAtom((byte)c))
                return false;
        }

        return true;
    }

    public static bool TryGetSystem(ReadOnlySpan<byte> name, out SystemFlags flag)
    {
        flag = SystemFlags.None;
        if (name.Length < 2 || name[0] != '\\')
            return false;
        var word = name.Slice(1);
        flag = word.Length switch
        {
            1 when word[0] == '*' => SystemFlags.CreateKeywords,
            4 when ByteText.EqualsIgnoreCase(word, "SEEN"u8) => SystemFlags.Seen,
            5 when ByteText.EqualsIgnoreCase(word, "DRAFT"u8) => SystemFlags.Draft,
            6 when ByteText.EqualsIgnoreCase(word, "RECENT"u8) => SystemFlags.Recent,
            7 when ByteText.EqualsIgnoreCase(word, "FLAGGED"u8) => SystemFlags.Flagged,
            7 when ByteText.EqualsIgnoreCase(word, "DELETED"u8) => SystemFlags.Deleted,
            8 when ByteText.EqualsIgnoreCase(word, "ANSWERED"u8) => SystemFlags.Answered,
            _ => SystemFlags.None,
        };
        return flag != SystemFlags.None;
    }

    public bool Has(SystemFlags flag) => (System & flag) == flag;

    public bool HasKeyword(string keyword) => _keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase);

    public MessageFlags Union(MessageFlags other) => Create(System | other.System, [.. _keywords, .. other._keywords]);

    public MessageFlags Except(MessageFlags other)
    {
        var removed = new HashSet<string>(other._keywords, StringComparer.OrdinalIgnoreCase);
        return Create(System & ~other.System, _keywords.Where(k => !removed.Contains(k)).ToArray());
    }

    /// <summary>All names, system flags first.</summary>
    public IEnumerable<string> ToNames()
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (((int)System & (1 << i)) != 0)
                yield return Names[i];
        }

        foreach (var keyword in _keywords)
            yield return keyword;
    }

    public bool Equals(MessageFlags? other) =>
        other is not null && System == other.System && _keywords.Length == other._keywords.Length
        && (_keywords.AsSpan().SequenceEqual(other._keywords)
            || new HashSet<string>(_keywords, StringComparer.OrdinalIgnoreCase).SetEquals(other._keywords));

    public override bool Equals(object? obj) => Equals(obj as MessageFlags);

    public override int GetHashCode() => ((int)System * 31) + _keywords.Length;

    public override string ToString() => string.Join(" ", ToNames());

    private static MessageFlags[] BuildCache()
    {
        var cache = new MessageFlags[128];
        for (var i = 0; i < cache.Length; i++)
            cache[i] = new MessageFlags((SystemFlags)i, []);
        return cache;
    }
}
