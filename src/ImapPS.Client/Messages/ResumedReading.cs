using System.Runtime.CompilerServices;
using ImapPS.Client.Session;

namespace ImapPS.Client.Messages;

/// <summary>Goes on reading on a new connection where the old one was lost: what was handed on is not handed on again.</summary>
internal static class ResumedReading
{
    /// <param name="session">Says whether it survives a loss.</param>
    /// <param name="read">Reads what is still to come; called again after each loss.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async IAsyncEnumerable<FetchBatch> ReadAsync(
        ImapSession session,
        Func<ReadProgress, IAsyncEnumerable<FetchBatch>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var progress = new ReadProgress();
        for (var losses = 0; ; losses++)
        {
            var lost = false;
            await using (var batches = read(progress).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    try
                    {
                        if (!await batches.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (ImapException e) when (losses < ImapSession.MaximumRepeats && session.Survives(e))
                    {
                        lost = true;
                        break;
                    }

                    losses = 0;
                    progress.Add(batches.Current);
                    yield return batches.Current;
                }
            }

            if (!lost)
                yield break;
        }
    }
}
