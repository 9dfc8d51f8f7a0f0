using ImapPS.Client.Mime;
using GroupAddress = global::MimeKit.GroupAddress;
using InternetAddress = global::MimeKit.InternetAddress;
using MailboxAddress = global::MimeKit.MailboxAddress;
using MimeEntity = global::MimeKit.MimeEntity;
using MimeMessage = global::MimeKit.MimeMessage;
using Multipart = global::MimeKit.Multipart;
using NativeMessagePart = global::MimeKit.MessagePart;
using NativePart = global::MimeKit.MimePart;

namespace ImapPS.MimeKit;

/// <summary>One message from MimeKit's types to ours. The tree is walked with a list, so its depth doesn't matter.</summary>
internal sealed class MimeKitReader
{
    private readonly ArraySegment<byte> _bytes;
    private readonly MimeReadOptions _options;
    private readonly CancellationToken _cancellationToken;

    internal MimeKitReader(ArraySegment<byte> bytes, MimeReadOptions options, CancellationToken cancellationToken)
    {
        _bytes = bytes;
        _options = options;
        _cancellationToken = cancellationToken;
    }

    internal ParsedMessage Read()
    {
        using var stream = new MemoryStream(_bytes.Array!, _bytes.Offset, _bytes.Count, writable: false);
        var settings = global::MimeKit.ParserOptions.Default.Clone();
        settings.MaxMimeDepth = _options.MaxNesting;
        MimeMessage message;
        try
        {
            message = new global::MimeKit.MimeParser(settings, stream, global::MimeKit.MimeFormat.Entity, persistent: false).ParseMessage(_cancellationToken);
        }
        catch (FormatException e)
        {
            return ReadWithout(e);
        }
        var headers = MimeHeaders.Read(_bytes, _options.MaxHeaders);
        return new ParsedMessage(headers, BuildTree(message, headers))
        {
            From = Flatten(message.From),
            Sender = message.Sender is null ? [] : Flatten([message.Sender]),
            ReplyTo = Flatten(message.ReplyTo),
            To = Flatten(message.To),
            Cc = Flatten(message.Cc),
            Bcc = Flatten(message.Bcc),
            Subject = message.Headers.Contains(global::MimeKit.HeaderId.Subject) ? HeaderText.Decode(message.Subject ?? "") : null,
            Date = message.Headers[global::MimeKit.HeaderId.Date] is { } date && MailDate.TryParse(date, out var parsed) ? parsed : null,
            MessageId = Bracketed(message.MessageId),
            InReplyTo = Bracketed(message.InReplyTo),
            References = message.References.Select(id => Bracketed(id)!).ToList(),
            Raw = message,
        };
    }

    /// <summary>MimeKit refuses what has no header at all; the built-in reader takes anything.</summary>
    private ParsedMessage ReadWithout(FormatException reason)
    {
        using var stream = new MemoryStream(_bytes.Array!, _bytes.Offset, _bytes.Count, writable: false);
        var message = new BuiltInMimeEngine().Read(stream, _options, _cancellationToken);
        return new ParsedMessage(message.Headers, message.Body)
        {
            From = message.From,
            Sender = message.Sender,
            ReplyTo = message.ReplyTo,
            To = message.To,
            Cc = message.Cc,
            Bcc = message.Bcc,
            Subject = message.Subject,
            Date = message.Date,
            MessageId = message.MessageId,
            InReplyTo = message.InReplyTo,
            References = message.References,
            Problems = [.. message.Problems, "MimeKit can't read the message: " + reason.Message],
        };
    }

