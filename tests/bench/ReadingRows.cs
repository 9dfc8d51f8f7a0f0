using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>Reading a mailbox of small messages, item by item.</summary>
internal static class ReadingRows
{
    public static FetchItems Summary { get; } = new() { Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size | FetchAttributes.Envelope };

    /// <summary>What Get-ImapMessage asks for.</summary>
    public static FetchItems Structure { get; } = Summary with { Attributes = Summary.Attributes | FetchAttributes.BodyStructure };

    public static Task SummaryAsync(Target target, Report report) =>
        RatioRow.RunAsync(target, report, "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)", session => ReadAsync(session, Summary), Peer(0), (1.15, 1500));

    public static Task StructureAsync(Target target, Report report) =>
        RatioRow.RunAsync(target, report, "UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)", session => ReadAsync(session, Structure), Peer(1), (1.2, 3000));

    public static Task WholeAsync(Target target, Report report) =>
        RatioRow.RunAsync(target, report, "UID FETCH 1:* (UID BODY.PEEK[])", WriteAsync, Peer(2), (1.15, 500));

    public static async Task<long> ReadAsync(ImapSession session, FetchItems items)
    {
        var count = 0L;
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, items))
            count += batch.Messages.Count;
        return count;
    }

    private static async Task<long> WriteAsync(ImapSession session)
    {
        var selected = await session.SelectAsync(MailboxName.Inbox, write: false, CancellationToken.None);
        var requests = Enumerable.Range(1, checked((int)selected.Exists)).Select(static uid => new ContentRequest((uint)uid, "", static () => Stream.Null));
        var count = 0L;
        await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, selected.UidValidity, requests))
        {
            if (result.Error is { } error)
                throw error;
            count++;
        }

        return count;
    }

    private static Func<Target, TimeSpan>? Peer(int which) =>
#if MAILKIT
        which switch { 0 => MailKitPeer.Summaries, 1 => MailKitPeer.Structures, _ => MailKitPeer.Streams };
#else
        null;
#endif
}
