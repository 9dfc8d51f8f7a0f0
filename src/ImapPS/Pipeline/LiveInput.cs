namespace ImapPS.Pipeline;

/// <summary>
/// Whether what comes through the pipeline at this moment comes from a source that may never end. A cmdlet that gathers its
/// input, so as to work by few commands, works on it at once then.
/// </summary>
internal static class LiveInput
{
    [ThreadStatic]
    private static int _depth;

    /// <summary>On the pipeline's thread: what is downstream runs inside the upstream cmdlet's WriteObject.</summary>
    public static bool IsLive => _depth > 0;

    public static void Write(System.Management.Automation.Cmdlet cmdlet, object value)
    {
        _depth++;
        try
        {
            cmdlet.WriteObject(value);
        }
        finally
        {
            _depth--;
        }
    }
}
