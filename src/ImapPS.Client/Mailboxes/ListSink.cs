using System.Threading.Channels;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Takes LIST or LSUB responses, and the STATUS responses of LIST-STATUS, and hands the mailboxes on as they are complete.</summary>
internal sealed class ListSink(bool withStatus, bool takesLsub = true) : ResponseSink
{
    /// <summary>More mailboxes than anybody has. A server that goes on and on must not fill the memory.</summary>
    public const int MaxMailboxes = 1_000_000;

    private const long MaxCharacters = 128L * 1024 * 1024;

    // The connection's end may come from another thread than responses.
    private readonly object _gate = new();
    private readonly Channel<MailboxInfo> _mailboxes = Channel.CreateUnbounded<MailboxInfo>(new UnboundedChannelOptions { SingleReader = true });

    // Without a status yet, by name and in order; and the statuses that came before their mailbox.
    private readonly Dictionary<MailboxName, MailboxInfo> _waiting = [];
    private readonly List<MailboxName> _order = [];
    private readonly Dictionary<MailboxName, MailboxStatusResponse> _early = [];
    private int _count;
    private long _characters;

    /// <summary>What came, doubles included.</summary>
    public ChannelReader<MailboxInfo> Mailboxes => _mailboxes.Reader;

    public override bool TryAccept(Response response)
    {
        lock (_gate)
        {
            switch (response)
            {
                case ListResponse list when takesLsub || !list.IsLsub:
                    if (IsWithin(list.Mailbox))
                        Take(list);
                    return true;
                case MailboxStatusResponse status when withStatus:
                    if (IsWithin(status.Mailbox))
                        Take(status);
                    return true;
                default:
                    return false;
            }
        }
    }

    public override void Complete(Exception? error)
    {
        lock (_gate)
        {
            // What is cut off may be listed again: without its status nothing is handed on then.
            foreach (var name in error is null ? _order : [])
            {
                if (_waiting.TryGetValue(name, out var mailbox))
                    _mailboxes.Writer.TryWrite(mailbox);
            }

            _waiting.Clear();
            _order.Clear();
            _mailboxes.Writer.TryComplete(error);
        }
    }

    private void Take(ListResponse list)
    {
        var mailbox = new MailboxInfo(list.Mailbox, list.Delimiter, list.Attributes);
        if (!withStatus || !mailbox.IsSelectable)
        {
            _mailboxes.Writer.TryWrite(mailbox);
        }
        else if (_early.TryGetValue(list.Mailbox, out var status))
        {
            _early.Remove(list.Mailbox);
            _mailboxes.Writer.TryWrite(mailbox with { Status = status });
        }
        else if (_waiting.TryGetValue(list.Mailbox, out var same))
        {
            _waiting[list.Mailbox] = same with { Attributes = [.. same.Attributes, .. mailbox.Attributes] };
        }
        else
        {
            _waiting.Add(list.Mailbox, mailbox);
            _order.Add(list.Mailbox);
        }
    }

    private void Take(MailboxStatusResponse status)
    {
        if (_waiting.TryGetValue(status.Mailbox, out var mailbox))
        {
            _waiting.Remove(status.Mailbox);
            _mailboxes.Writer.TryWrite(mailbox with { Status = status });
        }
        else
        {
            _early[status.Mailbox] = status;
        }
    }

    private bool IsWithin(MailboxName name)
    {
        _characters += name.Name.Length;
        if (++_count <= 2 * MaxMailboxes && _characters <= MaxCharacters)
            return true;
        _mailboxes.Writer.TryComplete(new ImapException(ImapError.ProtocolViolation, $"The server lists mailboxes without end: {_count} answers by now. The rest is not looked at."));
        return false;
    }
}
