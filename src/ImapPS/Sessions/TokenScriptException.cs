using System.Management.Automation;
using ImapPS.Client;

namespace ImapPS.Sessions;

/// <summary>The script block of -AccessToken gave no token. It carries its own error record, since the engine has no word for it.</summary>
internal sealed class TokenScriptException(ErrorRecord record) : ImapException(ImapError.AuthenticationFailed, record.Exception.Message, record.Exception), IContainsErrorRecord
{
    public ErrorRecord ErrorRecord { get; } = record;
}
