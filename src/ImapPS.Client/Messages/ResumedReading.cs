using System.Runtime.CompilerServices;
using ImapPS.Client.Session;

namespace ImapPS.Client.Messages;

/// <summary>Goes on reading where a connection was lost or the server asked for a pause: what was handed on is not handed on again.</summary>
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
        var repeats = new Repeats(session);
        while (true)
        {
            ImapException? failure = null;
            await using (var batches = read(progress).GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    try
                    {
                        if (!await batches.MoveNextAsync().ConfigureAwait(false))
                            break;
                    }
                    catch (ImapException e) when (repeats.Allow(e))
                    {
                        failure = e;
                        break;
                    }

                    repeats.Reset();
                    progress.Add(batches.Current);
                    yield return batches.Current;
                }
            }

            if (failure is null)
                yield break;
            await repeats.PrepareAsync(failure, cancellationToken).ConfigureAwait(false);
        }
    }
}
