using ImapPS.Client.Files;

namespace ImapPS.Pipeline;

/// <summary>A file on its way and the message that it comes from.</summary>
internal sealed record SaveItem(ImapMessage Message, PendingFile File);
