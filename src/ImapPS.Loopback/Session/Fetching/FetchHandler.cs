using System.Text;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session.Fetching;

/// <summary>FETCH. Written straight into the output, from octets that each message keeps: it is what benchmarks wait for.</summary>
internal sealed class FetchHandler
{
    private const int LargeContent = 32 * 1024;

    private readonly SessionContext _context;
    private readonly MailboxView _view;
    private readonly FetchAttributes _attributes;
    private readonly List<Section> _sections = [];
    private readonly bool _setsSeen;
    private readonly WireBuffer _output;
    private bool _hasItems;

    private FetchHandler(SessionContext context, MailboxView view, UidFetchCommand command)
    {
        _context = context;
        _view = view;
        _output = context.Output.Buffer;
        var items = command.Items;
        _attributes = items.Attributes | (command.ByUid ? FetchAttributes.Uid : 0);
        if (items.ChangedSince is not null)
            _attributes |= FetchAttributes.ModSeq;
        foreach (var request in items.Sections)
            _sections.Add(new Section(request));
        if (Asked(FetchAttributes.Rfc822))
            _sections.Add(new Section(new FetchSectionRequest("") { Peek = false }, "RFC822"));
        if (Asked(FetchAttributes.Rfc822Header))
            _sections.Add(new Section(new FetchSectionRequest("HEADER"), "RFC822.HEADER"));
        if (Asked(FetchAttributes.Rfc822Text))
            _sections.Add(new Section(new FetchSectionRequest("TEXT") { Peek = false }, "RFC822.TEXT"));
        _setsSeen = !view.IsReadOnly && _sections.Exists(static s => s.SetsSeen);
    }

    public static async Task<Answer> RunAsync(SessionContext context, MailboxView view, UidFetchCommand command)
    {
        var items = command.Items;
        if ((items.ChangedSince is not null || (items.Attributes & FetchAttributes.ModSeq) != 0) && !context.Offers("CONDSTORE"))
            return Answer.NotOffered("CONDSTORE");
        if (items.Vanished && !context.UsesQResync)
            return Answer.Bad("QRESYNC is not enabled");
        if (items.Sections.Any(static s => s.Binary || s.SizeOnly) && !context.Offers("BINARY"))
            return Answer.NotOffered("BINARY");
        if (ExtensionItems.NotOffered(context, items.Attributes) is { } missing)
            return Answer.NotOffered(missing);
        if (command.OfSaved && !context.Offers("SEARCHRES"))
            return Answer.NotOffered("SEARCHRES");
        if ((command.OfSaved ? MessageSet.Resolve(view, view.Saved, byUid: true) : MessageSet.Resolve(view, command.Uids, command.ByUid)) is not { } indexes)
            return Answer.Bad("There is no message of that number");

        if (items is { Vanished: true, ChangedSince: { } known })
            await Resynchronization.TellVanishedAsync(context, view, command.Uids, known).ConfigureAwait(false);
        var handler = new FetchHandler(context, view, command);
        context.CondStore |= handler.Asked(FetchAttributes.ModSeq);
        var unknownEncoding = false;
        foreach (var index in indexes)
        {
            var message = view.Messages[index];
            if (items.ChangedSince is { } since && message.ModSeq <= since)
                continue;
            var start = handler._output.Length;
            try
            {
                // Most messages need no waiting: no task for them.
                var pending = handler._sections.Count == 0 ? handler.WriteSimple(index, message) : handler.WriteAsync(index, message);
                if (!pending.IsCompletedSuccessfully)
                    await pending.ConfigureAwait(false);
            }
            catch (UnknownEncodingException)
            {
                handler._output.Truncate(start);
                unknownEncoding = true;
            }
        }

        return unknownEncoding
            ? Answer.No("A transfer encoding isn't known", "UNKNOWN-CTE")
            : Answer.Ok(command.Name + " completed");
    }

    private bool Asked(FetchAttributes attribute) => (_attributes & attribute) != 0;

    private ValueTask WriteSimple(int index, LoopbackMessage message)
    {
        WriteAttributes(index, message, withFlags: Asked(FetchAttributes.Flags));
        _output.Append(")\r\n"u8);
        return _context.Output.EndResponseAsync();
    }

    private async ValueTask WriteAsync(int index, LoopbackMessage message)
    {
        var content = message.Open();

        // All of them first: what fails must not fail behind octets that were sent.
        var found = new List<ReadOnlyMemory<byte>?>(_sections.Count);
        foreach (var section in _sections)
            found.Add(section.Get(content));
        var seen = _setsSeen && !message.Flags.Has(SystemFlags.Seen)
            && _view.Mailbox.ChangeFlags(message, static f => f.Union(MessageFlags.Create(SystemFlags.Seen)), null, _view);
        WriteAttributes(index, message, withFlags: seen || Asked(FetchAttributes.Flags), content);
        for (var i = 0; i < found.Count; i++)
        {
            await WriteSectionAsync(_sections[i], found[i]).ConfigureAwait(false);
        }

        _output.Append(")\r\n"u8);
        await _context.Output.EndResponseAsync().ConfigureAwait(false);
    }

