namespace ImapPS.Protocol.Transcripts;

/// <summary>Addresses, as ENVELOPE and header fields have them.</summary>
internal static class AddressRedaction
{
    /// <remarks>
    /// <code>
    /// address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"    ; RFC 9051 section 9
    /// </code>
    /// The scanner stands behind the "(". The mailbox can't be told without the host, which comes later.
    /// </remarks>
    public static void Address(ref RedactionScanner scanner)
    {
        var (mailbox, host) = LookAhead(scanner);
        var number = mailbox is null || host is null ? null : scanner.Names.Address(mailbox, host);
        for (var index = 0; scanner.NextValue();)
        {
            if (scanner.Token == RedactionToken.Close)
            {
                scanner.Keep();
                return;
            }

            switch (index++)
            {
                case 0 when scanner.HasValue:
                    scanner.Put(number is null ? scanner.Names.Text(scanner.Text) : "User " + number);
                    break;
                case 2 when scanner.HasValue && number is not null:
                    scanner.Put("user" + number);
                    break;
                case 3 when scanner.HasValue && number is not null:
                    scanner.Put(Pseudonyms.Domain);
                    break;
                default:
                    scanner.Deny();
                    break;
            }
        }
    }

    /// <summary>The addresses of a header field, without what stands around them.</summary>
    public static string Field(string value, Pseudonyms names)
    {
        var result = new List<string>();
        var behind = 0;
        for (var at = value.IndexOf('@'); at >= 0; at = value.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > behind && IsPart(value[start - 1]))
                start--;
            var end = at + 1;
            while (end < value.Length && IsPart(value[end]))
                end++;
            if (start < at && end > at + 1)
            {
                var number = names.Address(value.Substring(start, at - start), value.Substring(at + 1, end - at - 1));
                result.Add($"User {number} <user{number}@{Pseudonyms.Domain}>");
            }

            behind = end;
            at = end - 1;
        }

        return string.Join(", ", result);
    }

    private static bool IsPart(char c) => !char.IsWhiteSpace(c) && "<>,;:\"()@".IndexOf(c) < 0;

    private static (string? Mailbox, string? Host) LookAhead(RedactionScanner scanner)
    {
        string? mailbox = null;
        for (var index = 0; index < 4 && scanner.Next();)
        {
            if (scanner.Token == RedactionToken.Space)
                continue;
            if (!scanner.IsString || scanner.Missing > 0)
                break;
            var text = scanner.HasValue ? scanner.Text : null;
            if (index == 2)
                mailbox = text;
            else if (index == 3)
                return (mailbox, text);
            index++;
        }

        return (null, null);
    }
}
