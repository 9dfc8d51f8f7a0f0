using ImapPS.Client.Search;
using ImapPS.Protocol.Values;

namespace ImapPS.Filtering;

/// <summary>The UID: compared as a number, or with sets such as '1:5,9'.</summary>
internal sealed class UidFilterField() : FilterField("Uid", Ordered)
{
    protected override Query Compare(FilterTest test, FilterValue value, bool caseSensitive) => test == FilterTest.In
        ? new UidTerm(UidSet.FromRanges(value.All().SelectMany(ToSet)))
        : base.Compare(test, value, caseSensitive);

    protected override Query Compare(FilterTest test, object value, bool caseSensitive) => test == FilterTest.Equal
        ? new UidTerm(ToSet(value))
        : new NumberTerm(NumberField.Uid, ToComparison(test), ToNumber(value));

    private static UidSet ToSet(object value)
    {
        if (value is not string text)
            return ToNumber(value) is > 0 and var uid ? UidSet.Of(uid) : throw NotUids(value, null);
        try
        {
            return UidSet.Parse(text);
        }
        catch (FormatException e)
        {
            throw NotUids(value, e);
        }
    }

    private static uint ToNumber(object value) => FilterNumber.From(value) is <= uint.MaxValue and var number && decimal.Truncate(number) == number
        ? decimal.ToUInt32(number)
        : throw NotUids(value, null);

    private static FilterException NotUids(object value, Exception? cause) => new(FilterFault.NotUids, null, cause, FilterMessage.Quote(value));
}
