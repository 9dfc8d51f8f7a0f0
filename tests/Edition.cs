namespace ImapPS;

/// <summary>Which build of the engine the tests run against: that for .NET Standard lacks what .NET Standard lacks.</summary>
internal static class Edition
{
    /// <summary>The build for Windows PowerShell.</summary>
    public static bool IsDesktop =>
#if DESKTOP
        true;
#else
        false;
#endif

    /// <summary>Mono, which stands in for .NET Framework.</summary>
    public static bool IsMono { get; } = Type.GetType("Mono.Runtime") is not null;

    /// <summary>Skips the test on Mono.</summary>
    public static void NeedsMoreThanMono(string what) => Assert.SkipWhen(IsMono, "Mono does without: " + what);

    /// <summary>Skips the test on the build for .NET Standard.</summary>
    public static void NeedsCore(string what) => Assert.SkipWhen(IsDesktop, "The build for Windows PowerShell does without: " + what);
}
