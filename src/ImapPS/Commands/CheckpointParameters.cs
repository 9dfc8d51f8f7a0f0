using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Checkpoints;
using ImapPS.Errors;
using ImapPS.Pipeline;

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
        if (provider.Name != "FileSystem" || Path.GetFileName(resolved).Length == 0)
            cmdlet.ThrowTerminatingError(ErrorFactory.Create(ErrorIds.CheckpointNoFile, ErrorCategory.InvalidArgument, path, path));
        return Path.GetFullPath(resolved);
    }

    /// <summary>Opens the file; where a script is tried out ($WhatIfPreference) it is only read.</summary>
    public static CheckpointUse OpenCheckpoint(this CancellableCommand cmdlet, ImapSession session, string path, CheckpointMode mode, UidValidityRule rule)
    {
        var file = cmdlet.ResolveFile(path);
        var isDry = LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));
        if (isDry)
            cmdlet.WriteVerbose(Strings.Format("CheckpointDryVerbose", file));
        try
        {
            return new CheckpointUse(Checkpoint.Open(file, session.Engine, isDry), mode, rule);
        }
        catch (ImapException e)
        {
            cmdlet.ThrowTerminatingError(ErrorFactory.From(e, file));
            throw;
        }
    }

    /// <summary>Lets go of the file after an orderly end.</summary>
    public static void CloseCheckpoint(this PSCmdlet cmdlet, CheckpointUse? checkpoint)
    {
        try
        {
            checkpoint?.Close();
        }
        catch (ImapException e)
        {
            cmdlet.ThrowTerminatingError(ErrorFactory.From(e, checkpoint!.Checkpoint.FilePath));
        }
    }
}
