using System.Text.RegularExpressions;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>What servers say: names, addresses and contents replaced by what each response has where.</summary>
internal static class ResponseRedaction
{
    private static readonly HashSet<string> Status = new(StringComparer.Ordinal) { "OK", "NO", "BAD", "BYE", "PREAUTH" };

    private static readonly HashSet<string> IdFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "arguments", "command", "date", "environment", "name", "os", "os-version", "remote-host", "support-url", "vendor", "version",
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
            Text(ref scanner);
            return;
        }

        var word = LookAhead(scanner);
        var isStatus = Status.Contains(word) && ProtocolWords.IsTag(tag);
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
            Text(ref scanner);
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
            if (!scanner.HasValue || (isName && IdFields.Contains(scanner.Text)))
                scanner.Keep();
            else if (!isName && KeptIdFields.Contains(name))
                scanner.Put(ProseRedaction.Redact(scanner.Text, scanner.Names));
            else
                scanner.Put(scanner.Names.Text(scanner.Text));
            if (isName)
                name = scanner.Text;
        }
    }

    // resp-text = ["[" resp-text-code "]" SP] text       ; RFC 9051 section 9
    private static void Text(ref RedactionScanner scanner)
    {
        var text = ByteText.ToText(scanner.TakeRest());
        var start = text.Length - text.TrimStart(' ').Length;
        var end = start < text.Length && text[start] == '[' ? text.IndexOf(']', start) : -1;
        // Put would quote it.
        scanner.PutText(end < 0
            ? ProseRedaction.Redact(text, scanner.Names)
            : $"{text.Substring(0, start)}[{Code(text.Substring(start + 1, end - start - 1))}]{ProseRedaction.Redact(text.Substring(end + 1), scanner.Names)}");
    }

    // resp-text-code = atom [SP 1*<any TEXT-CHAR except "]">]
    private static string Code(string code)
    {
        var space = code.IndexOf(' ');
        var name = space < 0 ? code : code.Substring(0, space);
        if (!ProtocolWords.Contains(name))
            return "x";
        return space < 0 ? name : $"{name} {CodeArguments(name.ToUpperInvariant(), code.Substring(space + 1))}";
    }

    private static string CodeArguments(string name, string arguments)
    {
        var kept = name switch
        {
            // Flags and keywords.
            "PERMANENTFLAGS" => true,
            "CAPABILITY" => Array.TrueForAll(arguments.Split(' '), ProtocolWords.IsCapability),
            "MAILBOXID" => Regex.IsMatch(arguments, @"^\([A-Za-z0-9_-]{1,255}\)$", RegexOptions.CultureInvariant),
            "BADCHARSET" => Array.TrueForAll(arguments.Split(' ', '(', ')', '"'), static w => w.Length == 0 || ProtocolWords.IsCharset(w)),
            "INPROGRESS" => Regex.IsMatch(arguments, @"^\((?:""[A-Za-z0-9.]{1,40}""|NIL)(?: (?:\d+|NIL)){2}\)$", RegexOptions.CultureInvariant),
            _ => Array.TrueForAll(arguments.Split(' ', '(', ')'), static w => w.Length == 0 || ProtocolWords.Contains(w)),
        };
        return kept ? arguments : "x";
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
        scanner.KeepName();
        switch (word)
        {
            case "FLAGS":
                Keywords(ref scanner);
                break;
            case "CAPABILITY" or "ENABLED":
                while (scanner.NextValue())
                    KeepAtom(ref scanner, ProtocolWords.IsCapability(scanner.Text));
                break;
            case "ESEARCH":
                ESearch(ref scanner);
                break;
            case "LIST" or "LSUB" or "XLIST":
                List(ref scanner);
                break;
            case "STATUS" or "QUOTA":
                Mailboxes(ref scanner, 1);
                break;
            case "MYRIGHTS":
                Mailboxes(ref scanner, 1);
                if (scanner.NextValue())
                    KeepRights(ref scanner);
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
                Entries(ref scanner, hasValues: true);
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

    /// <summary>Entries, and in parentheses each with its value if there are values: what the entries are called is everybody's.</summary>
    public static void Entries(ref RedactionScanner scanner, bool hasValues)
    {
        var index = 0;
        for (var inside = false; scanner.NextValue();)
        {
            inside |= scanner.Token == RedactionToken.Open;
            var isName = !inside || !hasValues || index % 2 == 0;
            if (inside && scanner.IsString)
                index++;
            if (!scanner.HasValue || (isName && Regex.IsMatch(scanner.Text, "^/(?:private|shared)/[A-Za-z0-9./_-]{1,200}$", RegexOptions.CultureInvariant)))
                scanner.Keep();
            else
                scanner.Put(scanner.Names.Text(scanner.Text));
        }
    }

    /// <summary>Letters for rights; what else may stand there is replaced.</summary>
    public static void KeepRights(ref RedactionScanner scanner) => KeepAtom(ref scanner, ProtocolWords.IsRights(scanner.Text));

    /// <summary>Flags and keywords, which stay, in parentheses or not; up to what is none.</summary>
    // flag-list = "(" [flag *(SP flag)] ")"              ; RFC 9051 section 9
    public static void Keywords(ref RedactionScanner scanner)
    {
        while (scanner.NextValue())
        {
            var isFlag = ProtocolWords.IsFlag(scanner.Text);
            KeepAtom(ref scanner, isFlag);
            if (scanner.Token != RedactionToken.Open && !(isFlag && scanner.Token == RedactionToken.Atom))
                return;
        }
    }

    private static void KeepAtom(ref RedactionScanner scanner, bool keep)
    {
        if (keep && scanner.Token == RedactionToken.Atom)
            scanner.Keep();
        else
            scanner.Deny();
    }

    // mailbox-list = "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP mailbox [SP mbox-list-extended]
    private static void List(ref RedactionScanner scanner)
    {
        if (!scanner.NextValue())
            return;
        scanner.Deny();
        while (scanner.Token is not (RedactionToken.Close or RedactionToken.End) && scanner.NextValue())
            scanner.Deny();
        if (!scanner.NextValue())
            return;
        if (scanner.Value.Length <= 1)
            scanner.Keep();
        else
            scanner.Deny();
        Mailboxes(ref scanner, 1);
        var oldName = false;
        while (scanner.NextValue())
        {
            if (scanner.HasValue && oldName)
                scanner.Put(scanner.Names.Mailbox(scanner.Text));
            else
                scanner.Deny();
            oldName = (oldName && scanner.Token == RedactionToken.Open) || scanner.Text.Equals("OLDNAME", StringComparison.OrdinalIgnoreCase);
        }
    }

    // esearch-response = "ESEARCH" [SP "(" "TAG" SP tag-string [SP "MAILBOX" SP mailbox ...] ")"] ...   ; RFC 7377 section 2.1
    private static void ESearch(ref RedactionScanner scanner)
    {
        for (var tag = false; scanner.NextValue();)
        {
            if (tag && ProtocolWords.IsTag(scanner.Text))
                scanner.Keep();
            else
                scanner.Deny();
            tag = scanner.Is("TAG"u8);
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
                KeepRights(ref scanner);
        }
    }

    /// <summary>Who rights are for: everybody has "anyone".</summary>
    public static string User(string name, Pseudonyms names) =>
        name.TrimStart('-').ToUpperInvariant() is "ANYONE" or "ANONYMOUS" or "AUTHUSER" or "OWNER" or "ADMINISTRATORS" ? name : names.User(name);
}
