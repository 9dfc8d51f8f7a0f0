using System.Collections;
using ImapPS.Client.Mime;

namespace ImapPS;

/// <summary>Fields of a message's header, in their order. By name, whatever its case: $message.Headers['List-Id'].</summary>
public sealed class ImapHeaders : IReadOnlyList<MimeHeader>
{
    private readonly MimeHeader[] _fields;

    internal ImapHeaders(IEnumerable<MimeHeader> fields) => _fields = fields.ToArray();

    /// <summary>How many fields.</summary>
    public int Count => _fields.Length;

    /// <summary>The field at that place.</summary>
    public MimeHeader this[int index] => _fields[index];

    /// <summary>The decoded value of the first field of that name; null if there is none.</summary>
    public string? this[string name] => Array.Find(_fields, f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;

    /// <summary>The decoded values of all fields of that name, in their order.</summary>
    public string[] GetValues(string name) =>
        _fields.Where(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)).Select(static f => f.Value).ToArray();

    /// <inheritdoc/>
    public IEnumerator<MimeHeader> GetEnumerator() => ((IEnumerable<MimeHeader>)_fields).GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", _fields.Select(static f => f.ToString()));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Reads a header, or some of its fields, as a server sends them.</summary>
    internal static ImapHeaders Read(byte[] header) => new(new BuiltInMimeEngine().Read(new MemoryStream(header, writable: false)).Headers);
}
