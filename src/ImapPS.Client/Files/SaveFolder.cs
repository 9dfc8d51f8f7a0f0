namespace ImapPS.Client.Files;

/// <summary>A folder that files are saved in: nothing goes anywhere else, and no half of a file is ever seen under its name.</summary>
/// <remarks>
/// A file is written under a temporary name in the same folder and renamed when whole. Renaming replaces a link, it never
/// writes through one, so that a link somebody left in the folder leads nowhere. Not thread-safe.
/// </remarks>
public sealed class SaveFolder
{
    private const int MaxNumber = 100_000;

    // Where the search for a free number goes on: a thousand files of one name don't need half a million looks.
    private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="path">The folder; it must be there.</param>
    /// <exception cref="ImapException">FileAccessDenied or FileFailed: there is no such folder, or it can't be looked at.</exception>
    public SaveFolder(string path)
    {
        try
        {
            FullPath = Path.GetFullPath(path ?? throw new ArgumentNullException(nameof(path)));
            if (!Directory.Exists(FullPath))
                throw new DirectoryNotFoundException($"There is no folder '{SafeText.Clean(FullPath)}'.");
        }
        catch (Exception e) when (FileErrors.IsFileError(e))
        {
            throw FileErrors.ToException(e, path);
        }

        MaxNameLength = SafeFileName.MaxLengthIn(FullPath);
    }

    public string FullPath { get; }

    /// <summary>The longest name that fits here (see <see cref="SafeFileName.MaxLengthIn"/>).</summary>
    public int MaxNameLength { get; }

    /// <summary>Where the temporary files' names end.</summary>
    internal static string TemporaryExtension => ".part";

    /// <summary>Whether something of this name, a link that leads nowhere included, is there.</summary>
    public bool Contains(string name) => IsThere(PathOf(name));

    /// <summary>Begins a file; nothing is opened or written yet.</summary>
    /// <param name="name">From <see cref="SafeFileName"/>.</param>
    /// <param name="rule">What to do if there is one of that name.</param>
    /// <remarks>
    /// The rules are about files that were there before: two messages of one name that are saved together never replace
    /// or hide each other.
    /// </remarks>
    /// <returns>Null where the rule is to skip it.</returns>
    /// <exception cref="ArgumentException">The name is no file's name.</exception>
    /// <exception cref="ImapException">FileExists, where the rule is to fail.</exception>
    public PendingFile? Begin(string name, ConflictRule rule)
    {
        var path = PathOf(name);
        if (rule is ConflictRule.Skip or ConflictRule.Fail && IsThere(path) && !(rule == ConflictRule.Skip && _written.Contains(path)))
            return rule == ConflictRule.Skip ? null : throw FileErrors.Exists(path);
        return new PendingFile(this, name, rule);
    }

    /// <summary>Gives a finished temporary file its name.</summary>
    /// <returns>The full path; null where a file came in between and the rule is to skip.</returns>
    internal string? Adopt(string temporary, string name, ConflictRule rule)
    {
        if (rule is ConflictRule.Skip or ConflictRule.Overwrite && _written.Contains(PathOf(name)))
            rule = ConflictRule.Rename;
        var adopted = Move(temporary, name, rule);
        if (adopted is not null)
            _written.Add(adopted);
        return adopted;
    }

    private string? Move(string temporary, string name, ConflictRule rule)
    {
        var path = PathOf(name);
        if (rule == ConflictRule.Overwrite)
        {
            Replace(temporary, path);
            return path;
        }

        _numbers.TryGetValue(name, out var number);
        for (number = Math.Max(1, number); number < MaxNumber; number++)
        {
            var candidate = number == 1 ? path : PathOf(SafeFileName.Number(name, number, MaxNameLength));
            if (!IsThere(candidate) && TryMove(temporary, candidate))
            {
                if (rule == ConflictRule.Rename)
                    _numbers[name] = number + 1;
                return candidate;
            }

            if (rule == ConflictRule.Skip)
                return null;
            if (rule == ConflictRule.Fail)
                throw FileErrors.Exists(path);
        }

        throw FileErrors.Exists(path);
    }

    internal string PathOf(string name)
    {
        // The names come from SafeFileName; this is the last look before the file system sees one.
        if (string.IsNullOrEmpty(name) || name.IndexOfAny(['/', '\\', ':', '\0']) >= 0 || name is "." or "..")
            throw new ArgumentException("This is not the name of a file in a folder.", nameof(name));
        return Path.Combine(FullPath, name);
    }

    private static bool IsThere(string path)
    {
        if (File.Exists(path) || Directory.Exists(path))
            return true;
        try
        {
            // A link that leads nowhere does not exist for the two above.
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path);
            return true;
        }
        catch (IOException) when (IsThere(path))
        {
            // Somebody else took the name between the look and the move.
            return false;
        }
    }

    private static void Replace(string temporary, string path)
    {
#if NET8_0_OR_GREATER
        File.Move(temporary, path, overwrite: true);
#else
        if (!IsThere(path))
        {
            File.Move(temporary, path);
            return;
        }

        if ((File.GetAttributes(path) & FileAttributes.ReparsePoint) == 0 && Path.DirectorySeparatorChar == '\\')
        {
            File.Replace(temporary, path, null);
            return;
        }

        // A link itself is to go, not what it leads to.
        File.Delete(path);
        File.Move(temporary, path);
#endif
    }
}
