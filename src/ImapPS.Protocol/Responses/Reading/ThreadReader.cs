using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Responses;

/// <summary>Reads THREAD with a stack of its own: "There is no limit to the nesting of threads" (RFC 5256 section 4) but ours.</summary>
/// <remarks>
/// <code>
/// thread-data    = "THREAD" [SP 1*thread-list]                 ; RFC 5256 section 5
/// thread-list    = "(" (thread-members / thread-nested) ")"
/// thread-members = nz-number *(SP nz-number) [SP thread-nested]
/// thread-nested  = 2*thread-list
/// </code>
/// Each number is the child of the one before; lists behind a number are its children, and lists without one before them
/// the children of a message that isn't there.
/// </remarks>
internal sealed class ThreadReader(ReadingContext context)
{
    public ThreadResponse Read(ref ImapReader reader)
    {
        var members = new List<ThreadMember>();
        // For each list that is open: how deep it began.
        var open = new Stack<int>();
        var depth = 0;
        while (true)
        {
            reader.SkipSpaces();
            if (reader.AtEnd)
                return open.Count == 0 ? new ThreadResponse(members) : throw reader.Error("A thread has no end");
            if (reader.TryTake((byte)'('))
            {
                if (open.Count >= context.Limits.MaxThreadNesting)
                    throw reader.Error($"Threads nest deeper than {context.Limits.MaxThreadNesting} (MaxThreadNesting)");
                open.Push(depth);
                reader.SkipSpaces();
                if (reader.Peek() == '(')
                    Add(ref reader, members, 0, depth++);
                else if (!reader.NextIsDigit)
                    throw reader.Error("A thread holds no message");
            }
            else if (open.Count > 0 && reader.TryTake((byte)')'))
            {
                depth = open.Pop();
            }
            else
            {
                var number = open.Count > 0 ? reader.ReadNumber() : throw reader.Error("A thread was expected");
                Add(ref reader, members, number != 0 ? number : throw reader.Error("0 is no message"), depth++);
            }
        }
    }

    private void Add(ref ImapReader reader, List<ThreadMember> members, uint number, int depth)
    {
        if (members.Count >= context.Limits.MaxSetRanges)
            throw reader.Error($"An answer has more than {context.Limits.MaxSetRanges} numbers (MaxSetRanges)");
        members.Add(new ThreadMember(number, depth));
    }
}
