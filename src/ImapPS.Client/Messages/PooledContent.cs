using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>A small content in a borrowed array.</summary>
internal sealed class PooledContent(ContentSlab slab, int start, int length)
{
    private ContentSlab? _slab = slab;

    /// <summary>Valid until it is given back.</summary>
    public ReadOnlyMemory<byte> Memory => _slab!.Slice(start, length);

    /// <summary>Makes arrays of contents that came to somebody who wants them so.</summary>
    public static void Unpool(FetchResponse fetch)
    {
        var sections = fetch.Sections;
        for (var i = 0; i < sections.Count; i++)
        {
            if (sections[i].Detached is not PooledContent)
                continue;
            fetch.Sections = sections.Select(static s => s.Detached is PooledContent pooled ? s with { Content = pooled.Memory.ToArray(), Detached = null } : s).ToArray();
            return;
        }
    }

    public void Return()
    {
        if (_slab is not { } slab)
            return;
        _slab = null;
        slab.Release();
    }
}
