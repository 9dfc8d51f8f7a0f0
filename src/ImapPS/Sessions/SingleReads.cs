namespace ImapPS.Sessions;

/// <summary>
/// Counts reads of one message each, in a row. Each costs a round trip, which a pipeline saves; they are not read ahead,
/// since flags that were read before their time may be wrong by the time they are looked at.
/// </summary>
internal sealed class SingleReads
{
    /// <summary>So many in a row are a loop.</summary>
    public const int Many = 50;

    private int _inRow;
    private bool _told;

    /// <summary>A command has read so many messages.</summary>
    /// <returns>Whether it is time to tell of the better way: once a session.</returns>
    public bool Count(int messages)
    {
        _inRow = messages == 1 ? _inRow + 1 : 0;
        if (_told || _inRow < Many)
            return false;
        return _told = true;
    }
}
