using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Errors;
using ImapPS.Protocol.Values;

namespace ImapPS.Pipeline;

/// <summary>Adds messages to a mailbox and tells their ids; each is opened only when its turn comes.</summary>
internal sealed class MessageAdder(string mailbox, MessageFlags? flags, DateTimeOffset? internalDate, bool createMailbox)
{
    /// <param name="session">Where to.</param>
    /// <param name="messages">What each is called, and how to open it.</param>
    /// <param name="output">Gets ids and errors in the messages' order.</param>
    /// <param name="cancellationToken">Takes back what was not begun.</param>
    public async Task RunAsync(ImapSession session, IReadOnlyList<KeyValuePair<string, Func<AppendSource>>> messages, PipelineWriter output, CancellationToken cancellationToken)
    {
        var target = await session.Names.ResolveDestinationAsync(mailbox, cancellationToken).ConfigureAwait(false);
        session.Names.Remember(target);
        var opened = new List<AppendSource>();
        var unusable = new Queue<ErrorRecord>();
        try
        {
            var options = new AppendOptions { CreateMailbox = createMailbox };
            await foreach (var result in session.Engine.AppendAsync(target, Items(), options, cancellationToken).ConfigureAwait(false))
            {
                await ReportUnusableAsync().ConfigureAwait(false);
                await ReportAsync(result).ConfigureAwait(false);
                output.Progress?.Report(1);
                result.Item.Source.Dispose();
                opened.Remove(result.Item.Source);
            }

            await ReportUnusableAsync().ConfigureAwait(false);
        }
        finally
        {
            foreach (var source in opened)
                source.Dispose();
        }

        IEnumerable<AppendItem> Items()
        {
            foreach (var message in messages)
            {
                AppendSource source;
                try
                {
                    source = message.Value();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
                {
                    unusable.Enqueue(ErrorFactory.Create(ErrorIds.MessageNotUsable, ErrorCategory.ReadError, message.Key, e, SafeText.Clean(message.Key), PlainText.Of(e)));
                    continue;
                }

                opened.Add(source);
                yield return new AppendItem(source, flags, internalDate);
            }
        }

        async Task ReportUnusableAsync()
        {
            while (unusable.Count > 0)
                await output.ErrorAsync(unusable.Dequeue(), cancellationToken).ConfigureAwait(false);
        }

        async Task ReportAsync(AppendResult result)
        {
            if (result.Error is { } error)
            {
                var about = new ImapException(error.Error, $"{SafeText.Clean(result.Item.Source.Name)}: {error.Message}", error) { Response = error.Response, Hint = error.Hint };
                await output.ErrorAsync(ErrorFactory.From(about, result.Item.Source.Name), cancellationToken).ConfigureAwait(false);
            }
            else if (result.Uid != 0)
            {
                await output.WriteAsync(new ImapMessageId(session, target.Name, result.UidValidity, result.Uid), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
