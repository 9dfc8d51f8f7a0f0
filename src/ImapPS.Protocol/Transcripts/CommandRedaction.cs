namespace ImapPS.Protocol.Transcripts;

/// <summary>What clients say.</summary>
internal static class CommandRedaction
{
    private static readonly HashSet<string> TextKeys = new(StringComparer.Ordinal) { "FROM", "TO", "CC", "BCC", "SUBJECT", "BODY", "TEXT", "X-GM-RAW", "X-GM-LABELS", "FILTER" };

    /// <summary>Keywords stay, and what servers count objects by.</summary>
    private static readonly HashSet<string> AtomKeys = new(StringComparer.Ordinal) { "KEYWORD", "UNKEYWORD", "EMAILID", "THREADID" };

    public static void Redact(ref RedactionScanner scanner)
    {
        if (!scanner.Next())
            return;
        if (ProtocolWords.IsTag(scanner.Text))
            scanner.Keep();
        else
            scanner.Deny();
        if (!scanner.NextValue())
            return;
        var name = scanner.Text.ToUpperInvariant();
        scanner.KeepName();
        if (name == "UID" && scanner.NextValue())
        {
            name += " " + scanner.Text.ToUpperInvariant();
            scanner.KeepName();
        }

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
                    scanner.KeepName();
                Secret(ref scanner);
                break;
            case "SELECT" or "EXAMINE" or "CREATE" or "DELETE" or "SUBSCRIBE" or "UNSUBSCRIBE" or "STATUS" or "GETQUOTAROOT" or "GETQUOTA" or "SETQUOTA" or "GETACL" or "MYRIGHTS":
                ResponseRedaction.Mailboxes(ref scanner, 1);
                break;
            case "RENAME":
                ResponseRedaction.Mailboxes(ref scanner, 2);
                break;
            case "COPY" or "MOVE" or "UID COPY" or "UID MOVE":
                if (scanner.NextValue())
                    scanner.Deny();
                ResponseRedaction.Mailboxes(ref scanner, 1);
                break;
            case "LIST" or "LSUB" or "XLIST":
                List(ref scanner);
                break;
            case "APPEND" or "REPLACE" or "UID REPLACE":
                if (name != "APPEND" && scanner.NextValue())
                    scanner.Deny();
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
                if (name == "SETACL" && scanner.NextValue())
                    ResponseRedaction.KeepRights(ref scanner);
                break;
            case "GETMETADATA" or "SETMETADATA":
                Metadata(ref scanner, hasValues: name == "SETMETADATA");
                break;
            case "ID":
                ResponseRedaction.Id(ref scanner);
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
                    NameOrDeny(ref scanner, isName: values == 1);
                if (values == 0)
                    values--;
            }
            else
            {
                NameOrDeny(ref scanner, isName: true);
            }
        }
    }

    private static void NameOrDeny(ref RedactionScanner scanner, bool isName)
    {
        if (isName && scanner.HasValue)
            scanner.Put(scanner.Names.Mailbox(scanner.Text));
        else
            scanner.Deny();
    }

    // append-ext = mailbox *(SP append-message) ; append-message = [SP flag-list] [SP date-time] SP append-data
    private static void Append(ref RedactionScanner scanner)
    {
        var mayBeFlags = true;
        while (scanner.NextValue())
        {
            var isDate = scanner.Token == RedactionToken.Quoted && HeaderRedaction.IsDate(scanner.Text);
            if (scanner.Token == RedactionToken.Literal)
                scanner.Body();
            else if (isDate)
                scanner.Keep();
            else
                scanner.Deny();
            if (scanner.Token == RedactionToken.Open && mayBeFlags)
                ResponseRedaction.Keywords(ref scanner);
            mayBeFlags = scanner.Token == RedactionToken.Literal;
        }
    }

    private static void Search(ref RedactionScanner scanner)
    {
        var before = "";
        while (scanner.NextValue())
        {
            var word = scanner.Token == RedactionToken.Atom ? scanner.Text.ToUpperInvariant() : "";
            if (before == "HEADER" && scanner.IsString)
            {
                // Its name, which is told; a text follows.
                HeaderRedaction.KeepName(ref scanner);
                before = "TEXT";
                continue;
            }

            if (TextKeys.Contains(before) && scanner.HasValue)
                scanner.Put(scanner.Names.Text(scanner.Text));
            else if (AtomKeys.Contains(before) && word.Length > 0)
                scanner.Keep();
            else
                scanner.Deny();
            before = TextKeys.Contains(before) || AtomKeys.Contains(before) ? "" : word;
            if (word is "MAILBOXES" or "SUBTREE" or "SUBTREE-ONE")
                MailboxList(ref scanner);
        }
    }

    /// <summary>One name, or a list of them.</summary>
    private static void MailboxList(ref RedactionScanner scanner)
    {
        if (!scanner.NextValue())
            return;
        NameOrDeny(ref scanner, isName: true);
        if (scanner.Token != RedactionToken.Open)
            return;
        while (scanner.Token != RedactionToken.Close && scanner.NextValue())
            NameOrDeny(ref scanner, isName: true);
    }

    // store = "STORE" SP sequence-set SP [store-modifiers SP] store-att-flags
    private static void Store(ref RedactionScanner scanner)
    {
        var labels = false;
        while (scanner.NextValue())
        {
            var item = scanner.Token == RedactionToken.Atom ? scanner.Text.TrimStart('+', '-').ToUpperInvariant() : "";
            labels |= item == "X-GM-LABELS";
            if (labels && item != "X-GM-LABELS" && !scanner.StartsWith('\\'))
                NameOrDeny(ref scanner, isName: true);
            else
                scanner.Deny();
            if (item is "FLAGS" or "FLAGS.SILENT")
                ResponseRedaction.Keywords(ref scanner);
        }
    }

    // getmetadata = "GETMETADATA" [SP getmetadata-options] SP mailbox SP entries     ; RFC 5464 section 5
    private static void Metadata(ref RedactionScanner scanner, bool hasValues)
    {
        if (!scanner.NextValue())
            return;
        if (scanner.Token == RedactionToken.Open)
        {
            while (scanner.Token != RedactionToken.Close)
            {
                scanner.Deny();
                if (!scanner.NextValue())
                    return;
            }

            scanner.Keep();
            ResponseRedaction.Mailboxes(ref scanner, 1);
        }
        else
        {
            NameOrDeny(ref scanner, isName: true);
        }

        ResponseRedaction.Entries(ref scanner, hasValues);
    }
}
