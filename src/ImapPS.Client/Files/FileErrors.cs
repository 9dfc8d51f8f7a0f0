namespace ImapPS.Client.Files;

/// <summary>Says what is wrong with a file in the module's own terms.</summary>
internal static class FileErrors
{
    private static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';

    // ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL; ENOSPC, EDQUOT, and what .NET makes of ENOSPC.
    private static readonly int[] DiskFull = IsWindows ? [0x70, 0x27] : [28, 122, 0x70];

    // ERROR_WRITE_PROTECT; EROFS.
    private static readonly int[] ReadOnlyDisk = IsWindows ? [0x13] : [30];

    public static bool IsFileError(Exception error) =>
        error is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException;

    public static ImapException Exists(string path) => new(ImapError.FileExists, $"The file '{SafeText.Clean(path)}' is there already.")
    {
        Hint = "Use -Conflict Rename, Skip or Overwrite.",
    };

    public static ImapException ToException(Exception error, string? path)
    {
        var name = SafeText.Clean(path);
        if (error is UnauthorizedAccessException or System.Security.SecurityException || HasCode(error, ReadOnlyDisk))
            return new ImapException(ImapError.FileAccessDenied, $"No permission to write '{name}': {error.Message}", error);
        return HasCode(error, DiskFull)
            ? new ImapException(ImapError.DiskFull, $"There is no room left on the disk for '{name}'.", error)
            : new ImapException(ImapError.FileFailed, $"The file '{name}' could not be written: {error.Message}", error);
    }

    private static bool HasCode(Exception error, int[] codes) => error is IOException && Array.IndexOf(codes, error.HResult & 0xffff) >= 0;
}
