using System.Management.Automation;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>What the cmdlets with -Checkpoint have in common.</summary>
internal static class CheckpointParameters
{
    /// <summary>These mean nothing without -Checkpoint.</summary>
    public static void RefuseWithoutCheckpoint(this PSCmdlet cmdlet, params string[] parameters)
    {
        foreach (var parameter in parameters.Where(cmdlet.MyInvocation.BoundParameters.ContainsKey))
            cmdlet.ThrowTerminatingError(ErrorFactory.Create(ErrorIds.CheckpointMissing, ErrorCategory.InvalidArgument, parameter, parameter));
    }

    /// <summary>These can't be used with -Checkpoint.</summary>
    public static void RefuseWithCheckpoint(this PSCmdlet cmdlet, params string[] parameters)
    {
        foreach (var parameter in parameters.Where(cmdlet.MyInvocation.BoundParameters.ContainsKey))
            cmdlet.ThrowTerminatingError(ErrorFactory.Create(ErrorIds.CheckpointNotPossible, ErrorCategory.InvalidArgument, parameter, parameter));
    }

    /// <summary>The path of a file on a disk, as the user meant it; the name is taken as it is, without wildcards.</summary>
    public static string ResolveFile(this PSCmdlet cmdlet, string path)
    {
        var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem" || Path.GetFileName(resolved).Length == 0 || Directory.Exists(resolved))
            cmdlet.ThrowTerminatingError(ErrorFactory.Create(ErrorIds.CheckpointNoFile, ErrorCategory.InvalidArgument, path, path));
        return Path.GetFullPath(resolved);
    }
}
