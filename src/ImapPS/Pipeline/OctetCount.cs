namespace ImapPS.Pipeline;

/// <summary>Octets moved since it began to look, over all connections that a session had meanwhile: each counts from nothing.</summary>
internal sealed class OctetCount
{
    private Func<long> _read = static () => 0;
    private long _last;
    private long _sum;

    /// <summary>Goes on with another count, from where that is now.</summary>
    public void Watch(Func<long> read)
    {
        Sum();
        _read = read;
        _last = read();
    }

    public long Sum()
    {
        var now = _read();
        _sum += now >= _last ? now - _last : now;
        _last = now;
        return _sum;
    }
}
