using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>The messages of one APPEND, and the command once it is queued.</summary>
internal sealed class AppendGroup(IReadOnlyList<AppendItem> items)
{
    public IReadOnlyList<AppendItem> Items { get; } = items;

    public long Bytes { get; } = items.Sum(static i => i.Source.Length);

    /// <summary>Null if nothing was sent: <see cref="Refusal"/> says why.</summary>
    public PendingCommand? Command { get; set; }

    public ImapException? Refusal { get; init; }

    /// <summary>How the connection was lost, before or after the command was sent.</summary>
    public ImapException? Loss { get; set; }

    /// <summary>How often it was lost, or put off; null until then.</summary>
    public Repeats? Repeats { get; set; }

    /// <summary>Whether it was refused since there was no such mailbox; once it is made there is.</summary>
    public bool FoundNoMailbox { get; set; }

    /// <summary>The same result for each: APPEND of several messages adds all or none (RFC 3502 section 6.3.11).</summary>
    public IReadOnlyList<AppendResult> Failed(ImapException error) => Items.Select(i => new AppendResult(i) { Error = error }).ToArray();

    /// <summary>The results of an OK, UIDs in the order of the messages (RFC 4315 section 3).</summary>
    public IReadOnlyList<AppendResult> Added(StatusResponse response)
    {
        var results = new AppendResult[Items.Count];
        var uids = response.Code is AppendUidCode code && code.Uids.Sum(static r => r.Count) == Items.Count ? code : null;
        using var each = (uids is null ? [] : Each(uids.Uids)).GetEnumerator();
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = each.MoveNext()
                ? new AppendResult(Items[i]) { UidValidity = uids!.UidValidity, Uid = each.Current }
                : new AppendResult(Items[i]);
        }

        return results;
    }

    private static IEnumerable<uint> Each(IReadOnlyList<UidRange> ranges)
    {
        foreach (var range in ranges)
        {
            for (var uid = range.First; ; uid++)
            {
                yield return uid;
                if (uid == range.Last)
                    break;
            }
        }
    }
}
