using System.Management.Automation;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Gets the IMAP sessions of this runspace.</para>
/// <para type="description">Lists the sessions that were connected here and not disconnected, oldest first; the last one is the default of the other cmdlets.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "ImapSession", DefaultParameterSetName = "Name")]
[OutputType(typeof(ImapSession))]
public sealed class GetImapSessionCommand : PSCmdlet
{
    /// <summary><para type="description">Names, with wildcards. Default: all.</para></summary>
    [Parameter(Position = 0, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public string[]? Name { get; set; }

    /// <summary><para type="description">Numbers of sessions. Default: all.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(SessionIdCompleter))]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var store = ImapSessionStore.Current;
        foreach (var id in Id ?? [])
            Write(id, store.Find(id) is { } found ? [found] : []);
        foreach (var name in Name ?? [])
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var found = store.Sessions.Where(s => pattern.IsMatch(s.Name)).ToArray();
            if (found.Length > 0 || !WildcardPattern.ContainsWildcardCharacters(name))
                Write(name, found);
        }

        if (Id is null && Name is null)
            WriteObject(store.Sessions, enumerateCollection: true);
    }

    private void Write(object asked, ImapSession[] found)
    {
        if (found.Length == 0)
            WriteError(ErrorFactory.Create(ErrorIds.SessionNotFound, ErrorCategory.ObjectNotFound, asked, asked));
        WriteObject(found, enumerateCollection: true);
    }
}
