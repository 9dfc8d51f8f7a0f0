namespace ImapPS.Protocol.Responses;

/// <summary>Writes SEARCH, SORT, THREAD and ESEARCH. The grammar stands with <see cref="SearchReader"/> and <see cref="ThreadReader"/>.</summary>
internal static class SearchDataWriter
{
    public static void WriteNumbers(ResponseOutput o, IReadOnlyList<uint> numbers, ulong? modSeq)
    {
        for (var i = 0; i < numbers.Count; i++)
            o.Raw(" "u8).Number(numbers[i]);
        if (modSeq is { } value)
            o.Raw(" (MODSEQ "u8).Number(value).Raw(")"u8);
    }

    public static void WriteESearch(ResponseOutput o, ESearchResponse search)
    {
        o.Raw("* ESEARCH"u8);
        WriteCorrelator(o, search);
        if (search.IsUid)
            o.Raw(" UID"u8);
        if (search.Min is { } min)
            o.Raw(" MIN "u8).Number(min);
        if (search.Max is { } max)
            o.Raw(" MAX "u8).Number(max);
        if (search.Count is { } count)
            o.Raw(" COUNT "u8).Number(count);
        if (search.All is { IsEmpty: false } all)
            o.Raw(" ALL "u8).Raw(all.ToString());
        if (search.Partial is { } partial)
            o.Raw(" PARTIAL ("u8).Raw(partial.Range.ToString()).Raw(" "u8).Raw(partial.Results is { IsEmpty: false } results ? results.ToString() : "NIL").Raw(")"u8);
        if (search.ModSeq is { } modSeq)
            o.Raw(" MODSEQ "u8).Number(modSeq);
    }

    public static void WriteThreads(ResponseOutput o, ThreadResponse response)
    {
        o.Raw("* THREAD"u8);
        if (response.Members.Count == 0)
            return;
        o.Raw(" "u8);
        var members = response.Members;
        var children = CountChildren(members);
        // The ancestors of what is written next, and for each whether a list was opened for it.
        var open = new Stack<(int Index, bool Parenthesis)>();
        for (var i = 0; i < members.Count; i++)
        {
            while (open.Count > members[i].Depth)
                Close(o, open.Pop().Parenthesis);
            // An only child follows its parent in the parent's list.
            var own = open.Count == 0 || children[open.Peek().Index] > 1;
            if (own)
                o.Raw("("u8);
            if (members[i].Number != 0)
                o.Number(members[i].Number);
            if (members[i].Number != 0 && children[i] > 0)
                o.Raw(" "u8);
            open.Push((i, own));
        }

        while (open.Count > 0)
            Close(o, open.Pop().Parenthesis);
    }

    private static void Close(ResponseOutput o, bool parenthesis)
    {
        if (parenthesis)
            o.Raw(")"u8);
    }

    private static int[] CountChildren(IReadOnlyList<ThreadMember> members)
    {
        var counts = new int[members.Count];
        var ancestors = new Stack<int>();
        for (var i = 0; i < members.Count; i++)
        {
            while (ancestors.Count > members[i].Depth)
                ancestors.Pop();
            if (members[i].Depth != ancestors.Count)
                throw new ArgumentException("A member of a thread is at most one deeper than the one before.", nameof(members));
            if (ancestors.Count > 0)
                counts[ancestors.Peek()]++;
            ancestors.Push(i);
        }

        return counts;
    }

    private static void WriteCorrelator(ResponseOutput o, ESearchResponse search)
    {
        if (search.Tag is null && search.Mailbox is null)
            return;
        o.Raw(" ("u8);
        if (search.Tag is not null)
            o.Raw("TAG "u8).String(search.Tag);
        if (search.Mailbox is not null)
            o.Raw(search.Tag is null ? "MAILBOX "u8 : " MAILBOX "u8).Mailbox(search.Mailbox);
        if (search.Mailbox is not null && search.UidValidity is { } validity)
            o.Raw(" UIDVALIDITY "u8).Number(validity);
        o.Raw(")"u8);
    }
}
