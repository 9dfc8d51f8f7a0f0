namespace ImapPS.Loopback.Mime;

/// <summary>A parameter of Content-Type or Content-Disposition, raw but for its quotes.</summary>
internal sealed record MimeParameter(byte[] Name, byte[] Value);
