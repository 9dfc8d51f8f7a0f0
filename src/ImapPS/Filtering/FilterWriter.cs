using System.Globalization;
using ImapPS.Client.Search;

namespace ImapPS.Filtering;

/// <summary>Writes queries as filters, which are read back equal.</summary>
/// <remarks>Three terms can't be written in a filter, and are shown as what they are: everything, nothing, and a search key that a parameter made.</remarks>
internal static class FilterWriter
{
    public static string Write(Query query) => query switch
    {
        QueryAnd and => string.Join(" -and ", and.Terms.Select(Nested)),
        QueryOr or => string.Join(" -or ", or.Terms.Select(Nested)),
        QueryNot not => "-not " + (not.Term is FlagTerm or AttachmentTerm && !IsKeyword(not.Term) ? Write(not.Term) : $"({Write(not.Term)})"),
        TextTerm text => $"{(text.Field == TextField.Header ? Header(text.HeaderName!) : text.Field)} -{(text.CaseSensitive ? "c" : "")}{Name(text.Test)} {Quote(text.Value)}",
        HeaderExistsTerm exists => Header(exists.Name),
        TimeTerm time => $"{time.Field} -{Name(time.Comparison)} '{Text(time.Value)}'",
        AgeTerm age => $"Age -{Name(age.Comparison)} '{age.Value.ToString("c", CultureInfo.InvariantCulture)}'",
        NumberTerm number => $"{number.Field} -{Name(number.Comparison)} {number.Value.ToString(CultureInfo.InvariantCulture)}",
        UidTerm uids => uids.Uids.IsEmpty ? "Uid -in @()" : $"Uid -eq '{uids.Uids}'",
        FlagTerm flag when IsKeyword(flag) => $"Keyword -eq {Quote(flag.Flag)}",
        FlagTerm flag => FilterFields.Find(flag.Flag.Substring(1))!.Name,
        AttachmentTerm => "HasAttachment",
        LabelTerm label => $"Label -{Name(label.Test)} {Quote(label.Value)}",
        IdTerm id => $"{id.Field} -eq {Quote(id.Value)}",
        GmailRawTerm raw => $"GmailRaw -eq {Quote(raw.Value)}",
        QueryAll => "(all)",
        QueryNone => "(none)",
        ServerTerm => "(parameters)",
        _ => throw new NotSupportedException(query.GetType().Name),
    };

    private static string Nested(Query query) => query is QueryAnd or QueryOr ? $"({Write(query)})" : Write(query);

    private static bool IsKeyword(Query query) => query is FlagTerm { Flag: var flag } && flag[0] != '\\';

    private static string Header(string name) => $"Header({Quote(name)})";

    private static string Text(DateTimeOffset moment) => moment.ToString(moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:sszzz" : "o", CultureInfo.InvariantCulture);

    private static string Name(TextTest test) => test switch { TextTest.Like => "like", TextTest.Match => "match", _ => "eq" };

    private static string Name(Comparison comparison) => comparison switch
    {
        Comparison.Greater => "gt",
        Comparison.GreaterOrEqual => "ge",
        Comparison.Less => "lt",
        Comparison.LessOrEqual => "le",
        _ => "eq",
    };

    // PowerShell takes typographic quotes for plain ones.
    private static string Quote(string text) => "'" + string.Concat(text.Select(static c => FilterScanner.IsSingleQuote(c) ? $"{c}{c}" : c.ToString())) + "'";
}
