using System.Globalization;
using System.Text;
using ImapPS.Client.Files;

namespace ImapPS.Client.Connecting;

/// <summary>What the memory's file holds, to and from its text.</summary>
internal sealed class MemoryContent
{
    private const int Version = 1;
    private const int MaxEntries = 1000;
    private readonly Dictionary<string, RememberedEndpoint> _entries = new(StringComparer.Ordinal);

    public IReadOnlyCollection<RememberedEndpoint> Entries => _entries.Values;

    /// <summary>Entries that made no sense, or would have led to a connection without TLS, and were left out.</summary>
    public int Ignored { get; private set; }

    /// <exception cref="FormatException">It is damaged.</exception>
    /// <exception cref="NotSupportedException">It is from a newer version.</exception>
    public static MemoryContent Read(string text)
    {
        if (JsonText.Read(text) is not Dictionary<string, object?> root || !root.TryGetValue("version", out var version) || version is not decimal number)
            throw new FormatException("It has no version.");
        if (number > Version)
            throw new NotSupportedException("It is from a newer version.");
        if (!root.TryGetValue("endpoints", out var list) || list is not List<object?> items)
            throw new FormatException("It has no list of endpoints.");
        var content = new MemoryContent();
        foreach (var item in items)
        {
            if (ReadEntry(item) is { } entry)
                content._entries[HostName.Normalize(entry.Host)] = entry;
            else
                content.Ignored++;
        }

        return content;
    }

    public RememberedEndpoint? Find(string host) => _entries.TryGetValue(HostName.Normalize(host), out var entry) ? entry : null;

    public void Set(RememberedEndpoint entry)
    {
        _entries[HostName.Normalize(entry.Host)] = entry;
        while (_entries.Count > MaxEntries)
            _entries.Remove(_entries.OrderBy(static e => e.Value.LastUsed).First().Key);
    }

    public bool Remove(string host) => _entries.Remove(HostName.Normalize(host));

    public string Write()
    {
        var text = new StringBuilder().Append("{\n  \"version\": ").Append(Version).Append(",\n  \"endpoints\": [");
        var separator = "\n";
        foreach (var entry in _entries.Values.OrderBy(static e => e.Host, StringComparer.Ordinal))
        {
            text.Append(separator).Append("    { \"host\": ").Append(JsonText.Quote(entry.Host))
                .Append(", \"port\": ").Append(entry.Port.ToString(CultureInfo.InvariantCulture))
                .Append(", \"security\": ").Append(JsonText.Quote(entry.Security.ToString()))
                .Append(", \"tls\": ").Append(entry.TlsSeen ? "true" : "false")
                .Append(", \"lastUsed\": ").Append(JsonText.Quote(entry.LastUsed.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))
                .Append(" }");
            separator = ",\n";
        }

        return text.Append("\n  ]\n}\n").ToString();
    }

    private static RememberedEndpoint? ReadEntry(object? item)
    {
        if (item is not Dictionary<string, object?> members
            || !members.TryGetValue("host", out var host) || host is not string { Length: > 0 and < 256 } name
            || !members.TryGetValue("port", out var port) || port is not decimal number || number is < 1 or > 65535 || number != decimal.Truncate(number)
            || !members.TryGetValue("security", out var security)
            || !members.TryGetValue("lastUsed", out var lastUsed) || lastUsed is not string time
            || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var when))
        {
            return null;
        }

        // No file makes a connection go without TLS: "None" is not a way in that is remembered.
        ConnectionSecurity? way = (security as string) switch
        {
            nameof(ConnectionSecurity.ImplicitTls) => ConnectionSecurity.ImplicitTls,
            nameof(ConnectionSecurity.StartTls) => ConnectionSecurity.StartTls,
            _ => null,
        };
        return way is null
            ? null
            : new RememberedEndpoint(name, (int)number, way.Value, !members.TryGetValue("tls", out var tls) || tls is not false, when);
    }
}
