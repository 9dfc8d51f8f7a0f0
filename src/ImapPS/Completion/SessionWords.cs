using System.Collections;
using System.Management.Automation;
using ImapPS.Sessions;

namespace ImapPS.Completion;

/// <summary>The session that a command line is about.</summary>
internal static class SessionWords
{
    /// <summary>That of -Session, if it is written as a name or a number; else the one that was connected last. Null for none.</summary>
    public static ImapSession? Find(IDictionary parameters)
    {
        var store = ImapSessionStore.Current;
        var given = parameters[nameof(Commands.SessionCommand.Session)];
        return (given is PSObject wrapped ? wrapped.BaseObject : given) switch
        {
            null => store.Default,
            ImapSession session => session,
            var named => store.Find(named.ToString() ?? "") ?? (int.TryParse(named.ToString(), out var number) ? store.Find(number) : null),
        };
    }
}
