using System.Globalization;
using System.Text;
using ImapPS.Client.Mime;

namespace ImapPS.Client.Tests.Search;

/// <summary>Mail as it comes, from few words, so that random queries find some of it.</summary>
public sealed class RandomMail(System.Random random)
{
    public static readonly string[] Words =
    [
        "invoice", "Invoice", "INVOICES", "Rechnung", "für", "FÜR", "März", "Müller", "muller", "请求", "请求书", "счёт", "Счёт", "Größe", "café", "cafe", "report", "2026", "a.b",
        "x_y", "100%", "it's", "état", "No.7", "-draft-", "voice",
    ];

    private static readonly string[] Awkward = ["say \"hi\"", "(note)", "<tag>", "a, b", "c; d", "back\\slash", "two  spaces", "=?odd?=", "[x]", "*", "`tick`"];

    public static readonly string[] Domains = ["billing.example", "example.org", "sub.billing.example", "billing.example.org", "BILLING.example"];

    public static readonly string[] Locals = ["sales", "SALES", "j.doe", "info+tag", "o'neil"];

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Flags = ["\\Seen", "\\Flagged", "\\Answered", "\\Draft", "\\Deleted", "$Junk", "Work"];

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public bool Chance(double probability) => random.NextDouble() < probability;

    public MailSample Next()
    {
        var message = new List<byte>();
        Header(message, "From", string.Join(", ", Enumerable.Range(0, Chance(0.9) ? 1 : 2).Select(_ => Address())));
        if (Chance(0.9))
            Header(message, "To", Chance(0.1) ? "Team " + Pick(Words) + ": " + Address() + ", " + Address() + ";" : string.Join(",\r\n " + (Chance(0.5) ? "\t" : ""), Enumerable.Range(0, random.Next(1, 4)).Select(_ => Address())));
        if (Chance(0.3))
            Header(message, "Cc", Address());
        if (Chance(0.1))
            Header(message, "Bcc", Address());
        if (Chance(0.2))
            Header(message, "Sender", Address());
        if (Chance(0.2))
            Header(message, "Reply-To", Address());
        if (Chance(0.9))
            Header(message, "Subject", Text(1 + random.Next(5)));
        if (Chance(0.95))
            Header(message, "Date", Date());
        if (Chance(0.9))
            Header(message, "Message-ID", $"<{random.Next(100)}.{Pick(Locals)}@{Pick(Domains)}>");
        if (Chance(0.3))
            Header(message, "In-Reply-To", string.Join("\r\n ", Enumerable.Range(0, random.Next(1, 3)).Select(_ => $"<{random.Next(100)}.{Pick(Locals)}@{Pick(Domains)}>")));
        for (var i = random.Next(3); i > 0; i--)
            Header(message, "X-Tag", Chance(0.1) ? "" : Text(random.Next(1, 3)));
        Header(message, "MIME-Version", "1.0");
        Body(message, 0);
        return new MailSample(message.ToArray(), Moment(), Flags.Where(_ => Chance(0.3)).ToArray());
    }

    /// <summary>A moment with a zone, often near a day's end.</summary>
    public DateTimeOffset Moment()
    {
        var moment = Start.AddDays(random.Next(6)).AddSeconds(Chance(0.5) ? random.Next(-3, 4) * 1800 : random.Next(8640) * 10);
        return moment.ToOffset(TimeSpan.FromMinutes(Pick<int>([0, 0, 60, 120, -300, -720, 840, 330])));
    }

    public string Address()
    {
        var address = Pick(Locals) + "@" + Pick(Domains);
        var name = Pick(Words) + " " + Pick(Words);
        return random.Next(8) switch
        {
            0 => address,
            1 => "<" + address + ">",
            2 => address + " (" + Encode(name, true) + ")",
            3 => "\"" + Pick(["Doe, John", "say \\\"hi\\\"", "O'Neil", Pick(Words.Where(IsAscii).ToArray())]) + "\" <" + address + ">",
            4 => "\"" + address + "\" <" + Pick(Locals) + "@" + Pick(Domains) + ">",
            5 => "\"" + address + " via " + Pick(Words.Where(IsAscii).ToArray()) + "\" <" + Pick(Locals) + "@" + Pick(Domains) + ">",
            _ => Encode(name, true) + " <" + address + ">",
        };
    }

    private static bool IsAscii(string text) => text.All(char.IsAscii);

    /// <summary>Words, encoded as mailers do, sometimes folded.</summary>
    private string Text(int count)
    {
        var result = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                result.Append(Chance(0.2) ? "\r\n " : Chance(0.1) ? "  " : " ");
            var text = Chance(0.2) ? Pick(Awkward) : Pick(Words);
            result.Append(Encode(Chance(0.3) ? text + " " + Pick(Words) : text, false));
        }

