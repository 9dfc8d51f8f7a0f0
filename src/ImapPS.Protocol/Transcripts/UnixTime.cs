using System.Globalization;

namespace ImapPS.Protocol.Transcripts;

/// <summary>Seconds since 1970, as logs have them.</summary>
internal static class UnixTime
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static DateTime? Read(string seconds) =>
        decimal.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 100_000_000_000m
            ? Epoch.AddTicks((long)(value * TimeSpan.TicksPerSecond))
            : null;
}
