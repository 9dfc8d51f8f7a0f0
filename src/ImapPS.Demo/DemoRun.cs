using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connection;
using ImapPS.Client.Mailboxes;
using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Demo;

/// <summary>The steps of the demo, each printing what it did.</summary>
internal sealed class DemoRun(ImapSession session, TextWriter output, CancellationToken cancellationToken)
{
    private static readonly FetchItems Summary = new()
    {
        Attributes = FetchAttributes.Flags | FetchAttributes.InternalDate | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure,
    };

    public void Connection()
    {
        Title("Connected");
        output.WriteLine($"  {session.Server} port {session.Port}, {session.Security}, {session.TlsProtocol?.ToString() ?? "no TLS"}, as {session.UserName} with {session.AuthMechanism}");
        Title("What the server can do, by phase (nothing learnt before TLS is kept)");
        foreach (var (phase, capabilities) in session.CapabilitiesByPhase)
            output.WriteLine($"  {Name(phase),-15} {SafeText.Clean(capabilities.ToString())}");
        Title("Why this mechanism");
        foreach (var decision in session.AuthenticationDecision.Where(d => d.Outcome != AuthenticationOutcome.Offered))
            output.WriteLine("  " + decision);
    }

    public async Task ListAsync()
    {
        Title("Mailboxes");
        foreach (var mailbox in await session.ListAsync("*", false, StatusItems.Messages | StatusItems.Unseen | StatusItems.Size, cancellationToken))
        {
            if (mailbox.IsSelectable)
                output.WriteLine($"  {SafeText.Clean(mailbox.Name.Name),-30} {mailbox.SpecialUse,-8} {mailbox.Status?.Messages,6} messages {mailbox.Status?.Unseen,6} unseen {mailbox.Status?.Size / 1024.0,10:0.0} KB");
        }
    }

    public async Task<SearchResult> SearchAsync(string subject)
    {
        Title($"Search: subject contains \"{subject}\"");
        var found = await session.SearchAsync(MailboxName.Inbox, SearchKey.Subject(subject), cancellationToken);
        output.WriteLine($"  {found.Count} found: UID {found.Uids}, under UIDVALIDITY {found.UidValidity}");
        return found;
    }

    public async Task ReadAsync(int most)
    {
        Title("Messages (envelopes and structure only; nothing is marked as read)");
        var left = most;
        await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Summary, cancellationToken: cancellationToken))
        {
            foreach (var message in batch.Messages)
            {
                if (left-- > 0)
                    Line(message);
            }

            if (left < 0)
                break;
        }

        if (left < 0)
            output.WriteLine("  ...");
    }

    public async Task ReadBodyAsync(uint uid)
    {
        Title($"The whole message of UID {uid}");
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(uid), Summary with { Sections = [FetchSectionRequest.Whole] }, cancellationToken: cancellationToken))
        {
            var message = new BuiltInMimeEngine().Read(new MemoryStream(batch.Messages[0].Sections[0].Content!), cancellationToken: cancellationToken);
            output.WriteLine($"  Subject: {SafeText.Clean(message.Subject)}");
            foreach (var line in (message.TextBody ?? "").Split('\n').Take(6))
                output.WriteLine("  | " + SafeText.Clean(line.TrimEnd('\r')));
            foreach (var attachment in message.Attachments)
                output.WriteLine($"  attached: {SafeText.Clean(attachment.FileName)} ({attachment.ContentType}, {attachment.Size} bytes)");
        }
    }

    public async Task MoveAsync(SearchResult found, string destination)
    {
        Title($"Move to {destination}");
        foreach (var result in await session.MoveAsync(MailboxName.Inbox, found.UidValidity, found.Uids, MailboxName.Create(destination), cancellationToken))
        {
            if (result.Error is { } error)
                throw error;
            foreach (var (from, to) in result.NewUids ?? new Dictionary<uint, uint>())
                output.WriteLine($"  INBOX {from} is now {destination} {to} ({result.Method})");
        }
    }

    private static string Name(ConnectionPhase phase) => phase switch
    {
        ConnectionPhase.Greeting => "in the clear",
        ConnectionPhase.Tls => "after TLS",
        _ => "after login",
    };

    private void Title(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private void Line(FetchResponse message)
    {
        var from = message.Envelope?.From is { Count: > 0 } list ? list[0].Name ?? list[0].Address : "";
        var flags = (message.Flags!.Has(SystemFlags.Seen) ? ' ' : 'N') + (message.Flags.Has(SystemFlags.Flagged) ? "!" : " ");
        var line = $"  {message.Uid,4} {flags} {message.InternalDate:yyyy-MM-dd} {SafeText.Clean(from, 24),-24} {SafeText.Clean(message.Envelope?.Subject, 60)}";
        output.WriteLine(line.TrimEnd());
    }
}