    private static MimePart BuildTree(MimeMessage message, IReadOnlyList<MimeHeader> headers)
    {
        // Parents come before their children in the list, so building it backwards finds the children built.
        var nodes = new List<Node> { new(message.Body, headers, insideMessage: false) };
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (node.Entity is Multipart multipart)
            {
                foreach (var child in multipart)
                    node.Add(nodes, new Node(child, Headers(child.Headers), node.InsideMessage));
            }
            else if (node.Entity is NativeMessagePart { Message: { } inner })
            {
                var own = Headers(inner.Headers);
                if (inner.Body is not null)
                    own.AddRange(Headers(inner.Body.Headers));
                node.Add(nodes, new Node(inner.Body, own, insideMessage: true));
            }
        }
        for (var i = nodes.Count - 1; i >= 0; i--)
            nodes[i].Build();
        return nodes[0].Built!;
    }

    private static List<MimeHeader> Headers(global::MimeKit.HeaderList headers) =>
        headers.Select(header => new MimeHeader(header.Field, header.RawValue)).ToList();

    private static List<MimeAddress> Flatten(IEnumerable<InternetAddress> addresses)
    {
        var result = new List<MimeAddress>();
        var open = new Stack<(InternetAddress Address, string? Group)>(addresses.Reverse().Select(address => (address, (string?)null)));
        while (open.Count > 0)
        {
            var (address, group) = open.Pop();
            if (address is MailboxAddress mailbox)
            {
                result.Add(new MimeAddress(HeaderText.Decode(mailbox.Name ?? ""), AsWritten(mailbox.Address ?? ""), group));
            }
            else if (address is GroupAddress list)
            {
                var name = group ?? HeaderText.Decode(list.Name ?? "");
                if (list.Members.Count == 0)
                    result.Add(new MimeAddress("", "", name));
                foreach (var member in list.Members.Reverse())
                    open.Push((member, name));
            }
        }
        return result;
    }

    /// <summary>MimeKit shows international domains decoded; ENVELOPE and the built-in reader have them as they are in the message.</summary>
    private static string AsWritten(string address) => address.IndexOf('@') > 0 ? MailboxAddress.EncodeAddrspec(address) : address;

    private static string? Bracketed(string? id) => string.IsNullOrEmpty(id) ? null : "<" + id + ">";

    /// <summary>A part on its way from MimeKit's type to ours.</summary>
    private sealed class Node(MimeEntity? entity, IReadOnlyList<MimeHeader> headers, bool insideMessage)
    {
        private readonly List<Node> _children = [];

        internal MimeEntity? Entity { get; } = entity;

        internal bool InsideMessage { get; } = insideMessage;

        internal MimePart? Built { get; private set; }

        internal void Add(List<Node> nodes, Node child)
        {
            _children.Add(child);
            nodes.Add(child);
        }

        internal void Build()
        {
            if (Entity is null)
            {
                Built = new MimePart("text/plain", static () => new MemoryStream([], writable: false)) { Headers = headers };
                return;
            }
            var contentType = Entity.ContentType;
            var part = Entity as NativePart;
            var type = contentType.MimeType.ToLowerInvariant();
            // A multipart in which no part was found is shown as the text that it is.
            if (type.StartsWith("multipart/", StringComparison.Ordinal) && _children.Count == 0)
                type = "text/plain";
            var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var parameter in contentType.Parameters)
                parameters[parameter.Name] = HeaderText.Decode(parameter.Value);
            var fileName = NotEmpty(Entity.ContentDisposition?.FileName) ?? NotEmpty(contentType.Name);
            Built = new MimePart(type, new MimeKitContent(Entity).Open)
            {
                Headers = headers,
                Parameters = parameters,
                Charset = NotEmpty(contentType.Charset),
                FileName = fileName is null ? null : HeaderText.Decode(fileName),
                Disposition = NotEmpty(Entity.ContentDisposition?.Disposition)?.ToLowerInvariant(),
                ContentId = NotEmpty(Entity.ContentId),
                TransferEncoding = part is null ? "7bit" : MimeKitContent.EncodingName(part.ContentTransferEncoding),
                // Measuring a message inside a message inside a message... would cost its size at each level.
                Size = part is null && InsideMessage ? 0 : MimeKitContent.Measure(Entity),
                Children = _children.ConvertAll(child => child.Built!),
            };
        }

        private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
    }
}
