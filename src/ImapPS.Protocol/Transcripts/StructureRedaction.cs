namespace ImapPS.Protocol.Transcripts;

/// <summary>ENVELOPE, BODY and BODYSTRUCTURE: what a string means depends on where it stands.</summary>
/// <remarks>
/// <code>
/// envelope        = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP env-cc SP env-bcc
///                   SP env-in-reply-to SP env-message-id ")"                      ; RFC 9051 section 9
/// body            = "(" (body-type-1part / body-type-mpart) ")"
/// body-fields     = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP body-fld-octets
/// body-type-1part = media-type SP media-subtype SP body-fields [message: SP envelope SP body SP lines] [SP body-ext-1part]
/// body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]
/// </code>
/// </remarks>
internal sealed class StructureRedaction
{
    private const int MaxNesting = 1_000;

    private readonly Stack<Frame> _frames = new();

    private enum Kind
    {
        Part,
        Parameters,
        Disposition,
        Envelope,
        Addresses,
    }

    /// <summary>Redacts an ENVELOPE; the scanner stands on its "(".</summary>
    public static void Envelope(ref RedactionScanner scanner) => new StructureRedaction().Run(ref scanner, Kind.Envelope);

    /// <summary>Redacts a BODY or BODYSTRUCTURE; the scanner stands on its "(".</summary>
    public static void Body(ref RedactionScanner scanner) => new StructureRedaction().Run(ref scanner, Kind.Part);

    private void Run(ref RedactionScanner scanner, Kind kind)
    {
        scanner.Keep();
        _frames.Push(new Frame(kind));
        while (_frames.Count > 0 && scanner.NextValue())
        {
            var frame = _frames.Peek();
            switch (scanner.Token)
            {
                case RedactionToken.Close:
                    scanner.Keep();
                    _frames.Pop();
                    break;
                case RedactionToken.Open when frame.Kind == Kind.Addresses:
                    scanner.Keep();
                    AddressRedaction.Address(ref scanner);
                    break;
                case RedactionToken.Open when _frames.Count >= MaxNesting:
                    scanner.Keep();
                    scanner.DenyRest();
                    break;
                case RedactionToken.Open:
                    scanner.Keep();
                    var inner = frame.Inner();
                    frame.Index++;
                    _frames.Push(new Frame(inner));
                    break;
                default:
                    String(ref scanner, frame);
                    frame.Index++;
                    break;
            }
        }
    }

    private static void String(ref RedactionScanner scanner, Frame frame)
    {
        if (!scanner.HasValue || IsNumber(scanner))
        {
            scanner.Keep();
            return;
        }

        switch (frame.Kind)
        {
            case Kind.Part:
                Part(ref scanner, frame);
                break;
            case Kind.Parameters when frame.Index % 2 == 0:
                frame.Name = scanner.Text;
                scanner.Put(HeaderRedaction.ParameterName(frame.Name, scanner.Names));
                break;
            case Kind.Parameters:
                scanner.Put(HeaderRedaction.ParameterValue(frame.Name, scanner.Text, scanner.Names));
                break;
            case Kind.Disposition when frame.Index == 0 && scanner.Text.ToUpperInvariant() is "INLINE" or "ATTACHMENT" or "FORM-DATA" or "SIGNAL":
                scanner.Keep();
                break;
            case Kind.Envelope when frame.Index == 0:
                scanner.Put(HeaderRedaction.Date(scanner.Text, scanner.Names));
                break;
            case Kind.Envelope when frame.Index >= 8:
                scanner.Put(scanner.Names.Id(scanner.Text));
                break;
            default:
                scanner.Put(scanner.Names.Text(scanner.Text));
                break;
        }
    }

    private static void Part(ref RedactionScanner scanner, Frame frame)
    {
        if (frame.Index == 0)
            frame.IsMessage = scanner.Text.Equals("message", StringComparison.OrdinalIgnoreCase);
        var text = scanner.Text;
        frame.HasType |= !frame.IsMultipart && frame.Index == 0 && HeaderRedaction.IsMediaType(text);
        var kept = frame.IsMultipart ? !frame.HasSubtype && HeaderRedaction.IsMultipartSubtype(text) : frame.Index switch
        {
            0 => frame.HasType,
            1 => frame.HasType && HeaderRedaction.IsSubtype(text),
            5 => HeaderRedaction.IsEncoding(text),
            _ => false,
        };
        frame.HasSubtype |= frame.IsMultipart;
        if (kept)
            scanner.Keep();
        else if (frame is { IsMultipart: false, Index: 3 })
            scanner.Put(scanner.Names.Id(scanner.Text));
        else
            scanner.Put(scanner.Names.Text(scanner.Text));
    }

    private static bool IsNumber(RedactionScanner scanner)
    {
        foreach (var b in scanner.Value)
        {
            if (b is < (byte)'0' or > (byte)'9')
                return false;
        }

        return scanner.Token == RedactionToken.Atom;
    }

    private sealed class Frame(Kind kind)
    {
        public Kind Kind { get; } = kind;

        public int Index { get; set; }

        public bool IsMultipart { get; private set; }

        public bool HasSubtype { get; set; }

        public bool IsMessage { get; set; }

        public bool HasType { get; set; }

        public string Name { get; set; } = "";

        /// <summary>What the list is that begins here.</summary>
        public Kind Inner()
        {
            switch (Kind)
            {
                case Kind.Envelope:
                    return Kind.Addresses;
                case Kind.Disposition:
                case Kind.Parameters:
                    return Kind.Parameters;
                case Kind.Part when Index == 0 || (IsMultipart && !HasSubtype):
                    IsMultipart = true;
                    return Kind.Part;
                case Kind.Part when IsMultipart:
                    // body-ext-mpart = body-fld-param [SP body-fld-dsp ...
                    return HasParameters ? Kind.Disposition : TakeParameters();
                default:
                    return Index == 2 ? Kind.Parameters
                        : Index == 7 && IsMessage ? Kind.Envelope
                        : Index == 8 && IsMessage ? Kind.Part
                        : Kind.Disposition;
            }
        }

        private bool HasParameters { get; set; }

        private Kind TakeParameters()
        {
            HasParameters = true;
            return Kind.Parameters;
        }
    }
}
