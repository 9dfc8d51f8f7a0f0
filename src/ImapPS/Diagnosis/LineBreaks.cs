using System.Management.Automation.Host;

namespace ImapPS.Diagnosis;

/// <summary>Makes long texts fit for the list view, which would break them in the middle of words.</summary>
public static class LineBreaks
{
    private const int DefaultWidth = 120;
    private const int MinimumWidth = 40;

    /// <summary>What the list view takes for "InjectionTolerated : ".</summary>
    private const int LabelWidth = 21;

    /// <summary>Breaks lines between words.</summary>
    /// <param name="text">Lines; what goes on below a line that begins with an arrow is indented as far.</param>
    /// <param name="host">Tells how wide the window is.</param>
    public static string Wrap(string? text, PSHost? host)
    {
        var width = Math.Max(MinimumWidth, WindowWidth(host) - LabelWidth - 1);
        return string.Join("\n", (text ?? "").Split('\n').SelectMany(l => Wrap(l, width)));
    }

    private static IEnumerable<string> Wrap(string line, int width)
    {
        var indent = line.StartsWith("  ", StringComparison.Ordinal) ? "     " : "  ";
        while (line.Length > width)
        {
            var at = line.LastIndexOf(' ', width);
            if (at <= indent.Length)
                break;
            yield return line.Substring(0, at);
            line = indent + line.Remove(0, at + 1);
        }

        yield return line;
    }

    private static int WindowWidth(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is > 0 and var width ? width : DefaultWidth;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or IOException)
        {
            // A host without a window: a job, a service, a pipe.
            return DefaultWidth;
        }
    }
}
