using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace ImapPS.Pipeline;

/// <summary>
/// Tells why WriteObject says that the pipeline is stopped: Select-Object -First has all that it wanted, and has passed the
/// last on; or somebody stopped everything, or an error did, and what was done of the last nobody knows. PowerShell throws the
/// same for all of them; the cause stands in members that are not public. Where they are missing the answer is the careful one.
/// What is public does not tell: Stopping is set by Ctrl+C alone; the error reaches $Error after the cmdlet is gone; and
/// AppDomain.FirstChanceException sees the exceptions of all that ran downstream, pipelines inside it and errors that were
/// caught there too, none of which says what ended this one.
/// </summary>
internal static class DownstreamEnd
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>On the pipeline's thread.</summary>
    public static bool IsSatisfied(Cmdlet cmdlet)
    {
        var runtime = cmdlet.CommandRuntime;
        var pipeline = runtime.GetType().GetProperty("PipelineProcessor", Hidden)?.GetValue(runtime);
        // Windows PowerShell names it without the underscore.
        var field = pipeline?.GetType().GetField("_firstTerminatingError", Hidden) ?? pipeline?.GetType().GetField("firstTerminatingError", Hidden);
        return field?.GetValue(pipeline) is ExceptionDispatchInfo { SourceException: var cause } && cause.GetType().Name == "StopUpstreamCommandsException";
    }
}
