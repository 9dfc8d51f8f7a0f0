using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>IDLE (RFC 9051 section 6.3.13): changes are told as they happen, until the client says DONE.</summary>
internal static class IdleHandler
{
    public static async Task<Answer?> RunAsync(SessionContext context)
    {
        if (!context.Offers("IDLE"))
            return Answer.NotOffered("IDLE");

        // Not disposed: another session may be about to release it, and without a wait handle there is nothing to free.
        var changed = new SemaphoreSlim(0);
        context.Output.Buffer.Append("+ idling\r\n"u8);
        if (context.View is { } view)
            view.Notify = () => changed.Release();
        try
        {
            await ChangeTeller.TellAsync(context, expunges: true).ConfigureAwait(false);
            await context.Output.FlushAsync().ConfigureAwait(false);
            var line = context.Input.ReadAsync(flush: false);
            while (true)
            {
                var change = changed.WaitAsync();
                if (await Task.WhenAny(line, change).ConfigureAwait(false) == line)
                    break;
                await ChangeTeller.TellAsync(context, expunges: true).ConfigureAwait(false);
                await context.Output.FlushAsync().ConfigureAwait(false);
            }

            if (!await line.ConfigureAwait(false))
                return null;
        }
        finally
        {
            if (context.View is not null)
                context.View.Notify = null;
        }

        var done = context.Input.Message.Span;
        while (!done.IsEmpty && done[done.Length - 1] is (byte)'\r' or (byte)'\n' or (byte)' ')
            done = done.Slice(0, done.Length - 1);
        return ByteText.EqualsIgnoreCase(done, "DONE"u8) ? Answer.Ok("IDLE completed") : Answer.Bad("DONE was expected");
    }
}
