using System.Management.Automation;
using System.Security;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>Takes a SecureString, or a script block that gets a token. A plain text would stay in the history and in logs of script blocks.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AccessTokenAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            SecureString { Length: > 0 } or ScriptBlock => value,
            _ => throw new ArgumentTransformationMetadataException(Strings.Format("InvalidAccessToken")),
        };
    }
}
