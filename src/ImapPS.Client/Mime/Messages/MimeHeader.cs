using System.Diagnostics;

namespace ImapPS.Client.Mime;

/// <summary>One field of a header. Source: RFC 5322 section 2.2.</summary>
[DebuggerDisplay("{Name}: {Value}")]
public sealed class MimeHeader
{
    /// <summary>Bytes of a value that are decoded; the rest is in <see cref="Raw"/> only.</summary>
    public const int MaxValueLength = 1024 * 1024;

    private string? _value;

    /// <summary>Makes a field from its name and the bytes behind the colon.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public MimeHeader(string name, ReadOnlyMemory<byte> raw)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        Raw = raw;
    }

    /// <summary>The name, as written.</summary>
    public string Name { get; }

    /// <summary>What stands behind the colon, with its line ends, as it came.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The value in one line, encoded words decoded, blanks around it removed.</summary>
    public string Value => _value ??= HeaderText.Decode(Trimmed).Trim();

    /// <summary>The bytes that <see cref="Value"/> is made of.</summary>
    internal ReadOnlySpan<byte> Trimmed
    {
        get
        {
            var raw = Raw.Span.Slice(0, Math.Min(Raw.Length, MaxValueLength));
            while (!raw.IsEmpty && raw[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                raw = raw.Slice(1);
            while (!raw.IsEmpty && raw[raw.Length - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                raw = raw.Slice(0, raw.Length - 1);
            return raw;
        }
    }

    /// <summary>For people: control and direction-changing characters made visible.</summary>
    public override string ToString() => SafeText.Clean($"{Name}: {Value}", int.MaxValue);
}
