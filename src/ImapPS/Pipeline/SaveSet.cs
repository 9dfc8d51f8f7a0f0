namespace ImapPS.Pipeline;

/// <summary>
/// The files of one message. They are passed on together, and only if all were saved: what follows in a pipeline moves
/// or deletes the message, and must not while a part of it is nowhere else.
/// </summary>
internal sealed class SaveSet(ImapMessage message)
{
    private readonly List<FileInfo> _saved = [];
    private int _open;
    private bool _incomplete;

    public ImapMessage Message { get; } = message;

    /// <summary>A file has begun.</summary>
    public void Begin() => _open++;

    /// <summary>A file was not saved: it failed, or the rule was to leave what was there, which need not be the same.</summary>
    public void Miss() => _incomplete = true;

    /// <summary>One that had begun is over.</summary>
    /// <param name="saved">Null if it was not saved.</param>
    /// <returns>What can be passed on now; nothing while others are to come, or if one is missing.</returns>
    public IReadOnlyList<FileInfo> End(FileInfo? saved)
    {
        _open--;
        if (saved is null)
            _incomplete = true;
        else
            _saved.Add(saved);
        return _open == 0 && !_incomplete ? _saved : [];
    }
}
