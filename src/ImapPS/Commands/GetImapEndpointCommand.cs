using System.Management.Automation;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Gets what is remembered of IMAP servers.</para>
/// <para type="description">Lists the port and the protection by which each server was reached. Connect-Imap keeps this in a file of the user's, and goes that way first the next time.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapEndpoint")]
[OutputType(typeof(ImapEndpoint))]
public sealed class GetImapEndpointCommand : EndpointCommand
{
    /// <summary><para type="description">Host names, with wildcards. Default: all.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Server { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var endpoint in Find(Server))
            WriteObject(new ImapEndpoint(endpoint));
    }
}
