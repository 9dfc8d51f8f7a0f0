namespace ImapPS.Loopback.Mime;

/// <summary>Writes BODY or BODYSTRUCTURE from a scanned message, with a stack instead of recursion.</summary>
/// <remarks>
/// <code>
/// body            = "(" (body-type-1part / body-type-mpart) ")"              ; RFC 9051 section 9
/// body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]
/// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
/// body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
/// </code>
/// </remarks>
internal static class BodyStructureWriter
{
    public static void Write(WireBuffer output, MimeNode root, bool extended)
    {
        var stack = new Stack<(MimeNode Node, int NextChild)>();
        stack.Push((root, 0));
        while (stack.Count > 0)
        {
            var (node, child) = stack.Pop();
            if (child == 0)
                Begin(output, node);
            if (child < node.Children.Count)
            {
                stack.Push((node, child + 1));
                stack.Push((node.Children[child], 0));
                continue;
            }

            End(output, node, extended);
        }
    }

    private static void Begin(WireBuffer output, MimeNode node)
    {
        output.Append((byte)'(');
        if (node.Kind == MimeKind.Multipart)
            return;
        output.String(node.Type).Append((byte)' ').String(node.Subtype).Append((byte)' ');
        Parameters(output, node.Parameters);
        output.Append((byte)' ').NString(node.Header.Find("CONTENT-ID"u8));
        output.Append((byte)' ').NString(node.Header.Find("CONTENT-DESCRIPTION"u8));
        output.Append((byte)' ').String(node.Header.Find("CONTENT-TRANSFER-ENCODING"u8) is { Length: > 0 } encoding ? ParameterizedValue.Parse(encoding).Main : "7bit"u8);
        output.Append((byte)' ').Number((ulong)node.BodyBytes.Length);
        if (node.Kind != MimeKind.Message)
            return;
        output.Append((byte)' ');
        EnvelopeWriter.Write(output, node.Children[0].Header);
        output.Append((byte)' ');
    }

    private static void End(WireBuffer output, MimeNode node, bool extended)
    {
        if (node.Kind == MimeKind.Multipart)
            output.Append((byte)' ').String(node.Subtype);
        else if (node.Kind == MimeKind.Message || node.IsText)
            output.Append((byte)' ').Number(Lines(node.BodyBytes.Span));
        if (extended)
            Extension(output, node);
        output.Append((byte)')');
    }

    private static void Extension(WireBuffer output, MimeNode node)
    {
        output.Append((byte)' ');
        if (node.Kind == MimeKind.Multipart)
            Parameters(output, node.Parameters);
        else
            output.NString(node.Header.Find("CONTENT-MD5"u8));
        output.Append((byte)' ');
        if (node.Header.Find("CONTENT-DISPOSITION"u8) is { Length: > 0 } disposition)
        {
            var parsed = ParameterizedValue.Parse(disposition);
            output.Append((byte)'(').String(parsed.Main).Append((byte)' ');
            Parameters(output, parsed.Parameters);
            output.Append((byte)')');
        }
        else
        {
            output.Nil();
        }

        output.Append((byte)' ');
        Languages(output, node.Header.Find("CONTENT-LANGUAGE"u8));
        output.Append((byte)' ').NString(node.Header.Find("CONTENT-LOCATION"u8));
    }

    private static void Parameters(WireBuffer output, IReadOnlyList<MimeParameter> parameters)
    {
        if (parameters.Count == 0)
        {
            output.Nil();
            return;
        }

        for (var i = 0; i < parameters.Count; i++)
            output.Append((byte)(i == 0 ? '(' : ' ')).String(parameters[i].Name).Append((byte)' ').String(parameters[i].Value);
        output.Append((byte)')');
    }

    /// <summary>body-fld-lang = nstring / "(" string *(SP string) ")"</summary>
    private static void Languages(WireBuffer output, byte[]? value)
    {
        var count = 0;
        ReadOnlySpan<byte> rest = value;
        while (!rest.IsEmpty)
        {
            var comma = rest.IndexOf((byte)',');
            var language = Trim(comma < 0 ? rest : rest.Slice(0, comma));
            rest = comma < 0 ? default : rest.Slice(comma + 1);
            if (!language.IsEmpty)
                output.Append((byte)(count++ == 0 ? '(' : ' ')).String(language);
        }

        if (count == 0)
            output.Nil();
        else
            output.Append((byte)')');
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && HeaderBlock.IsSpace(text[0]))
            text = text.Slice(1);
        while (!text.IsEmpty && HeaderBlock.IsSpace(text[text.Length - 1]))
            text = text.Slice(0, text.Length - 1);
        return text;
    }

    private static ulong Lines(ReadOnlySpan<byte> body)
    {
        ulong lines = 0;
        for (var newline = body.IndexOf((byte)'\n'); newline >= 0; newline = body.IndexOf((byte)'\n'))
        {
            lines++;
            body = body.Slice(newline + 1);
        }

        return lines;
    }
}
