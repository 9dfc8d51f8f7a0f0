using ImapPS.Protocol.Grammar;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>IDLE (RFC 9051 section 6.3.13): changes are told as they happen, until the client says DONE.</summary>
internal static class IdleHandler
{
    public static async Task<Answer?> RunAsync(SessionContext context)
    {
        if (!context.Offers("IDLE"))
            return Answer.NotOffered("IDLE");
        context.Output.Buffer.Append("+ idling\r\n"u8);
        if (!await LiveInput.ReadAsync(context, idle: true).ConfigureAwait(false))
            return null;
        var done = context.Input.Message.Span;
        while (!done.IsEmpty && done[done.Length - 1] is (byte)'\r' or (byte)'\n' or (byte)' ')
            done = done.Slice(0, done.Length - 1);
        return ByteText.EqualsIgnoreCase(done, "DONE"u8) ? Answer.Ok("IDLE completed") : Answer.Bad("DONE was expected");
    }
}
