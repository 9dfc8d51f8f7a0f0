using ImapPS.Client.Files;

namespace ImapPS.Pipeline;

/// <summary>A file on its way and the set that it belongs to.</summary>
internal sealed record SaveItem(SaveSet Set, PendingFile File);
