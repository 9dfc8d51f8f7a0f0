namespace ImapPS.Protocol.Transcripts;

/// <summary>What clients say.</summary>
internal static class CommandRedaction
{
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "CHECK", "CLOSE", "UNSELECT", "EXPUNGE", "UID EXPUNGE", "IDLE", "DONE", "ENABLE", "NAMESPACE", "COMPRESS", "FETCH", "UID FETCH", "LANGUAGE",
    };

    private static readonly HashSet<string> TextKeys = new(StringComparer.Ordinal) { "FROM", "TO", "CC", "BCC", "SUBJECT", "BODY", "TEXT", "X-GM-RAW", "X-GM-LABELS", "FILTER" };

    public static void Redact(ref RedactionScanner scanner)
    {
        if (!scanner.Next())
            return;
        scanner.Keep();
        if (!scanner.NextValue())
            return;
        var name = scanner.Text.ToUpperInvariant();
        scanner.Keep();
        if (name == "UID" && scanner.NextValue())
        {
            name += " " + scanner.Text.ToUpperInvariant();
            scanner.Keep();
        }

        if (Kept.Contains(name))
            scanner.KeepRest();
        else
            Arguments(ref scanner, name);
    }

    private static void Arguments(ref RedactionScanner scanner, string name)
    {
        switch (name)
        {
            case "LOGIN":
                if (scanner.NextValue())
                    scanner.Put(scanner.Names.User(scanner.Text));
                Secret(ref scanner);
                break;
            case "AUTHENTICATE":
                if (scanner.NextValue())
                    scanner.Keep();
                Secret(ref scanner);
                break;
            case "SELECT" or "EXAMINE" or "CREATE" or "DELETE" or "SUBSCRIBE" or "UNSUBSCRIBE" or "STATUS" or "GETQUOTAROOT" or "GETQUOTA" or "SETQUOTA" or "GETACL" or "MYRIGHTS":
                ResponseRedaction.Mailboxes(ref scanner, 1);
                scanner.KeepRest();
                break;
            case "RENAME":
                ResponseRedaction.Mailboxes(ref scanner, 2);
                break;
            case "COPY" or "MOVE" or "UID COPY" or "UID MOVE":
                if (scanner.NextValue())
                    scanner.Keep();
                ResponseRedaction.Mailboxes(ref scanner, 1);
                break;
            case "LIST" or "LSUB" or "XLIST":
                List(ref scanner);
                break;
            case "APPEND" or "REPLACE" or "UID REPLACE":
                if (name != "APPEND" && scanner.NextValue())
                    scanner.Keep();
                ResponseRedaction.Mailboxes(ref scanner, 1);
                Append(ref scanner);
                break;
            case "SEARCH" or "UID SEARCH" or "SORT" or "UID SORT" or "THREAD" or "UID THREAD" or "ESEARCH":
                Search(ref scanner);
                break;
            case "STORE" or "UID STORE":
                Store(ref scanner);
                break;
            case "SETACL" or "DELETEACL" or "LISTRIGHTS":
                ResponseRedaction.Mailboxes(ref scanner, 1);
                if (scanner.NextValue())
                    scanner.Put(ResponseRedaction.User(scanner.Text, scanner.Names));
                scanner.KeepRest();
                break;
            case "GETMETADATA" or "SETMETADATA":
                Metadata(ref scanner);
                break;
            case "ID":
                ResponseRedaction.Id(ref scanner);
                break;
            default:
                scanner.DenyRest();
                break;
        }
    }

    /// <summary>Whatever is left is one; a literal's length too.</summary>
    private static void Secret(ref RedactionScanner scanner)
    {
        if (scanner.TakeRest().IsEmpty)
            return;
        scanner.PutText(" ***");
    }

    // list = "LIST" [SP list-select-opts] SP mailbox SP mbox-or-pat [SP list-return-opts]    ; RFC 9051 section 9
    private static void List(ref RedactionScanner scanner)
    {
        for (var values = 0; values < 2 && scanner.NextValue(); values++)
        {
            if (scanner.Token == RedactionToken.Open)
            {
                // Options, or patterns.
                scanner.Keep();
                while (scanner.Token != RedactionToken.Close && scanner.NextValue())
                    NameOrKeep(ref scanner, isName: values == 1);
                if (values == 0)
                    values--;
            }
            else
            {
                NameOrKeep(ref scanner, isName: true);
            }
        }

        scanner.KeepRest();
    }

    private static void NameOrKeep(ref RedactionScanner scanner, bool isName)
    {
        if (isName && scanner.HasValue)
            scanner.Put(scanner.Names.Mailbox(scanner.Text));
        else
            scanner.Keep();
    }

    // append-ext = mailbox *(SP append-message) ; append-message = [SP flag-list] [SP date-time] SP append-data
    private static void Append(ref RedactionScanner scanner)
    {
        while (scanner.NextValue())
        {
            if (scanner.Token == RedactionToken.Literal)
                scanner.Body();
            else if (scanner.Token == RedactionToken.Quoted && !Values.ImapDate.TryParseDateTime(scanner.Value, out _))
                scanner.Put(scanner.Names.Text(scanner.Text));
            else
                scanner.Keep();
        }
    }

    private static void Search(ref RedactionScanner scanner)
    {
        var texts = 0;
        var header = false;
        while (scanner.NextValue())
        {
            if (scanner.IsString && texts > 0)
            {
                // HEADER <name> <value>: the name is told.
                if (header && texts == 2)
                    scanner.Keep();
                else if (scanner.HasValue)
                    scanner.Put(scanner.Names.Text(scanner.Text));
                else
                    scanner.Keep();
                texts--;
                continue;
            }

            var word = scanner.Token == RedactionToken.Atom ? scanner.Text.ToUpperInvariant() : "";
            if (scanner.Token is RedactionToken.Quoted or RedactionToken.Literal)
                scanner.Put(scanner.Names.Text(scanner.Text));
            else
                scanner.Keep();
            header = word == "HEADER";
            texts = header ? 2 : TextKeys.Contains(word) ? 1 : 0;
            if (word is "MAILBOXES" or "SUBTREE" or "SUBTREE-ONE")
                MailboxList(ref scanner);
        }
    }

    /// <summary>One name, or a list of them.</summary>
    private static void MailboxList(ref RedactionScanner scanner)
    {
        if (!scanner.NextValue())
            return;
        NameOrKeep(ref scanner, isName: true);
        if (scanner.Token != RedactionToken.Open)
            return;
        while (scanner.Token != RedactionToken.Close && scanner.NextValue())
            NameOrKeep(ref scanner, isName: true);
    }

    private static void Store(ref RedactionScanner scanner)
    {
        var labels = false;
        while (scanner.NextValue())
        {
            NameOrKeep(ref scanner, labels && scanner.HasValue && scanner.Value[0] != '\\');
            labels |= scanner.Token == RedactionToken.Atom && scanner.Text.IndexOf("X-GM-LABELS", StringComparison.OrdinalIgnoreCase) >= 0;
        }
    }

    private static void Metadata(ref RedactionScanner scanner)
    {
        // getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries     ; RFC 5464 section 5
        if (!scanner.NextValue())
            return;
        if (scanner.Token == RedactionToken.Open)
        {
            while (scanner.Token != RedactionToken.Close)
            {
                scanner.Keep();
                if (!scanner.NextValue())
                    return;
            }

            scanner.Keep();
            ResponseRedaction.Mailboxes(ref scanner, 1);
        }
        else
        {
            NameOrKeep(ref scanner, isName: true);
        }

        ResponseRedaction.Entries(ref scanner);
    }
}
