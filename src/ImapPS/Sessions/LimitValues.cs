using System.Collections;
using System.Globalization;
using System.Management.Automation;
using ImapPS.Errors;
using ImapPS.Protocol.Limits;

namespace ImapPS.Sessions;

/// <summary>Limits as a user names them: @{ MaxAlerts = 10; MaxResponseSize = '128MB' }.</summary>
internal static class LimitValues
{
    /// <summary>The default limits with these in their place.</summary>
    /// <param name="values">Names in any case, with whole numbers.</param>
    /// <param name="error">What is wrong with them; null if nothing is.</param>
    public static ProtocolLimits Read(IDictionary? values, out ErrorRecord? error)
    {
        var limits = ProtocolLimits.Default;
        error = null;
        foreach (DictionaryEntry entry in values ?? new Hashtable())
        {
            var name = Convert.ToString(entry.Key, CultureInfo.InvariantCulture);
            if (LimitRange.All.FirstOrDefault(l => string.Equals(l.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } limit)
            {
                error = ErrorFactory.Create(ErrorIds.UnknownLimit, ErrorCategory.InvalidArgument, name, name, string.Join(", ", LimitRange.All.Select(static l => l.Name)));
                return limits;
            }

            if (!TryRead(entry.Value, out var value) || value < limit.Minimum || value > limit.Maximum)
            {
                error = ErrorFactory.Create(ErrorIds.InvalidLimit, ErrorCategory.InvalidArgument, entry.Value, limit.Name, entry.Value, limit.Minimum, limit.Maximum);
                return limits;
            }

            limits = limit.With(limits, value);
        }

        return limits;
    }

    private static bool TryRead(object? given, out long value)
    {
        value = 0;
        if (given is null or bool || !LanguagePrimitives.TryConvertTo(given, CultureInfo.InvariantCulture, out decimal number)
            || number != decimal.Truncate(number) || number < long.MinValue || number > long.MaxValue)
        {
            return false;
        }

        value = (long)number;
        return true;
    }
}
