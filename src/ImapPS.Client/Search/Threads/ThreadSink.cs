using ImapPS.Client.Connection;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Search;

/// <summary>Takes the answer to THREAD.</summary>
internal sealed class ThreadSink : ResponseSink
{
    private readonly List<ThreadMember> _members = [];

    public long Count => _members.Count;

    public override bool TryAccept(Response response)
    {
        if (response is not ThreadResponse threads)
            return false;
        _members.AddRange(threads.Members);
        return true;
    }

    /// <summary>The forest. A message that stands there twice is itself the first time, and one that isn't there the second.</summary>
    public IReadOnlyList<ThreadMember> ToMembers()
    {
        var seen = new HashSet<uint>();
        return _members.ConvertAll(m => m.Number == 0 || seen.Add(m.Number) ? m : m with { Number = 0 });
    }
}
