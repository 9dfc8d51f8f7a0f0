using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Puts a message in the place of another one and tells its id.</summary>
internal sealed class MessageReplacer(string mailbox, MessageFlags? flags, DateTimeOffset? internalDate, bool createMailbox)
{
    public async Task RunAsync(ImapSession session, ReplacedMessage replaced, KeyValuePair<string, Func<AppendSource>> message, PipelineWriter output, CancellationToken cancellationToken)
    {
        var target = await session.Names.ResolveAsync(mailbox, cancellationToken).ConfigureAwait(false);
        var source = await session.Names.ResolveAsync(replaced.Mailbox, cancellationToken).ConfigureAwait(false);
        session.Names.Remember(target);
        AppendSource opened;
        try
        {
            opened = message.Value();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await output.ErrorAsync(ErrorFactory.Create(ErrorIds.MessageNotUsable, ErrorCategory.ReadError, message.Key, e, SafeText.Clean(message.Key), PlainText.Of(e)), cancellationToken).ConfigureAwait(false);
            return;
        }

        using (opened)
        {
            var validity = replaced.UidValidity ?? (await session.Engine.SelectAsync(source, write: true, cancellationToken).ConfigureAwait(false)).UidValidity;
            var result = await session.Engine.ReplaceAsync(source, validity, replaced.Uid, target, new AppendItem(opened, flags, internalDate), createMailbox, cancellationToken).ConfigureAwait(false);
            // Also if the old one is still there: the new one is, and its id is what helps then.
            if (result.Uid != 0)
                await output.WriteAsync(new ImapMessageId(session, target.Name, result.UidValidity, result.Uid), cancellationToken).ConfigureAwait(false);
            if (result.Error is { } error)
                throw error;
        }
    }
}
