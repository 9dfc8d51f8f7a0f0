namespace ImapPS.Faults.Tests;

/// <summary>How much of it is run: the short form in every run of the tests, the long one with IMAPPS_LONG_TESTS.</summary>
internal static class Form
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("IMAPPS_LONG_TESTS") is { Length: > 0 };

    /// <summary>Far more than anything takes: what is not over by then hangs.</summary>
    public static TimeSpan Hang { get; } = TimeSpan.FromMinutes(5);
}
