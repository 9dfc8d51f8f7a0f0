using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>A day that INTERNALDATE, the Date field or SAVEDATE is compared with, times and zones left out (RFC 9051 section 6.4.4, RFC 8514 section 4.3).</summary>
public sealed record SearchDateKey(SearchDateField Field, DateTime Date) : SearchKey
{
    public SearchDateField Field { get; } = (SearchDateField)CommandWords.Check(CommandWords.SearchDateField, (int)Field, nameof(Field));

    public DateTime Date { get; } = DateTime.SpecifyKind(Date.Date, DateTimeKind.Unspecified);

    // "BEFORE" SP date / "ON" SP date / ...; date = date-text / DQUOTE date-text DQUOTE         ; RFC 9051 section 9
    internal override void Write(CommandWriter writer) => writer.Raw(CommandWords.SearchDateField[(int)Field]).Space().Raw(ImapDate.FormatDate(Date));
}
