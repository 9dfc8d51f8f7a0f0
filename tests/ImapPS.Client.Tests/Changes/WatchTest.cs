using System.Threading.Channels;
using ImapPS.Client.Changes;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Changes;

/// <summary>Watches in the background.</summary>
public abstract class WatchTest : EngineTest
{
    protected static readonly WatchOptions Quick = new() { PollInterval = TimeSpan.FromMilliseconds(20), Items = new FetchItems { Attributes = FetchAttributes.Envelope } };

    protected WatchTest() => Reconnect = new ReconnectPolicy { Wait = static (_, _) => Task.CompletedTask };

    protected static string Text(MailboxChange change) => $"{change.Kind} {change.Uid}";

    /// <summary>Watches in the background; the channel gets the changes.</summary>
    protected static (ChannelReader<MailboxChange> Changes, Task Watch) Watch(ImapSession session, CancellationToken cancellationToken, WatchOptions? options = null, params MailboxName[] others)
    {
        var changes = Channel.CreateUnbounded<MailboxChange>();
        return (changes.Reader, Task.Run(RunAsync, CancellationToken.None));

        async Task RunAsync()
        {
            try
            {
                await foreach (var batch in session.WatchAsync([MailboxName.Inbox, .. others], options ?? Quick, cancellationToken))
                {
                    foreach (var change in batch)
                        await changes.Writer.WriteAsync(change, CancellationToken.None);
                }
            }
            catch (Exception e)
            {
                changes.Writer.TryComplete(e is OperationCanceledException ? null : e);
                throw;
            }
        }
    }

    protected static async Task ExpectAsync(ChannelReader<MailboxChange> changes, params string[] expected)
    {
        foreach (var text in expected)
            Assert.Equal(text, Text(await changes.ReadAsync(Cancel).AsTask().WaitAsync(Hang)));
    }

    protected async Task IdlingAsync() => await UntilAsync(() => Commands.Count > 0 && Commands[^1] == "IDLE");

    /// <summary>Waits until so many connections, and no others, lie in IDLE: it is the last that each of them asked for.</summary>
    protected async Task AllIdlingAsync(int connections)
    {
        await UntilAsync(() => Server.OpenConnections == connections && Idling() == connections);

        // One that has ended has said so since.
        int Idling() => Server.Log.Entries.Where(static e => e.Direction != LogDirection.Server).GroupBy(static e => e.Connection)
            .Count(static g => g.Last() is { Direction: LogDirection.Client } last && last.Text.EndsWith(" IDLE", StringComparison.Ordinal));
    }

    protected static string Mail(int number) => $"Subject: new {number}\r\n\r\nText\r\n";
}
