using System.Runtime.CompilerServices;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>What a query found: the server's answer, and the check of what it leaves open while it is read.</summary>
public sealed class FoundMessages
{
    private readonly CandidateReader? _reader;
    private readonly bool _descending;

    internal FoundMessages(SearchPlan plan, uint uidValidity, UidSet candidates, CandidateReader? reader, bool descending)
    {
        Plan = plan;
        UidValidity = uidValidity;
        Candidates = candidates;
        _reader = reader;
        _descending = descending;
    }

    /// <summary>The plan that was used, which is another than the first where the server refused that.</summary>
    public SearchPlan Plan { get; }

    /// <summary>What the UIDs hold under.</summary>
    public uint UidValidity { get; }

    /// <summary>What the server found: all matches, and if the plan isn't exact others beside.</summary>
    public UidSet Candidates { get; }

    /// <summary>The UIDs of the matches, batch by batch as they are checked, in the order that was asked for.</summary>
    /// <exception cref="ImapException">UidValidityChanged, a pattern that takes too long (InvalidArgument), CommandRefused, or the connection's end.</exception>
    public async IAsyncEnumerable<IReadOnlyList<uint>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var window in CandidateWindows.Of(Candidates, _descending))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var matches = _reader is null ? window : await _reader.CheckAsync(window, cancellationToken).ConfigureAwait(false);
            if (matches.Count > 0)
                yield return matches;
        }
    }
}
