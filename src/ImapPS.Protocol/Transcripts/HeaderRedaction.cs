using System.Text;
using System.Text.RegularExpressions;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>The header of a message: fields stay, what they say of people and things is replaced.</summary>
internal static class HeaderRedaction
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Resent-Date", "MIME-Version", "Content-Transfer-Encoding", "Content-Language", "Importance", "Priority", "X-Priority", "Precedence", "Auto-Submitted",
    };

    private static readonly HashSet<string> Ids = new(StringComparer.OrdinalIgnoreCase)
    {
        "Message-ID", "In-Reply-To", "References", "Content-ID", "Resent-Message-ID",
    };

    private static readonly HashSet<string> Addresses = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Return-Path", "Delivered-To", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc",
        "Disposition-Notification-To", "Errors-To", "X-Original-To", "List-Id", "List-Post", "List-Unsubscribe",
    };

    private static readonly HashSet<string> KeptParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "charset", "format", "delsp", "micalg", "protocol", "type", "report-type", "smime-type", "boundary", "size", "creation-date", "modification-date", "read-date",
    };

    /// <summary>Whether what a parameter of Content-Type or Content-Disposition says is nobody's secret.</summary>
    public static bool IsKeptParameter(string name) => KeptParameters.Contains(name);

    /// <summary>Redacts a header.</summary>
    /// <param name="octets">The header, or a message that begins with one.</param>
    /// <param name="names">Gives the names.</param>
    /// <param name="body">Where the body begins; the length if there is none.</param>
    public static byte[] Redact(ReadOnlySpan<byte> octets, Pseudonyms names, out int body)
    {
        var result = new StringBuilder();
        var at = 0;
        var field = new StringBuilder();
        body = octets.Length;
        while (at < octets.Length)
        {
            var newline = octets.Slice(at).IndexOf((byte)'\n');
            var end = newline < 0 ? octets.Length : at + newline + 1;
            var line = ByteText.ToText(octets.Slice(at, end - at)).TrimEnd('\r', '\n');
            at = end;
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                field.Append(' ').Append(line.TrimStart());
                continue;
            }

            AppendField(result, field.ToString(), names);
            field.Clear().Append(line);
            if (line.Length > 0)
                continue;
            result.Append("\r\n");
            body = at;
            break;
        }

        AppendField(result, field.ToString(), names);
        return Encoding.UTF8.GetBytes(result.ToString());
    }

    private static void AppendField(StringBuilder result, string field, Pseudonyms names)
    {
        if (field.Length == 0)
            return;
        var colon = field.IndexOf(':');
        var name = colon > 0 ? field.Substring(0, colon).TrimEnd() : "";
        if (name.Length == 0 || name.Any(static c => c is <= ' ' or >= '\x7f'))
        {
            // No field at all: a line that some sender put there.
            result.Append("x\r\n");
            return;
        }

        result.Append(name).Append(": ").Append(Value(name, field.Substring(colon + 1).Trim(), names)).Append("\r\n");
    }

    private static string Value(string name, string value, Pseudonyms names)
    {
        if (value.Length == 0 || Kept.Contains(name))
            return value;
        if (Ids.Contains(name))
            return names.Id(value);
        if (Addresses.Contains(name))
            return AddressRedaction.Field(value, names);
        return name.ToUpperInvariant() switch
        {
            "SUBJECT" => names.Text(value),
            "CONTENT-TYPE" or "CONTENT-DISPOSITION" => Parameters(value, names),
            _ => "x",
        };
    }

    private static string Parameters(string value, Pseudonyms names) => Regex.Replace(
        value,
        @";\s*([^\s=;]+)\s*=\s*(""(?:[^""\\]|\\.)*""|[^;]*)",
        m => IsKeptParameter(m.Groups[1].Value) ? m.Value : $"; {m.Groups[1].Value.TrimEnd('*')}=\"{names.File(m.Groups[2].Value.Trim('"'))}\"",
        RegexOptions.CultureInvariant);
}