    private async Task WriteSectionAsync(Section section, ReadOnlyMemory<byte>? found)
    {
        Item(section.Label).Append((byte)' ');
        if (found is not { } content)
        {
            _output.Append(section.IsSizeOnly ? "0"u8 : "NIL"u8);
            return;
        }

        if (section.IsSizeOnly)
        {
            _output.Number((ulong)content.Length);
            return;
        }

        // Only a literal8 may hold NUL (RFC 9051 section 9).
        if (section.IsBinary && content.Span.IndexOf((byte)0) >= 0)
            _output.Append((byte)'~');
        _output.Append((byte)'{').Number((ulong)content.Length).Append("}\r\n"u8);
        if (content.Length < LargeContent)
            _output.Append(content.Span);
        else
            await _context.Output.WriteLargeAsync(content).ConfigureAwait(false);
    }

    private void WriteAttributes(int index, LoopbackMessage message, bool withFlags, MessageContent? content = null)
    {
        _hasItems = false;
        _output.Append("* "u8).Number((ulong)index + 1).Append(" FETCH ("u8);
        if (Asked(FetchAttributes.Uid))
            Item("UID "u8).Number(message.Uid);
        if (withFlags)
            WriteFlags(message.Flags);
        if (Asked(FetchAttributes.InternalDate))
            Item("INTERNALDATE \""u8).Ascii(ImapDate.FormatDateTime(message.InternalDate)).Append((byte)'"');
        if (Asked(FetchAttributes.ModSeq) || (withFlags && _context.CondStore))
            Item("MODSEQ ("u8).Number(message.ModSeq).Append((byte)')');
        if ((_attributes & (FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.Body | FetchAttributes.BodyStructure | ExtensionItems.All)) == 0)
            return;
        content ??= message.Open();
        if (Asked(FetchAttributes.Size))
            Item("RFC822.SIZE "u8).Number((ulong)content.Bytes.Length);
        if (Asked(FetchAttributes.Envelope))
            Item("ENVELOPE "u8).Append(content.Envelope);
        if (Asked(FetchAttributes.Body))
            Item("BODY "u8).Append(content.Body);
        if (Asked(FetchAttributes.BodyStructure))
            Item("BODYSTRUCTURE "u8).Append(content.BodyStructure);
        if (Asked(ExtensionItems.All))
            WriteExtensions(message, content);
    }

    private void WriteExtensions(LoopbackMessage message, MessageContent content)
    {
        if (Asked(FetchAttributes.Preview))
            Item("PREVIEW "u8).String(Encoding.UTF8.GetBytes(ExtensionItems.Preview(content)));
        if (Asked(FetchAttributes.SaveDate))
            Item("SAVEDATE \""u8).Ascii(ImapDate.FormatDateTime(message.SaveDate)).Append((byte)'"');
        if (Asked(FetchAttributes.EmailId))
            Item("EMAILID ("u8).Ascii(content.Identity.EmailId).Append((byte)')');
        if (Asked(FetchAttributes.ThreadId))
            Item("THREADID "u8).Ascii(content.Identity.ThreadId is { } thread ? "(" + thread + ")" : "NIL");
        if (Asked(FetchAttributes.GmailMessageId))
            Item("X-GM-MSGID "u8).Number(content.Identity.Number);
        if (Asked(FetchAttributes.GmailThreadId))
            Item("X-GM-THRID "u8).Number(content.Identity.ThreadNumber);
        if (!Asked(FetchAttributes.GmailLabels))
            return;
        Item("X-GM-LABELS ("u8);
        for (var i = 0; i < message.Labels.Count; i++)
            (i == 0 ? _output : _output.Append((byte)' ')).String(MailboxName.Create(message.Labels[i]).ToWire(_context.Output.Utf8));
        _output.Append((byte)')');
    }

    private WireBuffer Item(ReadOnlySpan<byte> name)
    {
        if (_hasItems)
            _output.Append((byte)' ');
        _hasItems = true;
        return _output.Append(name);
    }

    private void WriteFlags(MessageFlags flags)
    {
        Item("FLAGS ("u8);
        var first = true;
        foreach (var name in flags.ToNames())
        {
            _output.Ascii(first ? "" : " ").Ascii(name);
            first = false;
        }

        _output.Append((byte)')');
    }
}
