using ImapPS.Errors;

namespace ImapPS.Filtering;

/// <summary>A filter can't be understood. Who throws it need not know the place; who knows it adds it.</summary>
internal sealed class FilterException(FilterFault fault, FilterSpan? place, Exception? cause, params object?[] arguments)
    : FormatException(Strings.Format("Filter" + fault, arguments), cause)
{
    public FilterException(FilterFault fault, params object?[] arguments)
        : this(fault, null, null, arguments)
    {
    }

    public FilterFault Fault => fault;

    public FilterSpan? Place { get; } = place;

    /// <summary>What to do about it; empty if the message says it all.</summary>
    public string Hint { get; } = Strings.Find($"Filter{fault}Hint") is null ? "" : Strings.Format($"Filter{fault}Hint", arguments);

    public FilterException At(FilterSpan place) => new(fault, place, InnerException, arguments);
}
