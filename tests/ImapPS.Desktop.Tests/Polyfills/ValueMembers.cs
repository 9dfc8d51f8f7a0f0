namespace ImapPS;

/// <summary>Members of small values that .NET Framework lacks and tests use.</summary>
internal static class ValueMembers
{
    private static readonly Random SharedRandom = new();

    extension(Enum)
    {
        public static T[] GetValues<T>() => (T[])Enum.GetValues(typeof(T));
    }

    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => new(1970, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    extension(Random)
    {
        /// <summary>For one thread.</summary>
        public static Random Shared => SharedRandom;
    }

    extension(Random random)
    {
        public T[] GetItems<T>(T[] choices, int length) => Enumerable.Range(0, length).Select(_ => choices[random.Next(choices.Length)]).ToArray();

        public void NextBytes(Span<byte> bytes)
        {
            var buffer = new byte[bytes.Length];
            random.NextBytes(buffer);
            buffer.CopyTo(bytes);
        }
    }

    extension(GC)
    {
        /// <summary>For tests that <see cref="Edition.NeedsCore"/> skips.</summary>
        public static long GetAllocatedBytesForCurrentThread() => throw new PlatformNotSupportedException();
    }

    extension(OperatingSystem)
    {
        public static bool IsWindows() => Environment.OSVersion.Platform == PlatformID.Win32NT;
    }
}
