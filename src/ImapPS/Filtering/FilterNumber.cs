using System.Globalization;
using System.Management.Automation;

namespace ImapPS.Filtering;

/// <summary>What counts as a number in a filter: numbers, and text that PowerShell reads as one, '5MB' among them.</summary>
internal static class FilterNumber
{
    /// <exception cref="FilterException">NotNumber: it is none, or below 0, or beyond 64 bits.</exception>
    public static decimal From(object value)
    {
        var number = value switch
        {
            sbyte or byte or short or ushort or int or uint or long or ulong or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
            float or double => LanguagePrimitives.TryConvertTo<decimal>(value, CultureInfo.InvariantCulture, out var exact) ? exact : (decimal?)null,
            string text when text.Trim().Length > 0 => LanguagePrimitives.TryConvertTo<decimal>(text, CultureInfo.InvariantCulture, out var read) ? read : null,
            _ => null,
        };
        return number is >= 0 and <= ulong.MaxValue ? number.Value : throw new FilterException(FilterFault.NotNumber, FilterMessage.Quote(value));
    }
}
