using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>
/// Makes one message of several responses: some servers tell of a message piece by piece. A message that lacks something
/// waits for it, and those behind it wait too, so that the order stays the server's; all within bounds, since many servers
/// leave out for good what they can't tell.
/// </summary>
internal sealed class FetchAssembler(FetchItems items)
{
    /// <summary>What comes as <see cref="FetchResponse.Extras"/>.</summary>
    public const FetchAttributes ExtraAttributes = FetchAttributes.Preview | FetchAttributes.SaveDate | FetchAttributes.EmailId | FetchAttributes.ThreadId
        | FetchAttributes.GmailLabels | FetchAttributes.GmailMessageId | FetchAttributes.GmailThreadId;

    /// <summary>How many messages wait.</summary>
    public const int MaxWaiting = 512;

    /// <summary>How many octets of content wait with them.</summary>
    public const long MaxWaitingBytes = 4 * 1024 * 1024;

    private readonly Queue<FetchResponse> _waiting = new();
    private readonly Dictionary<uint, FetchResponse> _incomplete = [];
    private readonly Dictionary<uint, MessageFlags> _flags = [];
    private long _waitingBytes;
    private bool _isOver;

    /// <summary>Takes what answers the command in part or in whole, if it adds to what came before.</summary>
    /// <returns>The message itself if it can be handed on at once; else null, and <see cref="TryTake"/> gives what is due.</returns>
    public FetchResponse? Add(FetchResponse fetch)
    {
        if (_incomplete.TryGetValue(fetch.Uid, out var begun))
        {
            if (Merge(begun, fetch) && IsComplete(begun))
                _incomplete.Remove(fetch.Uid);
            return null;
        }

        if (fetch.Flags is null && _flags.Count > 0 && _flags.TryGetValue(fetch.Uid, out var flags))
        {
            fetch.Flags = flags;
            _flags.Remove(fetch.Uid);
        }

        var complete = IsComplete(fetch);
        if (complete && _waiting.Count == 0)
            return fetch;
        if (!complete && fetch.Uid != 0)
            _incomplete[fetch.Uid] = fetch;
        _waiting.Enqueue(fetch);
        _waitingBytes += Length(fetch);
        return null;
    }

    /// <summary>
    /// Flags that came alone: the rest of a message that waits for them, or its beginning, or news of somebody else's doing.
    /// </summary>
    /// <returns>Whether they were the rest.</returns>
    public bool AddFlags(FetchResponse fetch)
    {
        if (fetch.Flags is null || (items.Attributes & FetchAttributes.Flags) == 0)
            return false;
        if (_incomplete.TryGetValue(fetch.Uid, out var begun) && begun.Flags is null)
        {
            Add(fetch);
            return true;
        }

        if (_flags.Count < MaxWaiting)
            _flags[fetch.Uid] = fetch.Flags;
        return false;
    }

    /// <summary>Nothing more will come: what waits is as whole as it gets.</summary>
    public void Complete() => _isOver = true;

    public void Clear()
    {
        _waiting.Clear();
        _incomplete.Clear();
        _flags.Clear();
        _waitingBytes = 0;
    }

    /// <summary>The next message that needs to wait no longer.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FetchResponse? message)
    {
        message = null;
        if (_waiting.Count == 0)
            return false;
        var first = _waiting.Peek();
        if (_incomplete.TryGetValue(first.Uid, out var begun) && ReferenceEquals(begun, first))
        {
            if (!_isOver && _waiting.Count <= MaxWaiting && _waitingBytes <= MaxWaitingBytes)
                return false;
            _incomplete.Remove(first.Uid);
        }

        message = _waiting.Dequeue();
        _waitingBytes -= Length(message);
        return true;
    }

    /// <summary>Whether nothing is missing that most servers tell of every message. One with a problem waits for nothing.</summary>
    private bool IsComplete(FetchResponse fetch)
    {
        var asked = items.Attributes;
        return fetch.Problems.Count > 0
            || ((fetch.Flags is not null || (asked & FetchAttributes.Flags) == 0)
                && (fetch.Envelope is not null || (asked & FetchAttributes.Envelope) == 0)
                && (fetch.Body is not null || (asked & (FetchAttributes.Body | FetchAttributes.BodyStructure)) == 0)
                && (fetch.InternalDate.HasValue || (asked & FetchAttributes.InternalDate) == 0)
                && (fetch.Size.HasValue || (asked & FetchAttributes.Size) == 0)
                && (fetch.Extras is not null || (asked & ExtraAttributes) == 0)
                && fetch.Sections.Count >= items.Sections.Count);
    }

    /// <returns>Whether the second brought something that the first lacks: only so often can a message grow.</returns>
    private bool Merge(FetchResponse first, FetchResponse second)
    {
        var grown = false;
        if (first.Flags is null && second.Flags is not null)
            (first.Flags, grown) = (second.Flags, true);
        if (first.Envelope is null && second.Envelope is not null)
            (first.Envelope, grown) = (second.Envelope, true);
        if (first.Body is null && second.Body is not null)
            (first.Body, grown) = (second.Body, true);
        if (first.InternalDate is null && second.InternalDate is not null)
            (first.InternalDate, grown) = (second.InternalDate, true);
        if (first.Size is null && second.Size is not null)
            (first.Size, grown) = (second.Size, true);
        if (first.Extras is null && second.Extras is not null)
            (first.Extras, grown) = (second.Extras, true);
        else if (first.Extras is { } have && second.Extras is { } more)
            Merge(have, more);
        first.ModSeq ??= second.ModSeq;
        if (second.Sections.Count > 0 && first.Sections.Count < items.Sections.Count)
        {
            _waitingBytes += Length(second);
            (first.Sections, grown) = ([.. first.Sections, .. second.Sections], true);
        }

        if (grown && second.Problems.Count > 0)
            first.Problems = second.Problems;
        return grown;
    }

    private static void Merge(FetchExtras first, FetchExtras second)
    {
        first.Preview ??= second.Preview;
        first.SaveDate ??= second.SaveDate;
        first.EmailId ??= second.EmailId;
        first.ThreadId ??= second.ThreadId;
        first.GmailLabels ??= second.GmailLabels;
        first.GmailMessageId ??= second.GmailMessageId;
        first.GmailThreadId ??= second.GmailThreadId;
    }

    private static long Length(FetchResponse fetch)
    {
        long length = 0;
        for (var i = 0; i < fetch.Sections.Count; i++)
            length += fetch.Sections[i].Length;
        return length;
    }
}
