using ImapPS.Client.Mime;

namespace ImapPS.Client.Messages;

/// <summary>What a message that was added is known by.</summary>
/// <param name="Size">In octets, as it was sent or as the server counts it.</param>
/// <param name="MessageId">Null if it has none.</param>
internal readonly record struct AppendIdentity(long Size, string? MessageId)
{
    /// <summary>Where headers end; a Message-ID behind it is not looked for.</summary>
    private const int MaxHeader = 64 * 1024;

    /// <summary>Reads the beginning of a message that is to be added.</summary>
    public static AppendIdentity Of(AppendSource source)
    {
        var header = new byte[(int)Math.Min(source.Length, MaxHeader)];
        var length = 0;
        using (var stream = source.Open())
        {
            int read;
            while (length < header.Length && (read = stream.Read(header, length, header.Length - length)) > 0)
                length += read;
        }

        var field = MimeHeaders.Read(header.AsMemory(0, length)).FirstOrDefault(static h => h.Name.Equals("Message-ID", StringComparison.OrdinalIgnoreCase));
        return new AppendIdentity(source.Length, IdOf(field?.Value));
    }

    public static string? IdOf(string? field) => MessageIds.Read(field).FirstOrDefault();
}
