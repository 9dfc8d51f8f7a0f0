using ImapPS.Loopback.Store;

namespace ImapPS.Loopback.Loading;

/// <summary>Fills mailboxes from files: .eml, mbox, Maildir, and folders of them.</summary>
public static class MailLoader
{
    /// <summary>
    /// Loads a file into a mailbox, or a folder: its .eml files go to the mailbox, each folder below it becomes a mailbox
    /// below, each mbox file a mailbox of its name, and each Maildir the mailbox of its folder. Below INBOX is the top.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is nothing at that path.</exception>
    /// <exception cref="InvalidDataException">A file is named as an mbox and is none.</exception>
    public static void Load(LoopbackStore store, string path, string mailbox = "INBOX")
    {
        if (store is null)
            throw new ArgumentNullException(nameof(store));
        if (File.Exists(path))
            LoadFile(store.GetOrCreate(mailbox), path);
        else if (Directory.Exists(path))
            LoadFolder(store, Path.GetFullPath(path), store.GetOrCreate(mailbox) == store.Inbox ? "" : mailbox);
        else
            throw new FileNotFoundException($"There is neither a file nor a folder '{path}' to load mail from.", path);
    }

    /// <summary>Loads one .eml or mbox file into a mailbox.</summary>
    /// <returns>How many messages.</returns>
    /// <exception cref="InvalidDataException">It is named as an mbox and is none.</exception>
    public static int LoadFile(LoopbackMailbox mailbox, string path)
    {
        if (mailbox is null)
            throw new ArgumentNullException(nameof(mailbox));
        if (!MboxReader.IsMbox(path))
        {
            EmlFile.Load(mailbox, path);
            return 1;
        }

        var count = 0;
        using var stream = File.OpenRead(path);
        foreach (var message in MboxReader.Read(stream))
        {
            mailbox.Add(message.Bytes, message.Flags, message.Date ?? File.GetLastWriteTime(path));
            count++;
        }

        if (count == 0 && stream.Length > 0)
            throw new InvalidDataException($"'{path}' is no mbox: no line in it begins a message with 'From '.");
        return count;
    }

    private static void LoadFolder(LoopbackStore store, string root, string top)
    {
        var pending = new Queue<(string Folder, string Name)>();
        pending.Enqueue((root, top));
        while (pending.Count > 0)
        {
            var (folder, name) = pending.Dequeue();
            if (MaildirReader.IsMaildir(folder))
            {
                MaildirReader.Load(store, folder, name);
                continue;
            }

            var mailbox = name.Length == 0 ? store.Inbox : store.GetOrCreate(name);
            foreach (var file in Sorted(Directory.GetFiles(folder)))
            {
                if (file.EndsWith(".eml", StringComparison.OrdinalIgnoreCase))
                    EmlFile.Load(mailbox, file);
                else if (MboxReader.IsMbox(file))
                    LoadFile(store.GetOrCreate(Below(store, name, Path.GetFileNameWithoutExtension(file))), file);
            }

            foreach (var below in Sorted(Directory.GetDirectories(folder)))
                pending.Enqueue((below, Below(store, name, Path.GetFileName(below))));
        }
    }

    private static string Below(LoopbackStore store, string parent, string name) =>
        parent.Length == 0 ? name : parent + store.Delimiter + name;

    private static string[] Sorted(string[] paths)
    {
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }
}
