using System.Runtime.CompilerServices;
using ImapPS.Client.Connection;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Reads messages in windows.</summary>
public static class MessageReading
{
    /// <summary>Reads these messages of a mailbox; those that are gone are left out.</summary>
    /// <param name="session">Logged in.</param>
    /// <param name="mailbox">Where the messages are.</param>
    /// <param name="uidValidity">What the UIDs were found under; null if they come from nowhere.</param>
    /// <param name="uids">Which; "*" in it is looked up first. UID 4294967295 can't be told from "*" (<see cref="UidRange.Star"/>).</param>
    /// <param name="items">What of each. UID is always asked for.</param>
    /// <param name="options">The windows' sizes.</param>
    /// <param name="cancellationToken">Stops reading. What is in flight is dropped as it comes, and the session stays good.</param>
    /// <returns>Batches as they arrive, in the server's order.</returns>
    /// <exception cref="ImapException">UidValidityChanged, MailboxNotFound, CommandRefused, or the connection's end.</exception>
    public static async IAsyncEnumerable<FetchBatch> FetchAsync(
        this ImapSession session,
        MailboxName mailbox,
        uint? uidValidity,
        UidSet uids,
        FetchItems items,
        FetchOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (uids.IsEmpty)
            yield break;
        if (uids.HasStar)
        {
            var found = await session.SearchAsync(mailbox, SearchKey.Uid(uids), cancellationToken).ConfigureAwait(false);
            uidValidity ??= found.UidValidity;
            uids = found.Uids;
        }

        options ??= FetchOptions.Default;
        items = WithUid(items);
        await foreach (var batch in ResumedReading.ReadAsync(
            session, progress => ReadAsync(session, mailbox, progress.UidValidity ?? uidValidity, progress.Rest(uids), items, options, cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            yield return batch;
        }
    }

    /// <summary>Reads a whole mailbox, its first messages in the round trip that opens it.</summary>
    /// <remarks>
    /// EXAMINE, UID SEARCH ALL and a first UID FETCH of the lowest UIDs go out together; the rest follows from what SEARCH
    /// found. Where content is asked for, that first FETCH asks for sizes.
    /// </remarks>
    public static IAsyncEnumerable<FetchBatch> FetchAllAsync(
        this ImapSession session,
        MailboxName mailbox,
        FetchItems items,
        FetchOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= FetchOptions.Default;
        items = WithUid(items);
        return ResumedReading.ReadAsync(
            session,
            progress => progress.UidValidity is null
                ? OpenAndReadAsync(session, mailbox, items, options, cancellationToken)
                : FindAndReadAsync(session, mailbox, progress, items, options, cancellationToken),
            cancellationToken);
    }

    private static async IAsyncEnumerable<FetchBatch> FindAndReadAsync(
        ImapSession session,
        MailboxName mailbox,
        ReadProgress progress,
        FetchItems items,
        FetchOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = await session.SearchAsync(mailbox, SearchKey.All, cancellationToken).ConfigureAwait(false);
        await foreach (var batch in ReadAsync(session, mailbox, progress.UidValidity, progress.Rest(found.Uids), items, options, cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    private static IAsyncEnumerable<FetchBatch> ReadAsync(
        ImapSession session,
        MailboxName mailbox,
        uint? uidValidity,
        UidSet uids,
        FetchItems items,
        FetchOptions options,
        CancellationToken cancellationToken)
    {
        WindowSource windows = new UidWindows(uids, CommandLimits.MaxUidSetLength);
        if (HasContent(items) && uids.Count > 1)
            windows = Sized(new WindowReader(session, mailbox, uidValidity, windows, SizesOf(items), ForSizes(options)).ReadAsync(cancellationToken), options, cancellationToken);
        return new WindowReader(session, mailbox, uidValidity, windows, items, options).ReadAsync(cancellationToken);
    }

    private static async IAsyncEnumerable<FetchBatch> OpenAndReadAsync(
        ImapSession session,
        MailboxName mailbox,
        FetchItems items,
        FetchOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (HasContent(items))
        {
            var windows = Sized(OpenAndReadAsync(session, mailbox, SizesOf(items), ForSizes(options), cancellationToken), options, cancellationToken);
            await foreach (var batch in new WindowReader(session, mailbox, null, windows, items, options).ReadAsync(cancellationToken).ConfigureAwait(false))
                yield return batch;
            yield break;
        }

        var lowest = UidSet.Of(1, (uint)Math.Max(1, options.FirstWindow));
        var search = new SearchSink(session.Capabilities.ESearch);
        FetchWindow? first = null;
        SelectedMailbox selected;
        uint validity;
        UidSet found;
        try
        {
            (selected, var searching) = await session.EnqueueReadAsync(
                mailbox,
                null,
                () =>
                {
                    var command = SearchOperations.Enqueue(session, SearchKey.All, SearchReturn.All, search);
                    first = WindowReader.Enqueue(session, lowest, items, options);
                    return command;
                },
                cancellationToken,
                fresh: true).ConfigureAwait(false);
            // Copied now: a later SELECT makes a new object, but an UIDVALIDITY that changes in place must be noticed.
            validity = selected.UidValidity;
            (await session.Connection.AwaitAsync(searching, cancellationToken).ConfigureAwait(false)).ThrowIfNotOk(searching.Command, mailbox);
            found = SearchOperations.Found(search, selected);
        }
        catch
        {
            if (first is not null)
            {
                first.Sink.Abandon();
                session.Connection.Abandon([first.Command], default);
            }

            throw;
        }

        var rest = UidSet.FromRanges(found.Where(r => r.Last > lowest[0].Last).Select(r => new UidRange(Math.Max(r.First, lowest[0].Last + 1), r.Last)));
        var reader = new WindowReader(session, mailbox, validity, new UidWindows(rest, CommandLimits.MaxUidSetLength), items, options, first, selected);
        await foreach (var batch in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return batch;
    }

    /// <summary>Whether anything of any size may come of a message: not its attributes, headers, or a range.</summary>
    private static bool HasContent(FetchItems items) =>
        items.Sections.Any(static s => !s.SizeOnly && s.Count is null && s.Section.IndexOf("HEADER", StringComparison.Ordinal) < 0 && !s.Section.EndsWith("MIME", StringComparison.Ordinal));

    private static FetchItems SizesOf(FetchItems items) => new() { Attributes = FetchAttributes.Uid | FetchAttributes.Size, ChangedSince = items.ChangedSince };

    /// <summary>A size is but a line: many come as quickly as few messages.</summary>
    private static FetchOptions ForSizes(FetchOptions options) => options with { FirstWindow = (int)Math.Min(options.MaxWindow, options.FirstWindow * 16L) };

    private static SizedWindows Sized(IAsyncEnumerable<FetchBatch> sizes, FetchOptions options, CancellationToken cancellationToken) =>
        new(sizes.GetAsyncEnumerator(cancellationToken), options.WindowBytes, CommandLimits.MaxUidSetLength);

    private static FetchItems WithUid(FetchItems items) => items with { Attributes = items.Attributes | FetchAttributes.Uid };
}
