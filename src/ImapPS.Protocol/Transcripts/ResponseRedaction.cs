using System.Text;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>What servers say: names, addresses and contents replaced by what each response has where.</summary>
internal static class ResponseRedaction
{
    private const int MaxFreeText = 4_000;

    private static readonly HashSet<string> Status = new(StringComparer.Ordinal) { "OK", "NO", "BAD", "BYE", "PREAUTH" };

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "ACL", "ANNOTATION", "CAPABILITY", "ENABLED", "ESEARCH", "FLAGS", "ID", "LIST", "LISTRIGHTS", "LSUB", "METADATA", "MYRIGHTS", "NAMESPACE", "QUOTA",
        "QUOTAROOT", "SEARCH", "SORT", "STATUS", "THREAD", "VANISHED", "XLIST",
    };

    /// <summary>Response codes whose arguments are numbers, flags, and words of the protocol.</summary>
    private static readonly HashSet<string> KeptCodes = new(StringComparer.Ordinal)
    {
        "APPENDUID", "BADCHARSET", "BADEVENT", "CAPABILITY", "COPYUID", "HIGHESTMODSEQ", "MAILBOXID", "MAXCONVERTMESSAGES", "METADATA", "MODIFIED", "PERMANENTFLAGS",
        "UIDNEXT", "UIDVALIDITY", "UNDEFINED-FILTER", "UNSEEN", "INPROGRESS",
    };

    private static readonly HashSet<string> KeptIdFields = new(StringComparer.OrdinalIgnoreCase) { "name", "version", "vendor", "os", "os-version", "support-url", "date", "environment" };

    public static void Redact(ref RedactionScanner scanner)
    {
        if (!scanner.Next())
            return;
        var tag = scanner.Text;
        if (tag == "+")
        {
            scanner.Keep();
            FreeText(ref scanner);
            return;
        }

        var word = LookAhead(scanner);
        var isStatus = Status.Contains(word);
        if (!isStatus && tag != "*")
        {
            // No response: what is it then?
            scanner.Rewind(0);
            return;
        }

        scanner.Keep();
        if (!scanner.NextValue())
            return;
        if (isStatus)
        {
            scanner.Keep();
            StatusText(ref scanner);
        }
        else if (word.Length > 0 && word[0] is >= '0' and <= '9')
        {
            scanner.Deny();
            Numbered(ref scanner);
        }
        else
        {
            Data(ref scanner, word);
        }
    }

    private static string LookAhead(RedactionScanner scanner)
    {
        while (scanner.Next())
        {
            if (scanner.Token != RedactionToken.Space)
                return scanner.Text.ToUpperInvariant();
        }

        return "";
    }

    /// <summary>Names and values of ID: what software it is stays.</summary>
    public static void Id(ref RedactionScanner scanner)
    {
        var name = "";
        for (var index = 0; scanner.NextValue();)
        {
            var isName = index % 2 == 0;
            if (scanner.IsString)
                index++;
            if (!scanner.HasValue || isName || KeptIdFields.Contains(name))
                scanner.Keep();
            else
                scanner.Put(scanner.Names.Text(scanner.Text));
            if (isName)
                name = scanner.Text;
        }
    }

    // resp-text = ["[" resp-text-code "]" SP] text       ; RFC 9051 section 9
    private static void StatusText(ref RedactionScanner scanner)
    {
        var before = scanner.Position;
        if (scanner.Next() && scanner.Token == RedactionToken.Space)
            scanner.Keep();
        else
            scanner.Rewind(before);
        before = scanner.Position;
        if (scanner.Next() && scanner.Token == RedactionToken.Atom && scanner.Value[0] == '[')
        {
            var code = scanner.Text;
            var name = code.Substring(1).Split(' ', ']')[0].ToUpperInvariant();
            var end = code.IndexOf(']');
            var space = code.IndexOf(' ');
            if (end > 0 && (KeptCodes.Contains(name) || space < 0 || space > end))
                scanner.Keep();
            else
                scanner.PutText($"[{name} x]");
        }
        else
        {
            scanner.Rewind(before);
        }

        FreeText(ref scanner);
    }

    private static void FreeText(ref RedactionScanner scanner)
    {
        var rest = scanner.TakeRest();
        if (rest.IsEmpty)
            return;
        // Put would quote it.
        scanner.PutText(rest.Length > MaxFreeText ? " text" : scanner.Names.FreeText(ByteText.ToText(rest)));
    }

    private static void Numbered(ref RedactionScanner scanner)
    {
        if (!scanner.NextValue())
            return;
        scanner.Deny();
        if (scanner.Is("FETCH"u8))
            FetchRedaction.Redact(ref scanner);
    }

    private static void Data(ref RedactionScanner scanner, string word)
    {
        if (Known.Contains(word))
            scanner.Keep();
        else
            scanner.Deny();
        switch (word)
        {
            case "FLAGS" or "SEARCH" or "SORT" or "THREAD" or "CAPABILITY" or "ENABLED" or "VANISHED":
                scanner.KeepRest();
                break;
            case "ESEARCH":
                ESearch(ref scanner);
                break;
            case "LIST" or "LSUB" or "XLIST":
                List(ref scanner);
                break;
            case "STATUS" or "MYRIGHTS" or "QUOTA":
                Mailboxes(ref scanner, 1);
                scanner.KeepRest();
                break;
            case "QUOTAROOT" or "NAMESPACE":
                Mailboxes(ref scanner, int.MaxValue);
                break;
            case "ACL" or "LISTRIGHTS":
                Mailboxes(ref scanner, 1);
                Rights(ref scanner, listed: word == "LISTRIGHTS");
                break;
            case "METADATA" or "ANNOTATION":
                Mailboxes(ref scanner, 1);
                Entries(ref scanner);
                break;
            case "ID":
                Id(ref scanner);
                break;
        }
    }

    /// <summary>The next so many strings are names of mailboxes.</summary>
    public static void Mailboxes(ref RedactionScanner scanner, int count)
    {
        while (count > 0 && scanner.NextValue())
        {
            if (!scanner.HasValue)
            {
                scanner.Keep();
                if (scanner.IsString)
                    count--;
                continue;
            }

            scanner.Put(scanner.Names.Mailbox(scanner.Text));
            count--;
        }
    }

    /// <summary>Entries and their values: what the entries are called is everybody's.</summary>
    public static void Entries(ref RedactionScanner scanner)
    {
        while (scanner.NextValue())
        {
            if (scanner.HasValue && scanner.Value[0] != '/')
                scanner.Put(scanner.Names.Text(scanner.Text));
            else
                scanner.Keep();
        }
    }

    // mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP mbox-list-extended]
    private static void List(ref RedactionScanner scanner)
    {
        while (scanner.NextValue())
        {
            scanner.Keep();
            if (scanner.Token == RedactionToken.Close)
                break;
        }

        if (scanner.NextValue())
            scanner.Keep();
        Mailboxes(ref scanner, 1);
        var oldName = false;
        while (scanner.NextValue())
        {
            if (scanner.HasValue && oldName)
                scanner.Put(scanner.Names.Mailbox(scanner.Text));
            else
                scanner.Keep();
            oldName = (oldName && scanner.Token == RedactionToken.Open) || scanner.Text.Equals("OLDNAME", StringComparison.OrdinalIgnoreCase);
        }
    }

    // esearch-response = "ESEARCH" [SP "(" "TAG" SP tag-string [SP "MAILBOX" SP mailbox ...] ")"] ...   ; RFC 7377 section 2.1
    private static void ESearch(ref RedactionScanner scanner)
    {
        while (scanner.NextValue())
        {
            scanner.Keep();
            if (scanner.Is("MAILBOX"u8))
                Mailboxes(ref scanner, 1);
        }
    }

    // acl-data = "ACL" SP mailbox *(SP identifier SP rights)           ; RFC 4314 section 4
    private static void Rights(ref RedactionScanner scanner, bool listed)
    {
        for (var index = 0; scanner.NextValue(); index++)
        {
            if (listed ? index == 0 : index % 2 == 0)
                scanner.Put(User(scanner.Text, scanner.Names));
            else
                scanner.Keep();
        }
    }

    /// <summary>Who rights are for: everybody has "anyone".</summary>
    public static string User(string name, Pseudonyms names) =>
        name.TrimStart('-').ToUpperInvariant() is "ANYONE" or "ANONYMOUS" or "AUTHUSER" or "OWNER" or "ADMINISTRATORS" ? name : names.User(name);
}
