using System.Management.Automation;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Stops test servers.</para>
/// <para type="description">Ends the servers that Start-ImapTestServer started, and with them their mail and their connections.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "ImapTestServer")]
[OutputType(typeof(void))]
public sealed class StopImapTestServerCommand : CancellableCommand
{
    /// <summary><para type="description">The servers to stop. Default: all that were started in this runspace.</para></summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public ImapTestServer[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var servers = InputObject ?? TestServerStore.Current.All;
        // A server waits for its connections to end, so all are told before one is waited for.
        Run((_, _) => Task.WhenAll(servers.Select(TestServerStore.StopAsync)));
    }
}
