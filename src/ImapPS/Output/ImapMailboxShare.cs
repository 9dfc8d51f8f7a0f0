using ImapPS.Client.Measuring;

namespace ImapPS;

/// <summary>What one sender, month or type has of a mailbox, as Measure-ImapMailbox -By tells it.</summary>
public sealed class ImapMailboxShare
{
    private readonly MeasuredPart _part;

    internal ImapMailboxShare(ImapSession session, MailboxMeasure measure, MeasuredPart part)
    {
        Session = session;
        Mailbox = measure.Mailbox.Name;
        _part = part;
        Share = measure.Size == 0 ? 0 : Math.Min(1, Math.Round((double)part.Size / measure.Size, 4));
    }

    /// <summary>Where the mailbox is.</summary>
    public ImapSession Session { get; }

    /// <summary>The mailbox's name as the server writes it; * for the sum of several.</summary>
    public string Mailbox { get; }

    /// <summary>Sender, Month or Type.</summary>
    public string By => _part.By.ToString();

    /// <summary>The sender's domain, the month as 2026-03, the media type; empty where messages don't tell.</summary>
    public string Value => _part.Value;

    /// <summary>How many messages.</summary>
    public long Messages => _part.Messages;

    /// <summary>In bytes; of types that of the parts, as they are encoded.</summary>
    public long Size => _part.Size;

    /// <summary>Of the mailbox's size, from 0 to 1.</summary>
    public double Share { get; }
}
