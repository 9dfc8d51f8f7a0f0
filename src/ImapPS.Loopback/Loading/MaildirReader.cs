using System.Globalization;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Loading;

/// <summary>Reads a Maildir: messages in "new" and "cur", flags behind ":2," in their names, mailboxes in folders named ".A.B".</summary>
internal static class MaildirReader
{
    public static bool IsMaildir(string folder) =>
        Directory.Exists(Path.Combine(folder, "cur")) && Directory.Exists(Path.Combine(folder, "new"));

    /// <summary>Loads the Maildir into the mailbox called <paramref name="name"/>, INBOX if that is empty, and its folders below it.</summary>
    public static void Load(LoopbackStore store, string folder, string name)
    {
        LoadMessages(name.Length == 0 ? store.Inbox : store.GetOrCreate(name), folder);
        var below = Directory.GetDirectories(folder, ".*");
        Array.Sort(below, StringComparer.Ordinal);
        foreach (var path in below)
        {
            // Maildir++: ".Sent.2024" is the mailbox Sent/2024.
            var levels = Path.GetFileName(path).Split(['.'], StringSplitOptions.RemoveEmptyEntries);
            if (levels.Length == 0 || !IsMaildir(path))
                continue;
            var child = string.Join(store.Delimiter.ToString(), levels);
            LoadMessages(store.GetOrCreate(name.Length == 0 ? child : name + store.Delimiter + child), path);
        }
    }

    private static void LoadMessages(LoopbackMailbox mailbox, string folder)
    {
        var files = Directory.GetFiles(Path.Combine(folder, "cur")).Concat(Directory.GetFiles(Path.Combine(folder, "new")))
            .OrderBy(static f => Path.GetFileName(f), StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = Path.GetFileName(file);
            if (name[0] != '.')
                mailbox.Add(LineEndings.ToCrlf(File.ReadAllBytes(file)), Flags(name), Date(file, name));
        }
    }

    private static MessageFlags Flags(string name)
    {
        // ":" can't stand in a file name on Windows; "!" and ";" are what is used there in its place.
        var info = Math.Max(name.LastIndexOf(":2,", StringComparison.Ordinal), Math.Max(name.LastIndexOf("!2,", StringComparison.Ordinal), name.LastIndexOf(";2,", StringComparison.Ordinal)));
        var flags = SystemFlags.None;
        var keywords = new List<string>();
        for (var i = info < 0 ? name.Length : info + 3; i < name.Length; i++)
        {
            flags |= name[i] switch
            {
                'S' => SystemFlags.Seen,
                'R' => SystemFlags.Answered,
                'F' => SystemFlags.Flagged,
                'T' => SystemFlags.Deleted,
                'D' => SystemFlags.Draft,
                _ => SystemFlags.None,
            };
            if (name[i] == 'P')
                keywords.Add("$Forwarded");
        }

        return MessageFlags.Create(flags, keywords);
    }

    /// <summary>A Maildir name begins with the second of its delivery.</summary>
    private static DateTimeOffset Date(string file, string name)
    {
        return long.TryParse(name.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : File.GetLastWriteTime(file);
    }
}
