using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Client.Connection;

/// <content>IDLE (RFC 2177; RFC 9051 section 6.3.13): it gives way to any other command by itself.</content>
public sealed partial class ImapConnection
{
    private static readonly byte[] Done = "DONE\r\n"u8.ToArray();

    /// <summary>Queues IDLE. Others wait for DONE, not for the answer to it. It ends when <paramref name="hold"/> does, or when another command is queued behind it.</summary>
    internal PendingCommand EnqueueIdle(Task hold)
    {
        Tell(SimpleCommand.Idle);
        PendingCommand pending;
        lock (_gate)
        {
            ThrowIfBroken();
            pending = new PendingCommand(SimpleCommand.Idle, NextTag(SimpleCommand.Idle), CommandTraits.Alone, null) { Hold = hold };
            _queue.Writer.TryWrite(pending);
        }

        return pending;
    }

    // idle = "IDLE" CRLF "DONE"                          ; RFC 9051 section 9
    private async Task HoldAsync(PendingCommand pending, Task hold)
    {
        // Refused: there is nothing to end.
        if (await pending.NextContinuationAsync().ConfigureAwait(false) is null)
            return;
        pending.IsHeld = true;
        try
        {
            await Task.WhenAny(hold, pending.Completion, _queue.Reader.WaitToReadAsync().AsTask()).ConfigureAwait(false);
            if (pending.Completion.IsCompleted)
                return;
            // From here on the server owes an answer again.
            Touch();
        }
        finally
        {
            pending.IsHeld = false;
        }

        _options.Trace?.Sent("DONE");
        _transcript?.Hidden(TranscriptDirection.Client, "DONE");
        // Before it is written: an answer to IDLE that comes after this is one to DONE. Nothing is written in between.
        pending.IsReleased = true;
        await WriteAsync(Done).ConfigureAwait(false);
    }
}
