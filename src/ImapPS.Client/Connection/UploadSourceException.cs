namespace ImapPS.Client.Connection;

/// <summary>The content of a literal could not be read, or not in its announced length.</summary>
internal sealed class UploadSourceException(string message, Exception? cause) : Exception(message, cause);
