namespace ImapPS.Loopback.Scripts;

/// <summary>What a step of a script does.</summary>
internal enum ScriptAction
{
    Send,
    Expect,
    StartTls,
    Wait,
    Close,
    Reset,
}
