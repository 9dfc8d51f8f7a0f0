using System.Diagnostics;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace ImapPS.Bench;

/// <summary>The same work done with MailKit.</summary>
internal static class MailKitPeer
{
    public static TimeSpan FetchSummaries(Target target, out int count)
    {
        using var client = new ImapClient();
        client.Connect(target.Host, target.Port, SecureSocketOptions.None);
        client.Authenticate(target.User, target.Password);
        client.Inbox.Open(FolderAccess.ReadOnly);
        var watch = Stopwatch.StartNew();
        count = client.Inbox.Fetch(0, -1, MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate | MessageSummaryItems.Size | MessageSummaryItems.Envelope).Count;
        watch.Stop();
        client.Disconnect(true);
        return watch.Elapsed;
    }
}
