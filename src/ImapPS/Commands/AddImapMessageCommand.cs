using System.Management.Automation;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Mime;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Adds messages to a mailbox.</para>
/// <para type="description">Adds messages from .eml files, streams, bytes, text or MimeMessage objects, or one made from -From, -To, -Subject, -Body. Files are read while they are sent. Gives the ids of the new messages where the server tells them. Nothing is sent to anybody: the messages are only stored.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "ImapMessage", SupportsShouldProcess = true, DefaultParameterSetName = PathSetName)]
[OutputType(typeof(ImapMessageId))]
public sealed class AddImapMessageCommand : SessionCommand
{
    private const string PathSetName = "Path";
    private const string LiteralPathSetName = "LiteralPath";
    private const string MessageSetName = "Message";
    private const string DraftSetName = "Draft";

    private readonly List<KeyValuePair<string, Func<AppendSource>>> _messages = [];
    private MessageFlags? _flags;

    /// <summary><para type="description">The mailbox to add to, by name, special use such as '\Drafts', or a pattern that one mailbox alone matches.</para></summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [MailboxName]
    [ArgumentCompleter(typeof(MailboxCompleter))]
    public string Mailbox { get; set; } = "";

    /// <summary><para type="description">Files that hold one message each (.eml); wildcards are followed.</para></summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSetName)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary><para type="description">Files by their exact names.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSetName, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary><para type="description">A message: a stream, bytes, text, or an object with WriteTo(Stream) such as MimeKit's MimeMessage.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = MessageSetName, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? Message { get; set; }

    /// <summary><para type="description">Who the new message is from: me@example.org, or 'My name &lt;me@example.org&gt;'. What is no address is an error.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = DraftSetName)]
    [ValidateNotNullOrEmpty]
    public string[]? From { get; set; }

    /// <summary><para type="description">Who it is to, as with -From.</para></summary>
    [Parameter(ParameterSetName = DraftSetName)]
    [ValidateNotNullOrEmpty]
    public string[]? To { get; set; }

    /// <summary><para type="description">Who gets a copy, as with -From.</para></summary>
    [Parameter(ParameterSetName = DraftSetName)]
    [ValidateNotNullOrEmpty]
    public string[]? Cc { get; set; }

    /// <summary><para type="description">The new message's subject. Default: none.</para></summary>
    [Parameter(ParameterSetName = DraftSetName)]
    public string? Subject { get; set; }

    /// <summary><para type="description">The new message's text. Default: none.</para></summary>
    [Parameter(ParameterSetName = DraftSetName)]
    public string? Body { get; set; }

    /// <summary><para type="description">The new message's text as HTML; with -Body too, it has both.</para></summary>
    [Parameter(ParameterSetName = DraftSetName)]
    public string? Html { get; set; }

    /// <summary><para type="description">Files to attach, by their exact names.</para></summary>
    [Parameter(ParameterSetName = DraftSetName)]
    [ValidateNotNullOrEmpty]
    public string[]? Attachment { get; set; }

    /// <summary><para type="description">Flags and keywords that the messages get, such as '\Seen' or '$Forwarded'; Seen, Flagged, Answered and Draft may be written without the backslash. Default: none, so the messages are unread.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FlagCompleter))]
    public string[]? Flag { get; set; }

    /// <summary><para type="description">The date that the server keeps with the messages. Default: now.</para></summary>
    [Parameter]
    public DateTimeOffset? InternalDate { get; set; }

    /// <summary><para type="description">Makes the mailbox if it is not there. Without it that is an error.</para></summary>
    [Parameter]
    public SwitchParameter CreateMailbox { get; set; }

    /// <summary><para type="description">A message or its id, as Search-Imap, Get-ImapMessage and Add-ImapMessage give them, that the one new message takes the place of, as when a draft is saved again. The old one is removed once the new one is there, never before. Needs a server that can remove a single message (REPLACE or UIDPLUS).</para></summary>
    [Parameter]
    [ValidateNotNull]
    public PSObject? Replace { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _flags = Flag is null ? null : MessageFlags.Parse(Flag.Select(static f => f.ToUpperInvariant() is "SEEN" or "FLAGGED" or "ANSWERED" or "DRAFT" or "DELETED" ? "\\" + f : f).ToArray());
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidFlag, ErrorCategory.InvalidArgument, Flag, e, PlainText.Of(e)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case PathSetName:
                foreach (var path in Path!)
                    AddFiles(path);
                break;
            case LiteralPathSetName:
                foreach (var path in LiteralPath!)
                    AddFile(Resolve(path));
                break;
            case MessageSetName:
                AddMessage(Message!.BaseObject);
                break;
            default:
                var draft = MakeDraft();
                _messages.Add(new(Subject ?? "the new message", () => Write(stream => MimeEngineLoader.Default.Engine.Write(draft, stream, StopToken))));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_messages.Count == 0)
            return;
        if (Replace is not null)
        {
            ReplaceOne(Replace);
            return;
        }