        return result.ToString();
    }

    private string Encode(string text, bool always)
    {
        if (IsAscii(text) && (always || Chance(0.8)))
            return text;
        // 8-bit as it is, as RFC 6532 has it.
        if (!always && Chance(0.15))
            return text;
        var latin = text.All(static c => c < 0x100) && Chance(0.4);
        var bytes = (latin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text);
        var charset = latin ? "ISO-8859-1" : "utf-8";
        if (Chance(0.5))
            return $"=?{charset}?B?{Convert.ToBase64String(bytes)}?=";
        return $"=?{charset}?Q?{string.Concat(bytes.Select(static b => b == ' ' ? "_" : char.IsAsciiLetterOrDigit((char)b) ? ((char)b).ToString() : $"={b:X2}"))}?=";
    }

    private string Date()
    {
        var moment = Moment();
        return random.Next(20) switch
        {
            0 => moment.ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture),
            1 => moment.UtcDateTime.ToString("d MMM yy HH:mm 'GMT'", CultureInfo.InvariantCulture),
            2 => "no date at all",
            3 => moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            4 => moment.ToString("dddd, d MMMM yyyy HH:mm:ss zz", CultureInfo.InvariantCulture) + "00",
            _ => MailDate.Format(moment),
        };
    }

    private void Body(List<byte> message, int depth)
    {
        var kind = depth > 1 ? random.Next(3) : random.Next(6);
        if (kind < 3)
        {
            TextPart(message, Chance(0.3) ? "html" : "plain");
            return;
        }

        var boundary = $"b{depth}-{random.Next(1000)}";
        Header(message, "Content-Type", $"multipart/{(kind == 3 ? "alternative" : "mixed")}; boundary=\"{boundary}\"");
        Ascii(message, "\r\n");
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            Ascii(message, $"--{boundary}\r\n");
            if (kind == 3 || i > 1 || Chance(0.3))
                Body(message, depth + 1);
            else
                Attachment(message);
            Ascii(message, "\r\n");
        }

        Ascii(message, $"--{boundary}--\r\n");
    }

    private void Attachment(List<byte> message)
    {
        var name = Pick(Words).Replace("%", "", StringComparison.Ordinal) + ".pdf";
        Header(message, "Content-Type", Chance(0.5) ? "application/pdf" : "image/png");
        Header(message, "Content-Disposition", IsAscii(name) ? $"attachment; filename=\"{name}\"" : $"attachment; filename*=utf-8''{Uri.EscapeDataString(name)}");
        Header(message, "Content-Transfer-Encoding", "base64");
        Ascii(message, "\r\n" + Convert.ToBase64String(Encoding.ASCII.GetBytes(Pick(Words.Where(IsAscii).ToArray()))) + "\r\n");
    }

    private void TextPart(List<byte> message, string subtype)
    {
        var text = string.Join(Chance(0.7) ? " " : "\r\n", Enumerable.Range(0, random.Next(1, 12)).Select(_ => Chance(0.1) ? Pick(Awkward) : Pick(Words))) + "\r\n";
        if (subtype == "html")
            text = "<p>" + text.Replace("<tag>", "", StringComparison.Ordinal) + "</p>\r\n";
        var latin = text.All(static c => c < 0x100) && Chance(0.5);
        var bytes = (latin ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text);
        if (!IsAscii(text) || Chance(0.5))
            Header(message, "Content-Type", $"text/{subtype}; charset={(latin ? "iso-8859-1" : "\"utf-8\"")}");
        var encoding = random.Next(3);
        if (encoding == 0)
        {
            Header(message, "Content-Transfer-Encoding", "base64");
            bytes = Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
        }
        else if (encoding == 1)
        {
            Header(message, "Content-Transfer-Encoding", "quoted-printable");
            bytes = Encoding.ASCII.GetBytes(string.Concat(bytes.Select(static b => b is (byte)'\r' or (byte)'\n' || (b is >= 0x20 and < 0x7f && b != '=') ? ((char)b).ToString() : $"={b:X2}")).Replace("cha", "c=\r\nha", StringComparison.Ordinal));
        }
        else if (!IsAscii(text))
        {
            Header(message, "Content-Transfer-Encoding", "8bit");
        }

        Ascii(message, "\r\n");
        message.AddRange(bytes);
    }

    private static void Header(List<byte> message, string name, string value) => message.AddRange(Encoding.UTF8.GetBytes($"{name}: {value}\r\n"));

    private static void Ascii(List<byte> message, string text) => message.AddRange(Encoding.ASCII.GetBytes(text));
}
