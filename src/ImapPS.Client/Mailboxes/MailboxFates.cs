using ImapPS.Client.Session;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Mailboxes;

/// <summary>Tells from what is there now what became of commands whose answers were lost.</summary>
/// <remarks>What looks as it was asked for is taken for done, even if somebody else has done the same meanwhile: who of the two came first can't be seen.</remarks>
internal static class MailboxFates
{
    /// <param name="session">With a new connection.</param>
    /// <param name="mailbox">Which was to be made.</param>
    /// <param name="use">For what, if the command said so.</param>
    /// <param name="wasThere">Whether there was one before: then nothing could be made.</param>
    public static async Task<MailboxFate> OfCreateAsync(ImapSession session, MailboxName mailbox, string? use, bool wasThere)
    {
        var now = await MailboxSighting.LookAsync(session, mailbox, CancellationToken.None).ConfigureAwait(false);
        if (wasThere || !now.IsThere)
            return MailboxFate.NotDone;
        // Without its use it is another's.
        return use is null || now.Mailbox!.Has("\\" + use) ? MailboxFate.Done : MailboxFate.Unknown;
    }

    /// <param name="session">With a new connection.</param>
    /// <param name="mailbox">Its old name.</param>
    /// <param name="newName">Its new one.</param>
    /// <param name="old">What was there under the old name.</param>
    /// <param name="wasTaken">Whether there was a mailbox of the new name before: then nothing could be renamed to it.</param>
    public static async Task<MailboxFate> OfRenameAsync(ImapSession session, MailboxName mailbox, MailboxName newName, MailboxSighting old, bool wasTaken)
    {
        var here = await MailboxSighting.LookAsync(session, mailbox, CancellationToken.None).ConfigureAwait(false);
        var there = await MailboxSighting.LookAsync(session, newName, CancellationToken.None).ConfigureAwait(false);
        if (mailbox.IsInbox)
        {
            // It stays, and its messages are there then.
            if (wasTaken || !there.IsThere)
                return MailboxFate.NotDone;
            return there.Status?.Messages >= old.Status?.Messages ? MailboxFate.Done : MailboxFate.Unknown;
        }

        if (IsSame(here))
            return MailboxFate.NotDone;
        // Gone from here, or somebody made another one of that name: which must not be touched.
        return !wasTaken && (IsSame(there) || HoldsAsMuch()) ? MailboxFate.Done : MailboxFate.Unknown;

        // Courier gives it another UIDVALIDITY with its name.
        bool HoldsAsMuch() => !here.IsThere && old.IsMailbox && there.IsMailbox && there.Status?.Messages is { } messages && messages == old.Status?.Messages;

        // What can't be opened has no marks: it is a place in the tree, and any is as good.
        bool IsSame(MailboxSighting now) => now.IsThere && (old.IsMailbox ? now.IsSameAs(old.Status) : !now.IsMailbox);
    }

    /// <param name="session">With a new connection.</param>
    /// <param name="mailbox">Which was to be removed.</param>
    /// <param name="known">What STATUS told of it; null if it held no messages by nature.</param>
    public static async Task<MailboxFate> OfDeleteAsync(ImapSession session, MailboxName mailbox, MailboxStatusResponse? known)
    {
        var now = await MailboxSighting.LookAsync(session, mailbox, CancellationToken.None).ConfigureAwait(false);
        // With others below it, its place in the tree stays (RFC 9051 section 6.3.5).
        if (!now.IsThere || (known is not null && !now.IsMailbox))
            return MailboxFate.Done;
        if (known is null)
            return now.IsMailbox ? MailboxFate.Unknown : MailboxFate.NotDone;
        return now.IsSameAs(known) ? MailboxFate.NotDone : MailboxFate.Unknown;
    }

    /// <param name="session">With a new connection.</param>
    /// <param name="mailbox">Of which.</param>
    /// <param name="subscribed">What was asked for.</param>
    public static async Task<MailboxFate> OfSubscriptionAsync(ImapSession session, MailboxName mailbox, bool subscribed)
    {
        // A subscription may be all that is left of a mailbox: LIST (SUBSCRIBED) and LSUB show such, too.
        var extended = session.Capabilities.ListExtended;
        var query = new MailboxQuery { Patterns = [mailbox.Name], Subscribed = extended, WithSubscriptions = !extended };
        var isSubscribed = false;
        await foreach (var found in session.EnumerateAsync(query).ConfigureAwait(false))
            isSubscribed |= found.Name.Equals(mailbox) && found.IsSubscribed == true;
        return isSubscribed == subscribed ? MailboxFate.Done : MailboxFate.NotDone;
    }
}
