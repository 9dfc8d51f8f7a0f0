using ImapPS.Client.Messages;
using ImapPS.Client.Mime;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>Checks candidates, stage by stage, each of which asks for more of those that are still undecided.</summary>
internal sealed class CandidateReader(
    ImapSession session,
    MailboxName mailbox,
    uint uidValidity,
    QueryCheck check,
    IReadOnlyList<CheckStage> stages,
    Action<string>? warning)
{
    /// <summary>So many text parts of one message are asked for at once.</summary>
    private const int MaxSections = 50;

    // Encoded, as much as is looked at decoded: base64 takes 4 octets for 3, and a line end in 78.
    private const uint MaxPartLength = (uint)(MimePart.MaxTextLength / 57 * 78L);

    private readonly bool _gmailIds = session.Capabilities.Has("X-GM-EXT-1") && !session.Capabilities.Has("OBJECTID");

    /// <summary>Those that match, in the order in which they are given.</summary>
    public async Task<IReadOnlyList<uint>> CheckAsync(IReadOnlyList<uint> window, CancellationToken cancellationToken)
    {
        var matches = new HashSet<uint>();
        var open = new Dictionary<uint, MessageFacts>();
        foreach (var uid in window)
            Decide(new MessageFacts(uid), matches, open);

        foreach (var stage in stages)
        {
            if (open.Count == 0)
                break;
            if (stage.Data == MessageData.TextParts)
                open = await ReadTextsAsync(open, matches, cancellationToken).ConfigureAwait(false);
            else
                open = await ReadAsync(stage, open, matches, cancellationToken).ConfigureAwait(false);
        }

        if (open.Count > 0)
            throw new InvalidOperationException("The stages of a plan don't decide its query.");
        return window.Where(matches.Contains).ToArray();
    }

    /// <summary>One stage. Messages of which nothing comes are gone.</summary>
    private async Task<Dictionary<uint, MessageFacts>> ReadAsync(CheckStage stage, Dictionary<uint, MessageFacts> undecided, HashSet<uint> matches, CancellationToken cancellationToken)
    {
        var open = new Dictionary<uint, MessageFacts>();
        var asked = new Dictionary<uint, MessageFacts>();
        foreach (var facts in undecided.Values)
            (check.IsWanted(stage.Data, facts) ? asked : open).Add(facts.Uid, facts);
        await foreach (var message in FetchAsync(asked.Keys, stage.ToItems(_gmailIds), cancellationToken).ConfigureAwait(false))
        {
            if (!asked.TryGetValue(message.Uid, out var facts) || facts.Has(stage.Data))
                continue;
            facts.Add(message, stage.Data);
            Decide(facts, matches, open);
        }

        return open;
    }

    /// <summary>The text parts, messages of the same structure together.</summary>
    private async Task<Dictionary<uint, MessageFacts>> ReadTextsAsync(Dictionary<uint, MessageFacts> asked, HashSet<uint> matches, CancellationToken cancellationToken)
    {
        var open = asked;
        while (open.Count > 0)
        {
            var left = new Dictionary<uint, MessageFacts>();
            foreach (var group in open.Values.GroupBy(static f => string.Join(" ", f.TextParts.Take(MaxSections).Select(static p => p.Section))))
            {
                var members = group.ToDictionary(static f => f.Uid);
                if (group.Key.Length == 0)
                {
                    foreach (var facts in members.Values)
                    {
                        facts.EndTexts();
                        Decide(facts, matches, left);
                    }

                    continue;
                }

                var sections = group.Key.Split(' ').Select(static s => new FetchSectionRequest(s) { Origin = 0, Count = MaxPartLength }).ToArray();
                await foreach (var message in FetchAsync(members.Keys, new FetchItems { Attributes = FetchAttributes.Uid, Sections = sections }, cancellationToken).ConfigureAwait(false))
                {
                    if (!members.TryGetValue(message.Uid, out var facts))
                        continue;
                    members.Remove(message.Uid);
                    facts.AddTexts(message);
                    Decide(facts, matches, left);
                }
            }

            open = left;
        }

        return open;
    }

    private async IAsyncEnumerable<FetchResponse> FetchAsync(
        IEnumerable<uint> uids,
        FetchItems items,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in session.FetchAsync(mailbox, uidValidity, UidSet.From(uids), items, FetchOptions.Default with { FirstWindow = 1024 }, cancellationToken).ConfigureAwait(false))
        {
            foreach (var message in batch.Messages)
            {
                if (message.Problems.Count > 0)
                    warning?.Invoke($"{(message.Uid == 0 ? "A message" : $"The message with UID {message.Uid}")} in '{SafeText.Clean(mailbox.Name)}' could not be checked fully, as the server's answer can't be read: {message.Problems[0]}.");
                yield return message;
            }
        }
    }

    private void Decide(MessageFacts facts, HashSet<uint> matches, Dictionary<uint, MessageFacts> open)
    {
        switch (check.Test(facts))
        {
            case Truth.Yes:
                matches.Add(facts.Uid);
                break;
            case Truth.Unknown:
                open[facts.Uid] = facts;
                break;
        }
    }
}
