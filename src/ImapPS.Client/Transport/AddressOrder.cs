using System.Net;

namespace ImapPS.Client.Transport;

/// <summary>The order in which a host's addresses are tried.</summary>
internal static class AddressOrder
{
    /// <summary>
    /// RFC 8305 section 4: the resolver's order within each family, the families in turn, beginning with the one that the
    /// resolver put first ("First Address Family Count" is 1).
    /// </summary>
    public static IReadOnlyList<IPAddress> Interleave(IReadOnlyList<IPAddress> addresses)
    {
        var distinct = addresses.Distinct().ToList();
        if (distinct.Count < 2)
            return distinct;
        var family = distinct[0].AddressFamily;
        var first = distinct.FindAll(a => a.AddressFamily == family);
        var other = distinct.FindAll(a => a.AddressFamily != family);
        var result = new List<IPAddress>(distinct.Count);
        for (var i = 0; result.Count < distinct.Count; i++)
        {
            if (i < first.Count)
                result.Add(first[i]);
            if (i < other.Count)
                result.Add(other[i]);
        }

        return result;
    }
}
