namespace ImapPS.Loopback;

/// <summary>What a server has counted. All numbers are of all connections together, since the start or the last reset.</summary>
public sealed class LoopbackStatistics
{
    private long _connections;
    private long _received;
    private long _sent;
    private long _commands;
    private long _loginAttempts;
    private long _loginFailures;
    private long _turns;
    private long _tlsHandshakes;
    private long _compressions;

    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>Octets of IMAP that came, inside TLS where there is TLS.</summary>
    public long OctetsReceived => Interlocked.Read(ref _received);

    /// <summary>Octets of IMAP that were sent.</summary>
    public long OctetsSent => Interlocked.Read(ref _sent);

    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>How often a user name and its proof were judged.</summary>
    public long LoginAttempts => Interlocked.Read(ref _loginAttempts);

    public long LoginFailures => Interlocked.Read(ref _loginFailures);

    public long TlsHandshakes => Interlocked.Read(ref _tlsHandshakes);

    /// <summary>How many connections were compressed.</summary>
    public long Compressions => Interlocked.Read(ref _compressions);

    /// <summary>
    /// Round trips: how often something came from a client after something had been sent to it, on the wire, TLS
    /// handshakes included. Exact for a client that waits. One that sends ahead can be counted too high if an answer
    /// leaves while it is still sending; with a <see cref="Faults.LoopbackFaults.Latency"/> of a few milliseconds the
    /// count is exact for it too.
    /// </summary>
    public long Turns => Interlocked.Read(ref _turns);

    /// <summary>Sets all to 0.</summary>
    public void Reset()
    {
        Interlocked.Exchange(ref _connections, 0);
        Interlocked.Exchange(ref _received, 0);
        Interlocked.Exchange(ref _sent, 0);
        Interlocked.Exchange(ref _commands, 0);
        Interlocked.Exchange(ref _loginAttempts, 0);
        Interlocked.Exchange(ref _loginFailures, 0);
        Interlocked.Exchange(ref _turns, 0);
        Interlocked.Exchange(ref _tlsHandshakes, 0);
        Interlocked.Exchange(ref _compressions, 0);
    }

    public override string ToString() =>
        $"{Connections} connections, {Commands} commands, {Turns} turns, {OctetsReceived} octets received, {OctetsSent} sent";

    internal void AddConnection() => Interlocked.Increment(ref _connections);

    internal void AddReceived(int octets) => Interlocked.Add(ref _received, octets);

    internal void AddSent(int octets) => Interlocked.Add(ref _sent, octets);

    internal void AddCommand() => Interlocked.Increment(ref _commands);

    internal void AddTurn() => Interlocked.Increment(ref _turns);

    internal void AddTlsHandshake() => Interlocked.Increment(ref _tlsHandshakes);

    internal void AddCompression() => Interlocked.Increment(ref _compressions);

    internal void AddLogin(bool succeeded)
    {
        Interlocked.Increment(ref _loginAttempts);
        if (!succeeded)
            Interlocked.Increment(ref _loginFailures);
    }
}