        var names = string.Join(", ", _messages.Take(3).Select(static m => SafeText.Clean(System.IO.Path.GetFileName(m.Key), 60)));
        var more = _messages.Count > 3 ? $" and {_messages.Count - 3} more" : "";
        var sessions = ResolveSessions();
        Progress!.Expect((long)sessions.Count * _messages.Count);
        foreach (var session in sessions)
        {
            if (ShouldProcess($"{SafeText.Clean(Mailbox)} of {session}: {names}{more}", Strings.Format("AddAction", _messages.Count == 1 ? "1 message" : _messages.Count + " messages")))
                Run(session, Mailbox, (output, cancellationToken) => new MessageAdder(Mailbox, _flags, InternalDate, CreateMailbox).RunAsync(session, _messages, output, cancellationToken));
        }
    }

    private void ReplaceOne(PSObject old)
    {
        if (ReplacedMessage.From(old) is not { } replaced)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidReplace, ErrorCategory.InvalidArgument, old));
            return;
        }

        if (_messages.Count > 1)
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.ReplaceTakesOne, ErrorCategory.InvalidArgument, old, _messages.Count));
        var session = Session is null && replaced.Session is { } own ? own : ResolveSession();
        var message = _messages[0];
        var name = SafeText.Clean(System.IO.Path.GetFileName(message.Key), 60);
        if (ShouldProcess($"{SafeText.Clean(Mailbox)} of {session}: {name}", Strings.Format("ReplaceAction", replaced.Uid, SafeText.Clean(replaced.Mailbox))))
            Run(session, Mailbox, (output, cancellationToken) => new MessageReplacer(Mailbox, _flags, InternalDate, CreateMailbox).RunAsync(session, replaced, message, output, cancellationToken));
    }

    private void AddFiles(string path)
    {
        try
        {
            foreach (var file in GetResolvedProviderPathFromPSPath(path, out _))
                AddFile(file);
        }
        catch (Exception e) when (e is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            WriteError(ErrorFactory.Create(ErrorIds.MessageNotUsable, ErrorCategory.ObjectNotFound, path, e, SafeText.Clean(path), e.Message));
        }
    }

    private void AddFile(string file) => _messages.Add(new(file, () => AppendSource.FromFile(file)));

    private void AddMessage(object message)
    {
        switch (message)
        {
            case FileInfo file:
                AddFile(file.FullName);
                return;
            case Stream stream:
                _messages.Add(new("the stream", () => AppendSource.FromStream(stream)));
                return;
            case byte[] bytes:
                _messages.Add(new("the message", () => AppendSource.FromBytes(bytes)));
                return;
            case string text:
                _messages.Add(new("the text", () => AppendSource.FromBytes(System.Text.Encoding.UTF8.GetBytes(text))));
                return;
        }

        // MimeKit may be in another load context, or another module's: what counts is the method.
        var write = message.GetType().GetMethod("WriteTo", [typeof(Stream), typeof(CancellationToken)]);
        if (write is null)
        {
            WriteError(ErrorFactory.Create(ErrorIds.MessageNotUsable, ErrorCategory.InvalidType, message, message.GetType().Name, "it is no message, stream, text or bytes"));
            return;
        }

        _messages.Add(new(message.GetType().Name, () => Write(stream => write.Invoke(message, [stream, StopToken]))));
    }

    private static AppendSource Write(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        try
        {
            write(stream);
        }
        catch (Exception e) when (e is MimeDraftException || e is System.Reflection.TargetInvocationException)
        {
            throw new ArgumentException((e.InnerException ?? e).Message, e);
        }

        return AppendSource.FromBytes(stream.ToArray());
    }

    private MessageDraft MakeDraft()
    {
        var draft = new MessageDraft { Subject = Subject, TextBody = Body, HtmlBody = Html };
        Add(draft.From, From);
        Add(draft.To, To);
        Add(draft.Cc, Cc);
        foreach (var path in Attachment ?? [])
        {
            var file = Resolve(path);
            draft.Attachments.Add(new DraftAttachment(System.IO.Path.GetFileName(file), () => File.OpenRead(file)));
        }

        return draft;

        static void Add(IList<MimeAddress> list, string[]? addresses)
        {
            foreach (var address in addresses ?? [])
                list.Add(AddressText.Parse(address));
        }
    }
}
