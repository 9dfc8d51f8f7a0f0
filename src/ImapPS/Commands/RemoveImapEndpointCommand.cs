using System.Management.Automation;
using ImapPS.Client.Connecting;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Forgets what is remembered of IMAP servers.</para>
/// <para type="description">The next Connect-Imap to such a server finds its way anew, and no longer knows that the server had TLS.</para>
/// </summary>
[Cmdlet(VerbsCommon.Remove, "ImapEndpoint", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveImapEndpointCommand : EndpointCommand
{
    /// <summary><para type="description">Host names, with wildcards.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Server { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var endpoint in Find(Server))
        {
            if (ShouldProcess($"{endpoint.Host}:{endpoint.Port}", Strings.Format("ForgetAction")))
                Run((writer, cancellationToken) => new EndpointMemory(null, text => writer.Warn(text, cancellationToken)).ForgetAsync(endpoint.Host, cancellationToken));
        }
    }
}
