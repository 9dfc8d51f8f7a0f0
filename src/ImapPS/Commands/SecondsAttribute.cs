using System.Globalization;
using System.Management.Automation;
using ImapPS.Errors;

namespace ImapPS.Commands;

/// <summary>A time span that may also be given as a number of seconds: PowerShell itself would take a number for ticks.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecondsAttribute : ArgumentTransformationAttribute
{
    private static readonly TimeSpan Invalid = TimeSpan.MinValue;

    /// <summary>Whether no time at all is a time.</summary>
    public bool AllowZero { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var time = value switch
        {
            TimeSpan span => span,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) => FromSeconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => span,
            IConvertible number and not string and not DateTime => FromSeconds(number.ToDouble(CultureInfo.InvariantCulture)),
            _ => Invalid,
        };
        // Timers take no more than this many milliseconds.
        return (time > TimeSpan.Zero || (AllowZero && time == TimeSpan.Zero)) && time.TotalMilliseconds <= int.MaxValue
            ? time
            : throw new ArgumentTransformationMetadataException(Strings.Format(ErrorIds.InvalidTimeout, value));
    }

    private static TimeSpan FromSeconds(double seconds) => seconds >= 0 && seconds < int.MaxValue ? TimeSpan.FromSeconds(seconds) : Invalid;
}
