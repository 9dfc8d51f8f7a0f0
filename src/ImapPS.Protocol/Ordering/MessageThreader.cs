using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Ordering;

/// <summary>THREAD (RFC 5256 section 3): what a server does, and what the client does where the server doesn't.</summary>
/// <remarks>Without recursion: a conversation may be as deep as it has messages.</remarks>
public static class MessageThreader
{
    /// <summary>Puts messages together.</summary>
    /// <param name="messages">Each once, in any order.</param>
    /// <param name="algorithm">How.</param>
    public static IReadOnlyList<ThreadMember> Thread(IEnumerable<SortFields> messages, ThreadAlgorithm algorithm)
    {
        // In the mailbox's order: of two messages with one Message-ID the first one has it.
        var ordered = (messages ?? throw new ArgumentNullException(nameof(messages))).OrderBy(static m => m.Uid).ToList();
        var roots = algorithm switch
        {
            ThreadAlgorithm.OrderedSubject => BySubject(ordered),
            ThreadAlgorithm.References => SubjectGathering.Gather(ReferenceLinker.Link(ordered)),
            _ => ReferenceLinker.Link(ordered),
        };
        if (algorithm != ThreadAlgorithm.OrderedSubject)
            SortSiblings(roots);
        if (algorithm == ThreadAlgorithm.Refs)
            SortByNewest(roots);
        return Flatten(roots);
    }

    /// <summary>ORDEREDSUBJECT: threads by base subject, each one's messages by sent date and all beneath the first.</summary>
    private static List<ThreadNode> BySubject(IEnumerable<SortFields> messages)
    {
        var threads = new Dictionary<string, List<ThreadNode>>(StringComparer.Ordinal);
        foreach (var node in messages.Select(static m => new ThreadNode(m)))
        {
            if (!threads.TryGetValue(node.Subject.Text, out var thread))
                threads[node.Subject.Text] = thread = [];
            thread.Add(node);
        }

        var roots = new List<ThreadNode>(threads.Count);
        foreach (var thread in threads.Values)
        {
            thread.Sort(ThreadNode.Compare);
            roots.Add(thread[0]);
            for (var i = 1; i < thread.Count; i++)
                thread[0].Adopt(thread[i]);
        }

        roots.Sort(ThreadNode.Compare);
        return roots;
    }

    /// <summary>(6): siblings by sent date, grandchildren before children, since a message that isn't there goes by its first child.</summary>
    private static void SortSiblings(List<ThreadNode> roots)
    {
        var pending = new Stack<ThreadNode>(roots);
        while (pending.Count > 0)
        {
            var node = pending.Pop();
            // Only roots can be messages that aren't there, so that the order among the sets doesn't matter below them.
            node.Children.Sort(ThreadNode.Compare);
            foreach (var child in node.Children)
                pending.Push(child);
        }

        roots.Sort(ThreadNode.Compare);
    }

    /// <summary>REFS: the thread that was added to last comes last.</summary>
    private static void SortByNewest(List<ThreadNode> roots)
    {
        var keyed = roots.Select(static root => (Root: root, Newest: Newest(root))).ToList();
        keyed.Sort(static (a, b) => ThreadNode.Compare(a.Newest, b.Newest));
        roots.Clear();
        roots.AddRange(keyed.Select(static k => k.Root));
    }

    private static ThreadNode Newest(ThreadNode root)
    {
        var newest = root;
        var pending = new Stack<ThreadNode>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            var node = pending.Pop();
            if (node.Message is not null && ThreadNode.Compare(node, newest) > 0)
                newest = node;
            foreach (var child in node.Children)
                pending.Push(child);
        }

        return newest;
    }

    private static List<ThreadMember> Flatten(List<ThreadNode> roots)
    {
        var members = new List<ThreadMember>();
        var pending = new Stack<(ThreadNode Node, int Depth)>();
        foreach (var root in roots)
        {
            pending.Push((root, 0));
            while (pending.Count > 0)
            {
                var (node, depth) = pending.Pop();
                members.Add(new ThreadMember(node.Message?.Uid ?? 0, depth));
                for (var i = node.Children.Count - 1; i >= 0; i--)
                    pending.Push((node.Children[i], depth + 1));
            }
        }

        return members;
    }
}
