namespace ImapPS.Client.Connecting;

/// <summary>A step on the way to a connection that is made again.</summary>
/// <param name="Text">What happened or is about to, made safe for a terminal.</param>
/// <param name="IsOver">Whether it is the last: the connection stands, or no further attempt is made.</param>
public sealed record ReconnectStep(string Text, bool IsOver = false);
