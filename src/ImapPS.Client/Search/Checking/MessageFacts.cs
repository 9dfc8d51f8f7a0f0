using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>What is known of a message that may be a match. It grows from stage to stage.</summary>
internal sealed class MessageFacts(uint uid)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private List<MimeHeader>? _headers;
    private List<string>? _texts;
    private BodyPart? _structure;
    private IReadOnlyList<AttachmentPart>? _attachments;

    public uint Uid { get; } = uid;

    /// <summary>What was asked for and told; what is missing then isn't there.</summary>
    public MessageData Known { get; private set; }

    public MessageFlags Flags { get; private set; } = MessageFlags.None;

    public ulong? Size { get; private set; }

    public ulong? ModSeq { get; private set; }

    public DateTimeOffset? InternalDate { get; private set; }

    public DateTimeOffset? SaveDate { get; private set; }

    public string? EmailId { get; private set; }

    public string? ThreadId { get; private set; }

    public IReadOnlyList<string> Labels { get; private set; } = [];

    public IReadOnlyList<MimeHeader> Headers => _headers ?? (IReadOnlyList<MimeHeader>)[];

    public IReadOnlyList<string> Texts => _texts ?? (IReadOnlyList<string>)[];

    public IReadOnlyList<AttachmentPart> Attachments => _attachments ??= AttachmentPart.Find(_structure, inline: false);

    /// <summary>Where the text parts are that weren't read yet.</summary>
    public IReadOnlyList<BodyPart> TextParts { get; private set; } = [];

    /// <summary>Whether a text is in another charset than UTF-8 or US-ASCII, or it isn't known.</summary>
    public bool HasOtherCharsets { get; private set; } = true;

    /// <summary>Whether all of it is known; a header field is where the whole header is.</summary>
    public bool Has(MessageData data) => (Known & data) == data || (data == MessageData.HeaderFields && (Known & MessageData.Header) != 0);

    /// <summary>The values of a field, decoded and folded, of the parts of the header that are known.</summary>
    public IEnumerable<string> HeaderValues(string name) =>
        Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static h => TextFolding.Fold(h.Value));

    /// <summary>Every form in which an address of the field may be meant, folded.</summary>
    public IReadOnlyList<string> AddressForms(string name)
    {
        if (_addresses.TryGetValue(name, out var known))
            return known;
        var forms = new List<string>();
        foreach (var header in Headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var address in AddressReader.Read(header.Trimmed))
            {
                Add(forms, address.Address);
                Add(forms, address.DisplayName);
                if (address.DisplayName.Length > 0 && address.Address.Length > 0)
                    Add(forms, address.Written);
                if (address.Group is { } group)
                    Add(forms, group);
            }
        }

        // Before the header is there nothing is found, which must not be remembered.
        if (Has(MessageData.HeaderFields))
            _addresses[name] = forms;
        return forms;
    }

    /// <summary>Takes what the server told.</summary>
    public void Add(FetchResponse response, MessageData asked)
    {
        Flags = response.Flags ?? Flags;
        Size = response.Size is { } size ? (ulong)size : Size;
        ModSeq = response.ModSeq ?? ModSeq;
        InternalDate = response.InternalDate ?? InternalDate;
        if (response.Extras is { } extras)
        {
            SaveDate = extras.SaveDate ?? SaveDate;
            EmailId = extras.EmailId ?? extras.GmailMessageId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? EmailId;
            ThreadId = extras.ThreadId ?? extras.GmailThreadId?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ThreadId;
            Labels = extras.GmailLabels ?? Labels;
        }

        if ((asked & (MessageData.HeaderFields | MessageData.Header)) != 0)
            _headers = response.Sections.Where(static s => s.Section.StartsWith("HEADER", StringComparison.OrdinalIgnoreCase)).SelectMany(static s => MimeHeaders.Read(s.Content)).ToList();
        if ((asked & MessageData.BodyStructure) != 0)
        {
            _structure = response.Body;
            TextParts = FindTexts(response.Body);
            HasOtherCharsets = response.Body is null || TextParts.Any(static p => CharsetOf(p)?.Trim().ToUpperInvariant() is not (null or "" or "UTF-8" or "US-ASCII"));
        }

        Known |= asked & ~MessageData.TextParts;
    }

    /// <summary>Takes text parts; once all are there they are known.</summary>
    public void AddTexts(FetchResponse response)
    {
        var left = new List<BodyPart>();
        foreach (var part in TextParts)
        {
            var section = response.Sections.FirstOrDefault(s => s.Section == part.Section);
            if (section is null)
                left.Add(part);
            else
                (_texts ??= []).Add(Decode(part, section.Content ?? []));
        }

        // One that was asked for and didn't come won't come next time either.
        TextParts = left.Count < TextParts.Count ? left : [];
        EndTexts();
    }

    /// <summary>There are no more texts to come.</summary>
    public void EndTexts()
    {
        if (TextParts.Count == 0)
            Known |= MessageData.TextParts;
    }

    private static void Add(List<string> forms, string form)
    {
        if (form.Length > 0)
            forms.Add(TextFolding.Fold(form));
    }

    /// <summary>All text parts of the message itself; not those of messages that are attached to it.</summary>
    private static List<BodyPart> FindTexts(BodyPart? structure)
    {
        var result = new List<BodyPart>();
        var open = new Stack<BodyPart>();
        if (structure is not null)
            open.Push(structure);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (part.Type == "text")
                result.Add(part);
            if (!part.IsMultipart)
                continue;
            for (var i = part.Parts.Count - 1; i >= 0; i--)
                open.Push(part.Parts[i]);
        }

        return result;
    }

    private static string Decode(BodyPart part, byte[] content)
    {
        ReadOnlySpan<byte> bytes = TransferEncodings.CreateDecoder(part.Encoding).ConvertAll(content);
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        return Charsets.Decode(bytes.StartsWith(mark) ? bytes.Slice(mark.Length) : bytes, CharsetOf(part));
    }

    private static string? CharsetOf(BodyPart part) =>
        part.Parameters.Count > 0 && ParameterDecoder.Decode(part.Parameters).TryGetValue("charset", out var charset) ? charset : null;
}
