using System.Management.Automation;
using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>What is so or is not: it may stand alone, or be compared with $true and $false.</summary>
internal sealed class FlagFilterField(string name, Query query) : FilterField(name, FilterTest.Equal)
{
    public override Query Alone => query;

    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => value switch
    {
        bool truth => truth ? query : Query.Not(query),
        SwitchParameter given => given ? query : Query.Not(query),
        _ => throw new FilterException(FilterFault.NotTruth, FilterMessage.Quote(value)),
    };
}
