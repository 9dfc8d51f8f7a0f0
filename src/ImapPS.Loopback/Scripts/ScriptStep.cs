namespace ImapPS.Loopback.Scripts;

/// <summary>One step of a script.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Text">What to send, or the pattern of the line that is expected.</param>
/// <param name="Octets">What to send, if it isn't text.</param>
/// <param name="Time">How long to wait.</param>
internal sealed record ScriptStep(ScriptAction Action, string Text = "", byte[]? Octets = null, TimeSpan Time = default);
