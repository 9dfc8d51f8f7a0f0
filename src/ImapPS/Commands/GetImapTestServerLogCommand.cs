using System.Management.Automation;
using ImapPS.Completion;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Shows what test servers were asked, and what they answered.</para>
/// <para type="description">Gives each command that servers of Start-ImapTestServer got, in order: by which connection, from whom, how many bytes it took and its answer, and how long. Passwords and tokens are never in it. The last 10,000 commands of a server are kept; its method ClearLog() forgets those up to now.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapTestServerLog")]
[OutputType(typeof(ImapTestServerLogEntry))]
public sealed class GetImapTestServerLogCommand : PSCmdlet
{
    private const string Uid = "UID ";

    /// <summary><para type="description">Commands by their names, with wildcards: MOVE stands for MOVE and UID MOVE. Default: all.</para></summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TestCommandCompleter))]
    public string[]? Command { get; set; }

    /// <summary><para type="description">The servers. Default: all that run in this runspace.</para></summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public ImapTestServer[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = (Command ?? ["*"]).Select(static c => WildcardPattern.Get(c.Trim(), WildcardOptions.IgnoreCase)).ToArray();
        foreach (var server in InputObject ?? TestServerStore.Current.All)
        {
            foreach (var command in server.Engine.Log.Exchanges)
            {
                var bare = command.Name.StartsWith(Uid, StringComparison.Ordinal) ? command.Name.Substring(Uid.Length) : command.Name;
                if (Array.Exists(patterns, p => p.IsMatch(command.Name) || p.IsMatch(bare)))
                    WriteObject(new ImapTestServerLogEntry(server, command));
            }
        }
    }
}
