namespace ImapPS.Protocol.Values;

/// <summary>
/// One node of BODY or BODYSTRUCTURE (RFC 9051 section 7.5.2). A multipart has <see cref="Parts"/>, a message/rfc822
/// has <see cref="Envelope"/> and one part; every other node is a leaf.
/// </summary>
public sealed class BodyPart
{
    /// <summary>
    /// What to ask for in BODY[...] (RFC 9051 section 6.4.5.1): "1", "2.1"; "" for a multipart that is the whole message;
    /// "2.TEXT" for one that is the body of the message/rfc822 in part 2, whose parts are "2.1", "2.2".
    /// </summary>
    public string Section { get; set; } = "";

    /// <summary>The media type, in lower case as most servers don't send it: "text", "multipart".</summary>
    public string Type { get; set; } = "text";

    public string Subtype { get; set; } = "plain";

    public string ContentType => Type + "/" + Subtype;

    public bool IsMultipart => Type == "multipart";

    /// <summary>Content-Type's parameters as they came: undecoded names and values in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; set; } = [];

    public string? Id { get; set; }

    public string? Description { get; set; }

    /// <summary>The Content-Transfer-Encoding, as sent; null if missing.</summary>
    public string? Encoding { get; set; }

    /// <summary>Size in octets, encoded.</summary>
    public long Size { get; set; }

    /// <summary>Lines, of text and message/rfc822 parts.</summary>
    public long? Lines { get; set; }

    public string? Md5 { get; set; }

    public string? Disposition { get; set; }

    public IReadOnlyList<KeyValuePair<string, string>> DispositionParameters { get; set; } = [];

    public IReadOnlyList<string> Languages { get; set; } = [];

    public string? Location { get; set; }

    /// <summary>Of message/rfc822: the header of the message inside.</summary>
    public Envelope? Envelope { get; set; }

    /// <summary>The parts of a multipart, or the one body of a message/rfc822.</summary>
    public IReadOnlyList<BodyPart> Parts { get; set; } = [];

    /// <summary>Whether extension data was sent: BODYSTRUCTURE has it, BODY has not.</summary>
    public bool HasExtensionData { get; set; }

    /// <summary>Whether both trees say the same in every field. Parts can change, so this is not <see cref="object.Equals(object)"/>.</summary>
    public static bool ContentEquals(BodyPart? left, BodyPart? right)
    {
        var pairs = new Stack<(BodyPart? Left, BodyPart? Right)>();
        pairs.Push((left, right));
        while (pairs.Count > 0)
        {
            var (a, b) = pairs.Pop();
            if (ReferenceEquals(a, b))
                continue;
            if (a is null || b is null || !a.FieldsEqual(b) || a.Parts.Count != b.Parts.Count)
                return false;
            for (var i = 0; i < a.Parts.Count; i++)
                pairs.Push((a.Parts[i], b.Parts[i]));
        }

        return true;
    }

    private bool FieldsEqual(BodyPart other) =>
        Section == other.Section && Type == other.Type && Subtype == other.Subtype && Id == other.Id
        && Description == other.Description && Encoding == other.Encoding && Size == other.Size && Lines == other.Lines
        && Md5 == other.Md5 && Disposition == other.Disposition && Location == other.Location
        && HasExtensionData == other.HasExtensionData && Equals(Envelope, other.Envelope)
        && ListEquality.Equal(Parameters, other.Parameters) && ListEquality.Equal(Languages, other.Languages)
        && ListEquality.Equal(DispositionParameters, other.DispositionParameters);
}
