using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session.Handlers;

/// <summary>GETQUOTA and GETQUOTAROOT (RFC 9208).</summary>
internal static class QuotaHandler
{
    public static async Task<Answer> GetAsync(SessionContext context, GetQuotaCommand command)
    {
        if (!context.Offers("QUOTA"))
            return Answer.NotOffered("QUOTA");
        if (command.Root != LoopbackQuota.Root || !context.Store.Quota.IsSet)
            return Answer.No("There is no such quota root", "NONEXISTENT");
        await context.Output.WriteAsync(context.Store.Quota.Report(context.Store)).ConfigureAwait(false);
        return Answer.Ok("GETQUOTA completed");
    }

    /// <summary>A mailbox need not be there: what would be its quota root is told all the same (RFC 9208 section 4.1.3).</summary>
    public static async Task<Answer> GetRootAsync(SessionContext context, GetQuotaRootCommand command)
    {
        if (!context.Offers("QUOTA"))
            return Answer.NotOffered("QUOTA");
        var isSet = context.Store.Quota.IsSet;
        await context.Output.WriteAsync(new QuotaRootResponse(command.Mailbox, isSet ? [LoopbackQuota.Root] : [])).ConfigureAwait(false);
        if (isSet)
            await context.Output.WriteAsync(context.Store.Quota.Report(context.Store)).ConfigureAwait(false);
        return Answer.Ok("GETQUOTAROOT completed");
    }
}
