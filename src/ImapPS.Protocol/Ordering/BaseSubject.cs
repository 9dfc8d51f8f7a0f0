using System.Text;

namespace ImapPS.Protocol.Ordering;

/// <summary>The base subject of a message, and whether it is a reply or forward (RFC 5256 section 2.1).</summary>
/// <remarks>
/// <code>
/// subject      = *subj-leader [subj-middle] *subj-trailer
/// subj-refwd   = ("re" / ("fw" ["d"])) *WSP [subj-blob] ":"
/// subj-blob    = "[" *BLOBCHAR "]" *WSP
/// subj-fwd     = subj-fwd-hdr subject subj-fwd-trl
/// subj-fwd-hdr = "[fwd:"
/// subj-fwd-trl = "]"
/// subj-leader  = (*subj-blob subj-refwd) / WSP
/// subj-middle  = *subj-blob (subj-base / subj-fwd)
/// subj-trailer = "(fwd)" / WSP
/// subj-base    = NONWSP *(*WSP NONWSP)                 ; can be a subj-blob
/// BLOBCHAR     = %x01-5a / %x5c / %x5e-ff              ; any but "[" and "]"
/// </code>
/// </remarks>
internal readonly record struct BaseSubject(string Text, bool IsReplyOrForward)
{
    /// <param name="subject">Decoded.</param>
    public static BaseSubject Of(string subject)
    {
        // (1) Tabs and continuations become spaces, several spaces one.
        var text = Squeeze(subject);
        var start = 0;
        var end = text.Length;
        var replied = false;
        while (true)
        {
            // (2)
            replied |= TrimEnd(text, start, ref end);
            // (3) to (5)
            while (TakeLeader(text, ref start, end, ref replied) || TakeBlob(text, ref start, end))
            {
            }

            // (6)
            if (end - start < 6 || text[end - 1] != ']' || !StartsWith(text, start, end, "[fwd:"))
                return new BaseSubject(text.Substring(start, end - start), replied);
            replied = true;
            start += 5;
            end--;
        }
    }

    private static string Squeeze(string subject)
    {
        var text = new StringBuilder(subject.Length);
        foreach (var c in subject)
        {
            var space = c is ' ' or '\t' or '\r' or '\n';
            if (!space)
                text.Append(c);
            else if (text.Length > 0 && text[text.Length - 1] != ' ')
                text.Append(' ');
        }

        return text.ToString();
    }

    /// <returns>Whether there was a "(fwd)".</returns>
    private static bool TrimEnd(string text, int start, ref int end)
    {
        var forwarded = false;
        while (end > start)
        {
            if (text[end - 1] == ' ')
            {
                end--;
            }
            else if (end - start >= 5 && StartsWith(text, end - 5, end, "(fwd)"))
            {
                end -= 5;
                forwarded = true;
            }
            else
            {
                break;
            }
        }

        return forwarded;
    }

    private static bool TakeLeader(string text, ref int start, int end, ref bool replied)
    {
        if (start < end && text[start] == ' ')
        {
            start++;
            return true;
        }

        var at = start;
        while (SkipBlob(text, ref at, end))
        {
        }

        if (StartsWith(text, at, end, "re"))
            at += 2;
        else if (StartsWith(text, at, end, "fwd"))
            at += 3;
        else if (StartsWith(text, at, end, "fw"))
            at += 2;
        else
            return false;
        SkipSpaces(text, ref at, end);
        SkipBlob(text, ref at, end);
        if (at >= end || text[at] != ':')
            return false;
        start = at + 1;
        replied = true;
        return true;
    }

    /// <summary>A blob goes if something stands behind it.</summary>
    private static bool TakeBlob(string text, ref int start, int end)
    {
        var at = start;
        if (!SkipBlob(text, ref at, end) || at >= end)
            return false;
        start = at;
        return true;
    }

    private static bool SkipBlob(string text, ref int at, int end)
    {
        if (at >= end || text[at] != '[')
            return false;
        for (var i = at + 1; i < end; i++)
        {
            if (text[i] == '[')
                return false;
            if (text[i] != ']')
                continue;
            at = i + 1;
            SkipSpaces(text, ref at, end);
            return true;
        }

        return false;
    }

    private static void SkipSpaces(string text, ref int at, int end)
    {
        while (at < end && text[at] == ' ')
            at++;
    }

    private static bool StartsWith(string text, int at, int end, string word) =>
        end - at >= word.Length && string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;
}
