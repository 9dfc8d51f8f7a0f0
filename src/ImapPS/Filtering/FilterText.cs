using System.Globalization;
using System.Management.Automation;
using System.Net.Mail;
using ImapPS.Client.Mime;

namespace ImapPS.Filtering;

/// <summary>What counts as text in a filter.</summary>
internal static class FilterText
{
    /// <exception cref="FilterException">NotText: a date, a truth value, or something without a text of its own.</exception>
    public static string From(object value) => value switch
    {
        string text => text,
        char or Guid or Uri or Version or MailAddress or MimeAddress or Enum => value.ToString() ?? "",
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => throw new FilterException(FilterFault.NotText, LanguagePrimitives.ConvertTypeNameToPSTypeName(value.GetType().FullName)),
    };
}
