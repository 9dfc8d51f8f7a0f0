using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;

namespace ImapPS.Loopback.Loading;

/// <summary>One message in a file of its own.</summary>
internal static class EmlFile
{
    /// <summary>
    /// Adds the message. Its internal date is that of its Date header: a file's own date changes with every copy or
    /// checkout, and tests want the same each time.
    /// </summary>
    public static void Load(LoopbackMailbox mailbox, string path)
    {
        var content = new MessageContent(LineEndings.ToCrlf(File.ReadAllBytes(path)));
        var header = content.Header;
        if (!HeaderDate.TryParse(header.Find("DATE"u8), out var date))
            date = File.GetLastWriteTime(path);
        mailbox.Add(content, StatusHeaders.ToFlags(header), date);
    }
}
