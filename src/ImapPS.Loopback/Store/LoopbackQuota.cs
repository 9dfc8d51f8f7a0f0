using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Store;

/// <summary>How much a user's mailboxes may hold together (RFC 9208): one quota root, named "".</summary>
public sealed class LoopbackQuota
{
    /// <summary>The name of the quota root.</summary>
    public const string Root = "";

    /// <summary>In octets; null for as much as there is. The protocol tells it in units of 1024.</summary>
    public long? Storage { get; set; }

    /// <summary>In messages; null for as many as there are.</summary>
    public long? Messages { get; set; }

    /// <summary>Whether anything is limited.</summary>
    public bool IsSet => Storage is not null || Messages is not null;

    /// <summary>Whether so much more would be too much.</summary>
    internal bool Refuses(LoopbackStore store, long messages, long octets)
    {
        if (!IsSet)
            return false;
        var (used, count) = Usage(store);
        return used + octets > Storage || count + messages > Messages;
    }

    internal QuotaResponse Report(LoopbackStore store)
    {
        var (used, count) = Usage(store);
        var resources = new List<QuotaResource>();
        if (Storage is { } storage)
            resources.Add(new QuotaResource("STORAGE", Units(used), Units(storage)));
        if (Messages is { } messages)
            resources.Add(new QuotaResource("MESSAGE", (ulong)count, (ulong)messages));
        return new QuotaResponse(Root, resources);
    }

    private static ulong Units(long octets) => ((ulong)octets + 1023) / 1024;

    private static (long Octets, long Messages) Usage(LoopbackStore store)
    {
        var messages = store.Mailboxes.SelectMany(static m => m.Messages).ToArray();
        return (messages.Sum(static m => (long)m.GetBytes().Length), messages.Length);
    }
}
