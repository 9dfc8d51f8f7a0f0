using System.Text;
using System.Text.RegularExpressions;
using ImapPS.Protocol.Grammar;

namespace ImapPS.Protocol.Transcripts;

/// <summary>The header of a message: fields stay, what they say of people and things is replaced.</summary>
internal static class HeaderRedaction
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "MIME-Version", "Content-Transfer-Encoding", "Content-Language", "Importance", "Priority", "X-Priority", "Precedence", "Auto-Submitted",
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
        "charset", "format", "delsp", "micalg", "protocol", "type", "report-type", "smime-type", "size", "creation-date", "modification-date", "read-date",
    };

    // field-name = 1*ftext                               ; RFC 5322 section 3.6.8; of these the ones that are no line of somebody's text
    private static readonly Regex FieldName = new(
        "^(?:(?:X|ARC|DKIM|List|Resent|Content|Authentication|Received|Original|Thread|Auto|MIME|Feedback|Require|Disposition|TLS)-[A-Za-z0-9_-]{1,80}"
        + "|From|Sender|Reply-To|To|Cc|Bcc|Subject|Date|Message-ID|In-Reply-To|References|Received|Return-Path|Delivered-To|Errors-To|Importance|Priority|Precedence|Status|Comments|Keywords"
        + "|Organization|User-Agent|Newsgroups|Path|Sensitivity|Return-Receipt-To|Mailing-List|Face|Archived-At|Apparently-To|Lines|Encoding|Expires|Supersedes|Autocrypt|Accept-Language|BIMI-Indicator)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // token, of RFC 2045 section 5.1; and type "/" subtype
    private static readonly Regex Plain = new("^[A-Za-z0-9][A-Za-z0-9+._-]{0,80}(?:/[A-Za-z0-9][A-Za-z0-9+._-]{0,80})?$", RegexOptions.CultureInvariant);

    private static readonly Regex ParameterShape = new(
        "^(?:[0-9]{1,12}|flowed|fixed|yes|no|(?:pgp-)?(?:md5|sha-?[0-9]{1,4})|delivery-status|disposition-notification|feedback-report|enveloped-data|signed-data|certs-only|compressed-data|signed-receipt"
        + "|(?:text|image|audio|video|application|multipart|message)/[A-Za-z0-9+.-]{1,80})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // date-time, of RFC 5322 section 3.3, and its obsolete forms
    private static readonly Regex DateShape = new(
        @"^\s*(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?(?:\s+(?:[+-]\d{4}|[A-Z]{1,5}))?(?:\s+\([A-Za-z]{1,5}\))?\s*$", RegexOptions.CultureInvariant);

    // *( ";" attribute "=" value )
    private static readonly Regex Parameter = new(@"\G\s*;\s*([A-Za-z0-9_*-]{1,80})\s*=\s*(""(?:[^""\\]|\\.)*""|[^\s;""]*)", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private static readonly HashSet<string> KnownParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "filename", "boundary", "start", "start-info", "access-type", "expiration", "permission", "url", "method", "handling", "id", "number", "total", "title", "profile", "level",
        "version", "x-unix-mode", "x-mac-type", "x-mac-creator", "x-apple-part-url", "x-mac-auto-archive", "reply-type", "component", "conversions",
    };

    private static readonly HashSet<string> MediaTypes = new(StringComparer.OrdinalIgnoreCase) { "application", "audio", "chemical", "example", "font", "haptics", "image", "message", "model", "multipart", "text", "video" };

    private static readonly HashSet<string> MultipartSubtypes = new(StringComparer.OrdinalIgnoreCase) { "alternative", "appledouble", "byteranges", "digest", "encrypted", "form-data", "mixed", "parallel", "related", "report", "signed" };

    private static readonly HashSet<string> Encodings = new(StringComparer.OrdinalIgnoreCase) { "7bit", "8bit", "base64", "binary", "quoted-printable", "uuencode", "x-uue", "x-uuencode", "yenc", "x-yenc" };

    public static bool IsMediaType(string value) => MediaTypes.Contains(value);

    public static bool IsMultipartSubtype(string value) => MultipartSubtypes.Contains(value);

    public static bool IsSubtype(string value) => Plain.IsMatch(value);

    public static bool IsEncoding(string value) => Encodings.Contains(value);

    private static string Bare(string parameter)
    {
        var star = parameter.IndexOf('*');
        return star < 0 ? parameter : parameter.Substring(0, star);
    }

    /// <summary>What a date says, if it is one.</summary>
    public static string Date(string value, Pseudonyms names) => IsDate(value) ? value : names.Text(value);

    /// <summary>Whether it is a date, of a message or of INTERNALDATE.</summary>
    public static bool IsDate(string value) => DateShape.IsMatch(value);

    /// <summary>A word that means something to machines, if it is one.</summary>
    private static string Word(string value, Pseudonyms names) => Plain.IsMatch(value) ? value : names.Text(value);

    /// <summary>What a parameter is called, its number and star (RFC 2231) included.</summary>
    public static string ParameterName(string value, Pseudonyms names) => KnownParameters.Contains(Bare(value)) || KeptParameters.Contains(Bare(value)) ? value : names.Text(value);

    /// <summary>What a parameter of Content-Type or Content-Disposition says.</summary>
    public static string ParameterValue(string name, string value, Pseudonyms names)
    {
        name = Bare(name);
        if (name.Equals("boundary", StringComparison.OrdinalIgnoreCase))
            return names.Text(value);
        return !KeptParameters.Contains(name) ? names.File(value) : name.EndsWith("-date", StringComparison.OrdinalIgnoreCase) ? Date(value, names)
            : (name.Equals("charset", StringComparison.OrdinalIgnoreCase) ? ProtocolWords.IsCharset(value) : ParameterShape.IsMatch(value)) ? value : names.Text(value);
    }

    /// <summary>Writes the name of a field that is asked for.</summary>
    public static void KeepName(ref RedactionScanner scanner)
    {
        if (FieldName.IsMatch(scanner.Text))
            scanner.Keep();
        else
            scanner.Put(scanner.Names.Text(scanner.Text));
    }

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
        if (!FieldName.IsMatch(name))
        {
            // No field at all: a line that some sender put there.
            result.Append("x\r\n");
            return;
        }

        result.Append(name).Append(": ").Append(Value(name, field.Substring(colon + 1).Trim(), names)).Append("\r\n");
    }

    private static string Value(string name, string value, Pseudonyms names)
    {
        if (value.Length == 0)
            return value;
        if (Kept.Contains(name))
            return Word(value, names);
        if (Ids.Contains(name))
            return names.Id(value);
        if (Addresses.Contains(name))
            return AddressRedaction.Field(value, names);
        return name.ToUpperInvariant() switch
        {
            "DATE" or "RESENT-DATE" => Date(value, names),
            "SUBJECT" => names.Text(value),
            "CONTENT-TYPE" or "CONTENT-DISPOSITION" => Parameters(value, names),
            _ => "x",
        };
    }

    /// <summary>A value with its parameters. Behind the first thing that is none everything is left out.</summary>
    private static string Parameters(string value, Pseudonyms names)
    {
        var at = value.IndexOf(';');
        var result = new StringBuilder(Word((at < 0 ? value : value.Substring(0, at)).Trim(), names));
        while (at >= 0 && Parameter.Match(value, at) is { Success: true } match)
        {
            var name = match.Groups[1].Value;
            result.Append("; ").Append(ParameterName(name, names)).Append("=\"").Append(ParameterValue(name, match.Groups[2].Value.Trim('"'), names)).Append('"');
            at = match.Index + match.Length;
        }

        return result.ToString();
    }
}
