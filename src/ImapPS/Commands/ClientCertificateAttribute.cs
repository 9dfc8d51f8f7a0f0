using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>Takes a certificate, or the path of a file that holds one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClientCertificateAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            X509Certificate2 or string { Length: > 0 } => value,
            FileInfo file => file.FullName,
            _ => throw new ArgumentTransformationMetadataException(Strings.Format("InvalidClientCertificate")),
        };
    }
}
