namespace ImapPS.Client.Files;

/// <summary>Says what is wrong with a file in the module's own terms.</summary>
internal static class FileErrors
{
    private const int DiskFullUnix = 28;          // ENOSPC
    private const int QuotaUnixLinux = 122;       // EDQUOT
    private const int DiskFullWindows = 0x70;     // ERROR_DISK_FULL
    private const int HandleDiskFullWindows = 0x27;

    public static bool IsFileError(Exception error) =>
        error is IOException or UnauthorizedAccessException or System.Security.SecurityException or NotSupportedException;

    public static ImapException Exists(string path) => new(ImapError.FileExists, $"The file '{SafeText.Clean(path)}' is there already.")
    {
        Hint = "Use -Conflict Rename, Skip or Overwrite.",
    };

    public static ImapException ToException(Exception error, string? path)
    {
        var name = SafeText.Clean(path);
        if (error is UnauthorizedAccessException or System.Security.SecurityException)
            return new ImapException(ImapError.FileAccessDenied, $"No permission to write '{name}': {error.Message}", error);
        return IsDiskFull(error)
            ? new ImapException(ImapError.DiskFull, $"There is no room left on the disk for '{name}'.", error)
            : new ImapException(ImapError.FileFailed, $"The file '{name}' could not be written: {error.Message}", error);
    }

    private static bool IsDiskFull(Exception error)
    {
        var code = error.HResult & 0xffff;
        return error is IOException && (Path.DirectorySeparatorChar == '\\'
            ? code is DiskFullWindows or HandleDiskFullWindows
            : code is DiskFullUnix or QuotaUnixLinux or DiskFullWindows);
    }
}
