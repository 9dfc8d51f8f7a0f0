namespace ImapPS.Protocol.Ordering;

/// <summary>Steps 4 and 5 of REFERENCES (RFC 5256 section 3): threads of one base subject become one.</summary>
internal static class SubjectGathering
{
    /// <param name="roots">As linked by references.</param>
    /// <returns>The roots that are left, unsorted.</returns>
    public static List<ThreadNode> Gather(List<ThreadNode> roots)
    {
        // (4) A message that isn't there goes by its first child.
        foreach (var root in roots)
        {
            if (root.Message is null)
                root.Children.Sort(ThreadNode.Compare);
        }

        roots.Sort(ThreadNode.Compare);
        var table = Fill(roots);
        var result = new List<ThreadNode>(roots.Count);
        foreach (var root in roots)
        {
            var first = root.Subject.Text.Length == 0 ? root : table[root.Subject.Text];
            if (first == root)
                result.Add(root);
            else
                Merge(root, first, table, result);
        }

        // What was made the child of another one since it was added is no root any more.
        result.RemoveAll(static r => r.Parent is not null);
        return result;
    }

    /// <summary>(5.B) For each base subject the thread that the others join: best one whose first message isn't there, then one that is no reply.</summary>
    private static Dictionary<string, ThreadNode> Fill(List<ThreadNode> roots)
    {
        var table = new Dictionary<string, ThreadNode>(StringComparer.Ordinal);
        foreach (var root in roots)
        {
            var subject = root.Subject;
            if (subject.Text.Length == 0)
                continue;
            if (!table.TryGetValue(subject.Text, out var other)
                || (root.Message is null && other.Message is not null)
                || (other.Message is not null && other.Subject.IsReplyOrForward && !subject.IsReplyOrForward))
            {
                table[subject.Text] = root;
            }
        }

        return table;
    }

    /// <summary>(5.C)</summary>
    private static void Merge(ThreadNode root, ThreadNode first, Dictionary<string, ThreadNode> table, List<ThreadNode> result)
    {
        if (first.Message is null && root.Message is null)
        {
            foreach (var child in root.Children)
                first.Adopt(child);
        }
        else if (first.Message is null || (root.Subject.IsReplyOrForward && !first.Subject.IsReplyOrForward))
        {
            first.Adopt(root);
        }
        else
        {
            var above = new ThreadNode(null);
            above.Adopt(first);
            above.Adopt(root);
            table[root.Subject.Text] = above;
            result.Add(above);
        }
    }
}
