using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>Addresses, as ENVELOPE and header fields have them.</summary>
internal static class AddressRedaction
{
    private const int MaxText = 100_000;

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
        if (value.Length > MaxText)
            return "";
        var found = Regex.Matches(value, @"([^\s<>,;:""()@]+)@([^\s<>,;:""()@]+)", RegexOptions.CultureInvariant);
        return string.Join(", ", found.Cast<Match>().Select(m => names.Address(m.Groups[1].Value, m.Groups[2].Value)).Select(n => $"User {n} <user{n}@{Pseudonyms.Domain}>"));
    }

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
