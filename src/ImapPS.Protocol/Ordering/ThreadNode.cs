namespace ImapPS.Protocol.Ordering;

/// <summary>A message among its ancestors and replies, or a message that others name and that isn't there.</summary>
internal sealed class ThreadNode(SortFields? message)
{
    private BaseSubject? _subject;

    /// <summary>Null for one that isn't there.</summary>
    public SortFields? Message { get; set; } = message;

    public ThreadNode? Parent { get; set; }

    public List<ThreadNode> Children { get; private set; } = [];

    /// <summary>The message, or in place of one that isn't there its first child: by that it is sorted, and has its subject (RFC 5256 section 3).</summary>
    public SortFields Speaker => Message ?? Children[0].Message!;

    public BaseSubject Subject => _subject ??= BaseSubject.Of(Speaker.Subject) is var s ? s with { Text = Collation.Key(s.Text) } : default;

    /// <summary>By sent date, then UID.</summary>
    public static int Compare(ThreadNode left, ThreadNode right)
    {
        var result = left.Speaker.SentDate.CompareTo(right.Speaker.SentDate);
        return result != 0 ? result : left.Speaker.Uid.CompareTo(right.Speaker.Uid);
    }

    public void Adopt(ThreadNode child)
    {
        child.Parent = this;
        Children.Add(child);
    }

    public void ReplaceChildren(List<ThreadNode> children)
    {
        Children = children;
        foreach (var child in children)
            child.Parent = this;
    }
}
