#if NET8_0_OR_GREATER
using System.Security.AccessControl;
using System.Security.Principal;
#endif

namespace ImapPS.Client.Files;

/// <summary>
/// Files that nobody but their user can read. On Windows PowerShell the access list can't be set from here and is that of
/// the folder, which in the user's profile is the user's own.
/// </summary>
internal static class PrivateFiles
{
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(path);
    }

    /// <summary>For writing, shared with nobody: as long as it is open it is a lock, too.</summary>
    public static FileStream Open(string path, FileMode mode) => Open(path, mode, FileAccess.ReadWrite, FileShare.None);

    /// <summary>For appending, while others may read. A file that is there keeps the rights that it has.</summary>
    public static FileStream Append(string path) => Open(path, FileMode.Append, FileAccess.Write, FileShare.Read);

    private static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share)
    {
#if NET8_0_OR_GREATER
        if (OperatingSystem.IsWindows())
        {
            var isNew = mode != FileMode.Append || !File.Exists(path);
            var stream = new FileStream(path, mode, access, share);
            if (isNew)
                Protect(path);
            return stream;
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
#else
        return new FileStream(path, mode, access, share);
#endif
    }

    /// <summary>Puts one file into another's place in one step.</summary>
    public static void Replace(string source, string destination)
    {
#if NET8_0_OR_GREATER
        File.Move(source, destination, overwrite: true);
#else
        if (File.Exists(destination))
            File.Replace(source, destination, null);
        else
            File.Move(source, destination);
#endif
    }

#if NET8_0_OR_GREATER
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
    private static void Protect(string path)
    {
        using var identity = WindowsIdentity.GetCurrent();
        if (identity.User is not { } user)
            return;
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(user, FileSystemRights.FullControl, AccessControlType.Allow));
        new FileInfo(path).SetAccessControl(security);
    }
#endif
}
