namespace ImapPS.Client.Session;

/// <summary>
/// How often one operation may be gone on with after it failed: on a new connection where the old one was lost, after a pause
/// where the server asked for one.
/// </summary>
internal sealed class Repeats(ImapSession session)
{
    private int _losses;
    private int _pauses;

    /// <summary>Whether it may be gone on with after this failure.</summary>
    public bool Allow(ImapException error) =>
        session.IsAskedToPause(error) ? _pauses < session.MaximumPauses : _losses < ImapSession.MaximumRepeats && session.Survives(error);

    /// <summary>Counts an allowed failure, and lets the pause pass.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task PrepareAsync(ImapException error, CancellationToken cancellationToken)
    {
        if (session.IsAskedToPause(error))
            await session.PauseAsync(error, ++_pauses, cancellationToken).ConfigureAwait(false);
        else
            _losses++;
    }

    /// <summary>As above, for what has begun already and must not end by an exception.</summary>
    /// <returns>False if it is not to be gone on with: it isn't allowed, or was cancelled.</returns>
    public async Task<bool> TryPrepareAsync(ImapException error, CancellationToken cancellationToken)
    {
        if (!Allow(error))
            return false;
        try
        {
            await PrepareAsync(error, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>It got further: what fails from here on is another failure.</summary>
    public void Reset() => _losses = _pauses = 0;
}
