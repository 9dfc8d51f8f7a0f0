using System.Diagnostics;
using System.Globalization;
using ImapPS.Client.Connecting;
using ImapPS.Client.Files;
using ImapPS.Client.Messages;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Bench;

/// <summary>How much memory a process takes that reads many messages, or one large one. The server is another process.</summary>
internal static class MemoryRows
{
    private const double MiB = 1024 * 1024;

    public static void Many(Report report)
    {
        const int Count = 1_000_000;
        Console.WriteLine($"# peak memory of a process that reads 1,000 and {Count} messages");
        using var server = new GeneratedServer(GeneratedServer.Small, Count);
        var small = Child.Run("read", Port(server), "1000");
        var large = Child.Run("read", Port(server), Count.ToString(CultureInfo.InvariantCulture));
        report.Figure($"{small[0]} messages", small[1] / MiB, "MiB");
        report.Figure($"{large[0]} messages", large[1] / MiB, "MiB");
        report.Bound("difference", (large[1] - small[1]) / MiB, 64, "MiB");
    }

    public static void Large(Report report)
    {
        Console.WriteLine("# peak memory of a process that saves a message of 1 GiB");
        using var server = new GeneratedServer(GeneratedServer.Large, 1);
        var saved = Child.Run("save", Port(server));
        report.Figure("octets in the file", saved[0], "");
        report.Figure("idle, connected", saved[1] / MiB, "MiB");
        report.Bound("above idle", (saved[2] - saved[1]) / MiB, 64, "MiB");
    }

    public static async Task ReadAsync(Target target, uint count)
    {
        await using var session = await target.ConnectAsync(ConnectionSecurity.None);
        var read = 0L;
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, count), ReadingRows.Summary))
            read += batch.Messages.Count;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"{read} {self.PeakWorkingSet64}");
    }

    public static async Task SaveAsync(Target target)
    {
        await using var session = await target.ConnectAsync(ConnectionSecurity.None);
        var selected = await session.SelectAsync(MailboxName.Inbox, write: false, CancellationToken.None);
        using var self = Process.GetCurrentProcess();
        var idle = self.WorkingSet64;
        var path = Directory.CreateTempSubdirectory("imapps-bench").FullName;
        try
        {
            using var file = new SaveFolder(path).Begin("large.eml", ConflictRule.Fail)!;
            long? size = null;
            await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1), new FetchItems { Attributes = FetchAttributes.Size }))
                size = batch.Messages[0].Size;
            await foreach (var result in session.ReadContentsAsync(MailboxName.Inbox, selected.UidValidity, [new ContentRequest(1, "", file.Open) { Size = size }]))
            {
                if (result.Error is { } error)
                    throw error;
            }

            var saved = file.Commit(null)!;
            self.Refresh();
            Console.WriteLine($"{saved.Length} {idle} {self.PeakWorkingSet64}");
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string Port(GeneratedServer server) => server.Target.Port.ToString(CultureInfo.InvariantCulture);
}
