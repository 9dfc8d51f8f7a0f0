using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>CAPABILITY, ID, COMPRESS, ENABLE, NAMESPACE and LOGOUT.</summary>
internal static class ConnectionCommands
{
    public static async Task<Answer> CapabilityAsync(SessionContext context)
    {
        await context.Output.WriteAsync(new CapabilityResponse(context.Capabilities())).ConfigureAwait(false);
        return Answer.Ok("CAPABILITY completed");
    }

    public static async Task<Answer> LogoutAsync(SessionContext context)
    {
        context.IsEnding = true;
        await context.Output.WriteAsync(new StatusResponse(null, StatusKind.Bye, null, "Logging out")).ConfigureAwait(false);
        return Answer.Ok("LOGOUT completed");
    }

    public static async Task<Answer> IdAsync(SessionContext context)
    {
        if (!context.Offers("ID"))
            return Answer.NotOffered("ID");
        var version = typeof(ConnectionCommands).Assembly.GetName().Version?.ToString(3);
        await context.Output.WriteAsync(new IdResponse([new("name", "ImapPS test server"), new("version", version)])).ConfigureAwait(false);
        return Answer.Ok("ID completed");
    }

    /// <summary>RFC 4978 section 3; the session compresses once the answer has gone out.</summary>
    public static Answer Compress(SessionContext context) =>
        !context.Offers("COMPRESS=DEFLATE") ? Answer.NotOffered("COMPRESS=DEFLATE")
        : context.IsCompressed ? Answer.No("DEFLATE is active already", "COMPRESSIONACTIVE")
        : Answer.Ok("DEFLATE active");

    public static async Task<Answer> EnableAsync(SessionContext context, EnableCommand command)
    {
        if (!context.Offers("ENABLE"))
            return Answer.NotOffered("ENABLE");

        // RFC 5161 section 3.1: what isn't known is ignored, and only what is new is told.
        var enabled = new List<string>();
        foreach (var capability in command.Capabilities)
        {
            var name = capability.ToUpperInvariant();
            var known = name switch
            {
                "CONDSTORE" or "QRESYNC" => context.Offers(name),
                "UTF8=ACCEPT" => context.Offers(name) || context.Offers("UTF8=ONLY"),
                "IMAP4REV2" => context.Offers(name),
                _ => false,
            };
            if (!known || context.IsEnabled(name))
                continue;
            context.Enable(name);
            enabled.Add(name == "IMAP4REV2" ? "IMAP4rev2" : name);
        }

        await context.Output.WriteAsync(new EnabledResponse(new CapabilitySet(enabled))).ConfigureAwait(false);
        return Answer.Ok("ENABLE completed");
    }

    public static async Task<Answer> NamespaceAsync(SessionContext context)
    {
        if (!context.Offers("NAMESPACE"))
            return Answer.NotOffered("NAMESPACE");
        await context.Output.WriteAsync(new NamespaceResponse([new NamespaceEntry(null, context.Store.Delimiter)], [], [])).ConfigureAwait(false);
        return Answer.Ok("NAMESPACE completed");
    }
}
