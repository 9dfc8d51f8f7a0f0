using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;

namespace ImapPS.Bench;

/// <summary>The same work done with MailKit.</summary>
internal static class MailKitPeer
{
    private const MessageSummaryItems Summary = MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate | MessageSummaryItems.Size | MessageSummaryItems.Envelope;

    public static TimeSpan Summaries(Target target) => Measure(target, static inbox => inbox.Fetch(0, -1, Summary));

    public static TimeSpan Structures(Target target) => Measure(target, static inbox => inbox.Fetch(0, -1, Summary | MessageSummaryItems.BodyStructure));

    public static TimeSpan Streams(Target target) => Measure(target, static inbox =>
    {
        var uids = inbox.Search(SearchQuery.All);
        ((ImapFolder)inbox).GetStreams(uids, static (_, _, _, stream) => stream.CopyTo(Stream.Null));
    });

    private static TimeSpan Measure(Target target, Action<IMailFolder> work)
    {
        using var client = new ImapClient();
        client.Connect(target.Host, target.Port, SecureSocketOptions.None);
        client.Authenticate(target.User, target.Password);
        client.Inbox.Open(FolderAccess.ReadOnly);
        var watch = Stopwatch.StartNew();
        work(client.Inbox);
        watch.Stop();
        client.Disconnect(true);
        return watch.Elapsed;
    }
}
