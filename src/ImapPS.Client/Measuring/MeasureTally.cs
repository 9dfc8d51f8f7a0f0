using System.Globalization;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Measuring;

/// <summary>Adds messages up as they are read; none is kept.</summary>
internal sealed class MeasureTally(MeasureBy by)
{
    private readonly Dictionary<(MeasureBy By, string Value), (long Messages, long Size)> _parts = [];
    private readonly Dictionary<string, long> _types = new(StringComparer.Ordinal);
    private long _messages;
    private long _size;
    private DateTimeOffset? _oldest;
    private DateTimeOffset? _newest;
    private uint _largestUid;
    private long _largestSize;

    public void Add(FetchResponse message)
    {
        var size = message.Size ?? 0;
        _messages++;
        _size += size;
        if (message.InternalDate is { } date)
        {
            _oldest = _oldest is null || date < _oldest ? date : _oldest;
            _newest = _newest is null || date > _newest ? date : _newest;
        }

        if (size > _largestSize || _largestUid == 0)
        {
            _largestUid = message.Uid;
            _largestSize = size;
        }

        if ((by & MeasureBy.Sender) != 0)
            Add(MeasureBy.Sender, Domain(message.Envelope), size);
        if ((by & MeasureBy.Month) != 0)
            Add(MeasureBy.Month, message.InternalDate?.ToLocalTime().ToString("yyyy-MM", CultureInfo.InvariantCulture) ?? "", size);
        if ((by & MeasureBy.Type) != 0)
            AddTypes(message.Body);
    }

    /// <summary>The whole; a count or a size that STATUS told is not put in the place of what was read.</summary>
    public MailboxMeasure ToMeasure(MailboxName mailbox, uint uidValidity) => new(mailbox, uidValidity)
    {
        Messages = _messages,
        Size = _size,
        Oldest = _oldest,
        Newest = _newest,
        LargestUid = _largestUid,
        LargestSize = _largestSize,
        Parts = Order(_parts.Select(static p => new MeasuredPart(p.Key.By, p.Key.Value, p.Value.Messages, p.Value.Size))),
    };

    /// <summary>Each kind for itself: months in their order, the others by size.</summary>
    public static MeasuredPart[] Order(IEnumerable<MeasuredPart> parts) =>
        parts.OrderBy(static p => p.By).ThenByDescending(static p => p.By == MeasureBy.Month ? 0 : p.Size).ThenBy(static p => p.Value, StringComparer.Ordinal).ToArray();

    private void AddTypes(BodyPart? structure)
    {
        _types.Clear();
        foreach (var part in BodyParts.Leaves(structure))
        {
            var type = part.ContentType.ToLowerInvariant();
            _types[type] = (_types.TryGetValue(type, out var size) ? size : 0) + Math.Max(0, part.Size);
        }

        foreach (var type in _types)
            Add(MeasureBy.Type, type.Key, type.Value);
    }

    private void Add(MeasureBy kind, string value, long size)
    {
        _parts.TryGetValue((kind, value), out var sum);
        _parts[(kind, value)] = (sum.Messages + 1, sum.Size + size);
    }

    private static string Domain(Envelope? envelope)
    {
        foreach (var address in envelope?.From ?? EnvelopeAddressList.Empty)
        {
            if (address.Host is { Length: > 0 } host)
                return host.ToLowerInvariant();
        }

        return "";
    }
}
