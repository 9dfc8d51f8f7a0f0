namespace ImapPS.Loopback;

/// <summary>One line of what happened.</summary>
/// <param name="Time">When.</param>
/// <param name="Connection">Which connection, counted from 1.</param>
/// <param name="Direction">Whose line it was.</param>
/// <param name="Text">A command with its secrets as *** and its literals as {n}, a status response, or a note.</param>
public sealed record LoopbackLogEntry(DateTimeOffset Time, int Connection, LogDirection Direction, string Text)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Time:HH:mm:ss.fff} {Connection} {(Direction == LogDirection.Client ? "C:" : Direction == LogDirection.Server ? "S:" : "--")} {Text}");
}
