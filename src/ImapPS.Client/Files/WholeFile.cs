using System.Text;

namespace ImapPS.Client.Files;

/// <summary>A small text file that is only ever replaced as a whole: whoever reads it finds the old one or the new one, also after a power cut.</summary>
internal static class WholeFile
{
    /// <exception cref="FormatException">It is too large, or not UTF-8.</exception>
    /// <exception cref="IOException">It is not there, or can't be read.</exception>
    public static string Read(string path, int maxSize)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > maxSize)
                throw new FormatException("It is too large.");
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("It is not UTF-8.", e);
        }
    }

    /// <summary>Where the file is that a link leads to, since replacing would replace the link. Windows PowerShell takes a link as it is.</summary>
    /// <exception cref="IOException">The link leads nowhere for ever.</exception>
    public static string Locate(string path)
    {
#if NET8_0_OR_GREATER
        return new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
#else
        return path;
#endif
    }

    /// <summary>
    /// Brings the text to the disk under another name, and then the name: the file for its user's eyes alone. One at a time;
    /// what a process left behind that died here is written over.
    /// </summary>
    /// <exception cref="IOException">It can't be written; the old one is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It is read-only, or its folder is.</exception>
    public static void Write(string path, string text)
    {
        // Replacing would succeed where the folder may be written; what was made read-only is meant to stay.
        if (File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReadOnly) != 0)
            throw new UnauthorizedAccessException("The file is read-only.");
        var temporary = path + ".tmp";
        File.Delete(temporary);
        try
        {
            using (var stream = PrivateFiles.Open(temporary, FileMode.CreateNew))
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                stream.Write(bytes, 0, bytes.Length);
                stream.Flush(flushToDisk: true);
            }

            PrivateFiles.Replace(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FolderFlush.Run(Path.GetDirectoryName(path)!);
    }
}
