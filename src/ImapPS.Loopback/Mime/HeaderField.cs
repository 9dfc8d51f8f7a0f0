namespace ImapPS.Loopback.Mime;

/// <summary>Where one header field lies: its name at <see cref="Start"/>, its value behind the colon, its end behind the last line end.</summary>
internal readonly record struct HeaderField(int Start, int NameLength, int ValueStart, int End);
