using System.Globalization;

namespace ImapPS.Bench;

/// <summary>Prints one line a figure, and whether it keeps its bound.</summary>
internal sealed class Report
{
    public bool Failed { get; private set; }

    public void Bound(string what, double value, double most, string unit)
    {
        var ok = value <= most;
        Failed |= !ok;
        Line(what, string.Format(CultureInfo.InvariantCulture, "{0,10:0.##} {1,-14} at most {2:0.##}  {3}", value, unit, most, ok ? "ok" : "MISSED"));
    }

    public void Figure(string what, double value, string unit) =>
        Line(what, string.Format(CultureInfo.InvariantCulture, "{0,10:0.##} {1}", value, unit));

    public void Note(string text) => Console.WriteLine("  " + text);

    private static void Line(string what, string figures) => Console.WriteLine($"{what,-58} {figures}");
}
