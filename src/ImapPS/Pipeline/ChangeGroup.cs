using System.Text;
using ImapPS.Client;

namespace ImapPS.Pipeline;

/// <summary>Messages of one mailbox that are changed together, and how to show them to whoever is asked.</summary>
internal sealed class ChangeGroup(ImapSession session, string mailbox, uint? uidValidity, string? destination)
{
    private const int Shown = 3;

    private readonly List<string> _samples = [];

    public MessageRequest Request { get; } = new(session, mailbox, uidValidity);

    /// <summary>Where they go, where they go anywhere.</summary>
    public string? Destination { get; } = destination;

    public ImapSession Session => Request.Session;

    /// <summary>Adds messages by UID.</summary>
    /// <param name="uid">A UID or a set of them.</param>
    /// <param name="subject">For people; null if it is not known.</param>
    /// <exception cref="FormatException">It is no UID.</exception>
    public void Add(string uid, string? subject)
    {
        Request.Add(uid);
        if (_samples.Count < Shown)
            _samples.Add(string.IsNullOrWhiteSpace(subject) ? "UID " + uid : $"'{SafeText.Clean(subject, 60)}'");
    }

    /// <summary>INBOX of work: 'Invoice', 'Offer', UID 7 and 12 more</summary>
    public string Describe()
    {
        var text = new StringBuilder().Append(SafeText.Clean(Request.Mailbox)).Append(" of ").Append(Session).Append(": ").Append(string.Join(", ", _samples));
        var more = Request.Count - _samples.Count;
        return more > 0 ? text.Append(" and ").Append(more).Append(" more").ToString() : text.ToString();
    }
}
