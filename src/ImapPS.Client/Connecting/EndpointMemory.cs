namespace ImapPS.Client.Connecting;

/// <summary>
/// What worked, per host, in a small JSON file of the user's. It speeds connecting up and keeps no secret; nothing about
/// it is an error: a file that can't be used costs a warning.
/// </summary>
public sealed class EndpointMemory
{
    /// <summary>Names the folder to use in place of the user's configuration folder.</summary>
    public const string HomeVariable = "IMAPPS_HOME";

    private static readonly TimeSpan Freshness = TimeSpan.FromHours(1);
    private readonly Action<string>? _warning;
    private readonly MemoryFile? _file;

    /// <param name="path">The file; null for <see cref="DefaultPath"/>.</param>
    /// <param name="warning">Gets what went wrong.</param>
    public EndpointMemory(string? path = null, Action<string>? warning = null)
    {
        _warning = warning;
        path ??= DefaultPath;
        _file = path is null ? null : new MemoryFile(path);
    }

    /// <summary>
    /// endpoints.json in the folder that IMAPPS_HOME names, or else in ImapPS in the user's configuration folder
    /// (Windows: %APPDATA%, elsewhere $XDG_CONFIG_HOME or ~/.config). Null for a user who has none.
    /// </summary>
    public static string? DefaultPath
    {
        get
        {
            var home = Environment.GetEnvironmentVariable(HomeVariable);
            if (string.IsNullOrWhiteSpace(home))
            {
                var folder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
                home = folder.Length == 0 ? null : Path.Combine(folder, "ImapPS");
            }

            return home is null ? null : Path.Combine(home, "endpoints.json");
        }
    }

    /// <summary>All that is remembered, by host.</summary>
    public async Task<IReadOnlyList<RememberedEndpoint>> ListAsync(CancellationToken cancellationToken)
    {
        var content = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return content is null ? [] : content.Entries.OrderBy(static e => e.Host, StringComparer.OrdinalIgnoreCase).ToList();
    }

    /// <summary>What is remembered of a host; null for nothing.</summary>
    public async Task<RememberedEndpoint?> FindAsync(string host, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken).ConfigureAwait(false))?.Find(host);

    /// <summary>Takes down what worked. An entry that says the same and is fresh is left as it is, to spare the disk.</summary>
    public Task RememberAsync(RememberedEndpoint entry, CancellationToken cancellationToken) => ChangeAsync(
        content =>
        {
            var known = content.Find(entry.Host);
            if (known is not null && known.Endpoint == entry.Endpoint && known.TlsSeen == entry.TlsSeen && entry.LastUsed - known.LastUsed < Freshness)
                return false;
            content.Set(entry with { TlsSeen = entry.TlsSeen || known is { TlsSeen: true } });
            return true;
        },
        cancellationToken);

    /// <summary>Removes a host.</summary>
    /// <returns>Whether it was there, and is gone.</returns>
    public Task<bool> ForgetAsync(string host, CancellationToken cancellationToken) => ChangeAsync(content => content.Remove(host), cancellationToken);

    private async Task<MemoryContent?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
            return null;
        try
        {
            return Checked(_file.Read());
        }
        catch (FormatException)
        {
            return await RepairAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Warn("can't be used, and is left as it is", e);
            return null;
        }
    }

    private async Task<bool> ChangeAsync(Func<MemoryContent, bool> change, CancellationToken cancellationToken)
    {
        if (_file is null)
            return false;
        try
        {
            using var hold = await _file.LockAsync(cancellationToken).ConfigureAwait(false);
            var content = ReadOrSetAside();
            if (!change(content))
                return false;
            _file.Write(content);
            return true;
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Warn("can't be written", e);
            return false;
        }
    }

    /// <summary>Reads again under the lock: another process may have put things right in the meantime.</summary>
    private async Task<MemoryContent?> RepairAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var hold = await _file!.LockAsync(cancellationToken).ConfigureAwait(false);
            return ReadOrSetAside();
        }
        catch (Exception e) when (IsTrouble(e))
        {
            Warn("is damaged, and can't be set aside", e);
            return null;
        }
    }

    private MemoryContent ReadOrSetAside()
    {
        try
        {
            return Checked(_file!.Read());
        }
        catch (FormatException e)
        {
            var aside = _file!.SetAside();
            _warning?.Invoke($"The memory of endpoints was damaged ({SafeText.Clean(e.Message)}) and begins anew; the old file is now '{aside}'.");
            return new MemoryContent();
        }
    }

    private MemoryContent Checked(MemoryContent content)
    {
        if (content.Ignored > 0)
            _warning?.Invoke($"The memory of endpoints '{_file!.Path}' has entries that make no sense ({content.Ignored}); they are ignored.");
        return content;
    }

    private static bool IsTrouble(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or System.Security.SecurityException;

    private void Warn(string what, Exception e) => _warning?.Invoke($"The memory of endpoints '{_file!.Path}' {what}: {SafeText.Clean(e.Message)} The variable {HomeVariable} can name another folder for it.");
}
