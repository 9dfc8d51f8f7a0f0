using System.Text;

namespace ImapPS.Fuzz;

/// <summary>Makes valid responses at random, by the grammar of RFC 9051 section 9, as octets in Latin-1.</summary>
internal sealed class ResponseGrammar(Random random)
{
    private static readonly string[] Words = ["a", "INBOX", "nil", "NIL", "text", "x y", "", "\\\"", "\\\\", "\u00e4\u00f6", "=?utf-8?q?=C3=A4?=", "(", ")", "{3}", "]", "BODY[1]", "12345678901234567890"];

    public string Response() => random.Next(12) switch
    {
        0 => $"* {Status()} {Code()}{Text()}\r\n",
        1 => $"A{random.Next(9999):0000} {Tagged()} {Code()}{Text()}\r\n",
        2 => $"* {Number()} {Pick("EXISTS", "EXPUNGE", "RECENT")}\r\n",
        3 => $"* {Pick("LIST", "LSUB")} ({Repeat(" ", 3, () => "\\" + Pick("HasChildren", "Noselect", "Sent", "Marked"))}) {Pick("\"/\"", "NIL", "\".\"")} {String()}\r\n",
        4 => random.Next(3) == 0 ? $"* THREAD {Repeat("", 4, () => Thread(0))}\r\n" : $"* {Pick("SEARCH", "SORT")}{Repeat("", 20, () => " " + Number())}\r\n",
        5 => $"* ESEARCH (TAG \"A{random.Next(99)}\"{Pick("", " MAILBOX \"Sent\" UIDVALIDITY 7")}) UID {Pick($"ALL {Set()}", $"COUNT {Number()}", $"PARTIAL ({Pick("1:10", "-1:-10")} {Pick("NIL", Set())})")}\r\n",
        6 => $"* STATUS {String()} (MESSAGES {Number()} UIDNEXT {Number()} UIDVALIDITY {Number()})\r\n",
        7 => $"* FLAGS ({Flags()})\r\n",
        8 => $"+ {Text()}\r\n",
        _ => Fetch(),
    };

    public string Fetch()
    {
        var items = new List<string>();
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            items.Add(random.Next(12) switch
            {
                0 => $"UID {Number()}",
                1 => $"FLAGS ({Flags()})",
                2 => $"RFC822.SIZE {Number()}",
                3 => "INTERNALDATE \"17-Jul-1996 02:44:25 -0700\"",
                4 => $"ENVELOPE ({NString()} {NString()} {Addresses()} {Addresses()} {Addresses()} {Addresses()} {Addresses()} {Addresses()} {NString()} {NString()})",
                5 => $"BODYSTRUCTURE {Body(0)}",
                6 => $"BODY[{Pick("", "1", "HEADER", "TEXT", "2.1.MIME", "HEADER.FIELDS (SUBJECT)")}] {NString()}",
                7 => $"MODSEQ ({Number()})",
                8 => $"PREVIEW {NString()}",
                9 => $"EMAILID (M{Number()}) THREADID {Pick("NIL", "(T1)")} SAVEDATE {Pick("NIL", "\"17-Jul-1996 02:44:25 -0700\"")}",
                10 => $"X-GM-LABELS ({Repeat(" ", 3, () => Pick("\\Inbox", "\"\\\\Sent\"", "&AMk-t&AOk-", "Work"))}) X-GM-MSGID {Number()} X-GM-THRID {Number()}",
                _ => $"X-{random.Next(9)} ({NString()} {Number()} ({NString()}))",
            });
        }

        return $"* {Number()} FETCH ({string.Join(" ", items)})\r\n";
    }

    private string Thread(int depth) =>
        $"({Repeat(" ", 3, Number, 1)}{(depth < 4 && random.Next(2) == 0 ? " " + Repeat("", 3, () => Thread(depth + 1), 2) : "")})";

    private string Body(int depth)
    {
        if (depth < 4 && random.Next(3) == 0)
            return $"({Repeat("", 3, () => Body(depth + 1), 1)} \"{Pick("mixed", "alternative")}\" {Parameters()} {Disposition()} NIL NIL)";
        if (depth < 4 && random.Next(6) == 0)
            return $"(\"message\" \"rfc822\" {Parameters()} NIL NIL \"7bit\" {Number()} ({Repeat(" ", 1, () => "NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL", 1)}) {Body(depth + 1)} {Number()})";
        return random.Next(2) == 0
            ? $"(\"text\" \"plain\" {Parameters()} {NString()} {NString()} \"{Pick("7bit", "base64")}\" {Number()} {Number()} NIL {Disposition()} NIL NIL)"
            : $"(\"application\" {String()} {Parameters()} {NString()} {NString()} \"base64\" {Number()} NIL {Disposition()} (\"en\" \"de\") {NString()})";
    }

    private string Parameters() => random.Next(3) == 0 ? "NIL" : $"({Repeat(" ", 3, () => $"\"{Pick("charset", "name", "filename*0*")}\" {String()}", 1)})";

    private string Disposition() => random.Next(3) == 0 ? "NIL" : $"(\"{Pick("attachment", "inline")}\" {Parameters()})";

    private string Addresses() => random.Next(3) == 0 ? "NIL" : $"({Repeat("", 3, () => $"({NString()} NIL {NString()} {NString()})", 1)})";

    private string NString() => random.Next(5) == 0 ? "NIL" : String();

    private string String()
    {
        var text = random.Next(12) == 0 ? new string('x', random.Next(3000)) : Pick(Words);
        if (random.Next(4) != 0)
            return "\"" + text + "\"";
        return $"{{{text.Length}}}\r\n{text}";
    }

    private string Text() => Pick("done", "", "[x", "\u00e4", "a [b] c");

    private string Code() => random.Next(2) == 0 ? "" : $"[{Pick("UIDVALIDITY 7", "ALERT", "PERMANENTFLAGS (\\Seen \\*)", "COPYUID 1 2:3 4:5", "CAPABILITY IMAP4rev1 IDLE", "BADCHARSET (\"a\")", "X-Y z")}] ";

    private string Status() => Pick("OK", "NO", "BAD", "BYE", "PREAUTH");

    private string Tagged() => Pick("OK", "NO", "BAD");

    private string Flags() => Repeat(" ", 4, () => Pick("\\Seen", "\\Flagged", "$Junk", "kw1", "\\Recent"));

    private string Set() => Repeat(",", 5, () => random.Next(2) == 0 ? Number() : Number() + ":" + Number(), 1);

    private string Number() => Pick("1", "2", "42", "4294967295", random.Next(1, int.MaxValue).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private string Repeat(string separator, int most, Func<string> make, int least = 0)
    {
        var result = new StringBuilder();
        for (var n = random.Next(least, most + 1); n > 0; n--)
            result.Append(result.Length == 0 ? "" : separator).Append(make());
        return result.ToString();
    }
}
