namespace ImapPS.Protocol.Ordering;

/// <summary>Steps 1 to 3 of REFERENCES (RFC 5256 section 3): parents and children by Message-ID, and no message that isn't there where it can be spared.</summary>
internal sealed class ReferenceLinker
{
    private readonly Dictionary<string, ThreadNode> _byId = new(StringComparer.Ordinal);
    private readonly List<ThreadNode> _nodes = [];

    /// <returns>The roots, unsorted. One that isn't there has at least two children.</returns>
    public static List<ThreadNode> Link(IReadOnlyList<SortFields> messages)
    {
        var linker = new ReferenceLinker();
        foreach (var message in messages)
            linker.Add(message);
        return linker.Prune();
    }

    private void Add(SortFields message)
    {
        // 1.A: "the References ... if there are no valid ones, the first valid one of In-Reply-To".
        var ancestors = MessageIdReader.ReadAll(message.References);
        if (ancestors.Count == 0 && MessageIdReader.ReadFirst(message.InReplyTo) is { } answered)
            ancestors = [answered];
        ThreadNode? parent = null;
        foreach (var id in ancestors)
        {
            var node = Find(id);
            // What is linked already stays as it is.
            if (parent is not null && node.Parent is null && !WouldLoop(parent, node))
                node.Parent = parent;
            parent = node;
        }

        // 1.B: the last reference is the parent, whatever others said of it before.
        var own = Place(message);
        own.Parent = null;
        if (parent is not null && !WouldLoop(parent, own))
            own.Parent = parent;
    }

    private ThreadNode Find(string id)
    {
        if (!_byId.TryGetValue(id, out var node))
            _byId[id] = node = Create(null);
        return node;
    }

    /// <summary>A message without an ID, or with one that another message has, counts as one with an ID of its own.</summary>
    private ThreadNode Place(SortFields message)
    {
        if (MessageIdReader.ReadFirst(message.MessageId) is not { } id)
            return Create(message);
        var node = Find(id);
        if (node.Message is not null)
            return Create(message);
        node.Message = message;
        return node;
    }

    private ThreadNode Create(SortFields? message)
    {
        var node = new ThreadNode(message);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Whether the child is the parent itself or above it: a cycle of references.</summary>
    private static bool WouldLoop(ThreadNode parent, ThreadNode child)
    {
        for (var node = parent; node is not null; node = node.Parent)
        {
            if (node == child)
                return true;
        }

        return false;
    }

    /// <summary>
    /// 2 and 3: a message that isn't there goes, and its children take its place; but as a root it stays if it has several,
    /// since they belong together.
    /// </summary>
    private List<ThreadNode> Prune()
    {
        var roots = new List<ThreadNode>();
        foreach (var node in _nodes)
            (node.Parent?.Children ?? roots).Add(node);
        // From the leaves up: children come behind their parents here.
        var order = new List<ThreadNode>(roots);
        for (var i = 0; i < order.Count; i++)
            order.AddRange(order[i].Children);
        for (var i = order.Count - 1; i >= 0; i--)
            order[i].ReplaceChildren(Promote(order[i].Children));
        var kept = Promote(roots);
        foreach (var root in kept)
            root.Parent = null;
        return kept;
    }

    private static List<ThreadNode> Promote(List<ThreadNode> siblings)
    {
        var kept = new List<ThreadNode>(siblings.Count);
        foreach (var node in siblings)
        {
            if (node.Message is not null || (node.Parent is null && node.Children.Count > 1))
                kept.Add(node);
            else
                kept.AddRange(node.Children);
        }

        return kept;
    }
}
