using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Checkpoints;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <content>A cmdlet with -Checkpoint holds the file from its first use to its end.</content>
public abstract partial class SessionCommand
{
    private CheckpointUse? _checkpoint;

    /// <summary>Lets go of the file after an orderly end.</summary>
    protected override void EndProcessing()
    {
        try
        {
            _checkpoint?.Close();
        }
        catch (ImapException e)
        {
            ThrowTerminatingError(ErrorFactory.From(e, _checkpoint!.Checkpoint.FilePath));
        }
    }

    /// <summary>Opens the file, once; where a script is tried out ($WhatIfPreference) it is only read.</summary>
    internal CheckpointUse HoldCheckpoint(ImapSession session, string path, CheckpointMode mode, UidValidityRule rule)
    {
        if (_checkpoint is not null)
            return _checkpoint;
        var file = this.ResolveFile(path);
        var isDry = LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        if (isDry)
            WriteVerbose(Strings.Format("CheckpointDryVerbose", file));
        try
        {
            return _checkpoint = new CheckpointUse(Checkpoint.Open(file, session.Engine, isDry), mode, rule);
        }
        catch (ImapException e)
        {
            ThrowTerminatingError(ErrorFactory.From(e, file));
            throw;
        }
    }

    /// <summary>With a checkpoint every error does: what is behind it would count as done, or be done twice.</summary>
    private protected override bool EndsPipeline(ImapException error) => _checkpoint is not null || base.EndsPipeline(error);
}
