namespace ImapPS.Client.Mime;

/// <summary>A mailbox in an address field; or, with an empty <see cref="Address"/>, an empty group or a name without an address.</summary>
/// <remarks>Source: RFC 5322 section 3.4. What a message holds is taken as it is: an address need not be valid.</remarks>
public sealed class MimeAddress : IEquatable<MimeAddress>
{
    /// <summary>Makes an address.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="displayName"/> or <paramref name="address"/> is null.</exception>
    public MimeAddress(string displayName, string address, string? group = null)
    {
        DisplayName = displayName ?? throw new ArgumentNullException(nameof(displayName));
        Address = address ?? throw new ArgumentNullException(nameof(address));
        Group = group;
    }

    /// <summary>The name in front of the address, decoded; empty if there is none.</summary>
    public string DisplayName { get; }

    /// <summary>local-part@domain, as written.</summary>
    public string Address { get; }

    /// <summary>The name of the group that the address stands in, or null.</summary>
    public string? Group { get; }

    public bool Equals(MimeAddress? other) =>
        other is not null && DisplayName == other.DisplayName && Address == other.Address && Group == other.Group;

    public override bool Equals(object? obj) => Equals(obj as MimeAddress);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Address) ^ (StringComparer.Ordinal.GetHashCode(DisplayName) * 31);

    /// <summary>Name &lt;address&gt;. Not a form that is safe to put into a header.</summary>
    internal string Written =>
        DisplayName.Length == 0 ? Address.Length == 0 ? (Group ?? "") + ":;" : Address
        : Address.Length == 0 ? DisplayName : $"{DisplayName} <{Address}>";

    /// <summary>For people: Name &lt;address&gt;, control and direction-changing characters made visible.</summary>
    public override string ToString() => SafeText.Clean(Written, int.MaxValue);
}
