using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>What a server takes into a mailbox, and in which form.</summary>
/// <param name="Session">Logged in.</param>
/// <param name="Limit">The largest message that it takes (APPENDLIMIT, RFC 7889); null if it doesn't say.</param>
internal sealed record AppendRules(ImapSession Session, ulong? Limit)
{
    private bool _refusesUtf8;

    /// <summary>Asks what has to be asked. What is enabled must be known before a message can be given its form.</summary>
    /// <exception cref="ImapException">The connection's end.</exception>
    public static async Task<AppendRules> AskAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        await session.EnabledAsync(cancellationToken).ConfigureAwait(false);
        return new AppendRules(session, await LimitAsync(session, mailbox, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Why the message can't be sent at all; null if it can.</summary>
    public ImapException? Refuse(AppendItem item)
    {
        var source = item.Source;
        var name = SafeText.Clean(source.Name);
        if (Limit is { } most && (ulong)source.Length > most)
            return new ImapException(ImapError.NotSupported, $"{name} has {source.Length} bytes; {Session.Server} takes at most {most} (APPENDLIMIT). It was not sent.");
        // APPEND of nothing is how MULTIAPPEND is called off (RFC 3502 section 6.3.11).
        if (source.Length == 0)
            return new ImapException(ImapError.InvalidArgument, $"{name} is empty. It was not sent.");
        if (!source.HasNul || Session.Capabilities.BinaryAppend)
            return null;
        // To put it into base64 would be to change it, signatures and all.
        return new ImapException(ImapError.NotSupported, $"{name} holds NUL bytes, which {Session.Server} can't take (BINARY). It was not sent.")
        {
            Hint = "Encode its binary parts in base64 first: what is added is added as it is.",
        };
    }

    public AppendEntry Entry(AppendItem item) => new(item.Source, item.Flags, item.InternalDate) { Form = FormOf(item.Source) };

    /// <summary>Whether the message has to be in a command of its own: UTF8 waits for the server's leave.</summary>
    public bool GoesAlone(AppendItem item) => FormOf(item.Source) == AppendForm.Utf8;

    /// <summary>
    /// Whether the message was refused for its form alone, as servers do that announce UTF8=ACCEPT and don't know UTF8 in
    /// APPEND (RFC 9755 has dropped it); it is not tried again. They take such messages as any other.
    /// </summary>
    public bool IsRefusalOfUtf8(StatusResponse response, IReadOnlyList<AppendEntry> sent)
    {
        if (sent[0].Form != AppendForm.Utf8 || response is not ({ Status: StatusKind.Bad } or { Status: StatusKind.No, Code: null }))
            return false;
        _refusesUtf8 = true;
        return true;
    }

    private AppendForm FormOf(AppendSource source) =>
        source.HasEightBitHeader && Session.Enabled.Utf8Accept && !_refusesUtf8 ? AppendForm.Utf8
        : source.HasNul ? AppendForm.Literal8
        : AppendForm.Literal;

    private static async Task<ulong?> LimitAsync(ImapSession session, MailboxName mailbox, CancellationToken cancellationToken)
    {
        foreach (var value in session.Capabilities.Values("APPENDLIMIT="))
        {
            if (ulong.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var limit))
                return limit;
        }

        if (!session.Capabilities.Has("APPENDLIMIT"))
            return null;
        try
        {
            return (await session.StatusAsync(mailbox, StatusItems.AppendLimit, cancellationToken).ConfigureAwait(false)).AppendLimit;
        }
        catch (ImapException e) when (e.Error is ImapError.MailboxNotFound or ImapError.CommandRefused or ImapError.CommandBad)
        {
            // APPEND itself will say what is the matter, and may be told to make the mailbox.
            return null;
        }
    }
}
