namespace ImapPS.Client.Connecting;

/// <summary>A step of waiting: for a connection to be made again, for a free one, or because the server asked for a pause.</summary>
/// <param name="Text">What happened or is about to, made safe for a terminal.</param>
/// <param name="IsOver">Whether it is the last: the work goes on, or fails.</param>
public sealed record WaitStep(string Text, bool IsOver = false);
