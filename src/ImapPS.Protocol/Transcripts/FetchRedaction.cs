namespace ImapPS.Protocol.Transcripts;

/// <summary>The items of FETCH.</summary>
internal static class FetchRedaction
{
    // msg-att = "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")"  ; RFC 9051 section 9
    public static void Redact(ref RedactionScanner scanner)
    {
        if (!scanner.NextValue() || scanner.Token != RedactionToken.Open)
        {
            if (scanner.Token != RedactionToken.End)
                scanner.Deny();
            scanner.DenyRest();
            return;
        }

        scanner.Keep();
        while (scanner.NextValue())
        {
            if (scanner.Token != RedactionToken.Atom)
            {
                scanner.Deny();
                continue;
            }

            var item = scanner.Text.ToUpperInvariant();
            scanner.KeepName();
            Value(ref scanner, item);
        }
    }

    private static void Value(ref RedactionScanner scanner, string item)
    {
        if (!scanner.NextValue())
            return;
        if (scanner.Token == RedactionToken.Close)
        {
            scanner.Keep();
            return;
        }

        switch (item)
        {
            case "ENVELOPE" when scanner.Token == RedactionToken.Open:
                StructureRedaction.Envelope(ref scanner);
                break;
            case "BODY" or "BODYSTRUCTURE" when scanner.Token == RedactionToken.Open:
                StructureRedaction.Body(ref scanner);
                break;
            case "X-GM-LABELS":
                List(ref scanner, mailboxes: true);
                break;
            case "INTERNALDATE" or "SAVEDATE" when scanner.Token == RedactionToken.Quoted && HeaderRedaction.IsDate(scanner.Text):
                scanner.Keep();
                break;
            case "FLAGS" or "EMAILID" or "THREADID" when scanner.Token == RedactionToken.Open:
                scanner.Keep();
                ResponseRedaction.Keywords(ref scanner);
                break;
            case var header when scanner.Token == RedactionToken.Literal && scanner.Missing == 0 && HasHeader(header, out var whole):
                var told = HeaderRedaction.Redact(scanner.Value, scanner.Names, out var body);
                scanner.PutLiteral(told, whole ? Math.Max(0, scanner.Value.Length - told.Length) : scanner.Value.Length - body);
                break;
            case var content when (content.IndexOf('[') > 0 && !content.StartsWith("BINARY.SIZE[", StringComparison.Ordinal)) || content is "RFC822" or "RFC822.TEXT" or "RFC822.HEADER" || content == "PREVIEW":
                if (scanner.Token == RedactionToken.Open)
                    List(ref scanner, mailboxes: false);
                else
                    scanner.Body();
                break;
            default:
                List(ref scanner, mailboxes: false);
                break;
        }
    }

    /// <summary>Whether an item holds a header, from its beginning.</summary>
    private static bool HasHeader(string item, out bool whole)
    {
        whole = item is "BODY[]" or "RFC822" or "BINARY[]";
        return whole || item == "RFC822.HEADER"
            || (item.StartsWith("BODY[", StringComparison.Ordinal) && item[item.Length - 1] == ']'
                && (item.IndexOf("HEADER", StringComparison.Ordinal) > 0 || item.EndsWith("MIME]", StringComparison.Ordinal)));
    }

    /// <summary>A value, or a list of them with the lists in it.</summary>
    private static void List(ref RedactionScanner scanner, bool mailboxes)
    {
        var depth = 0;
        do
        {
            if (scanner.Token == RedactionToken.Open)
                depth++;
            else if (scanner.Token == RedactionToken.Close)
                depth--;
            if (mailboxes && scanner.HasValue && !scanner.StartsWith('\\'))
                scanner.Put(scanner.Names.Mailbox(scanner.Text));
            else
                scanner.Deny();
        }
        while (depth > 0 && scanner.NextValue());
    }
}
