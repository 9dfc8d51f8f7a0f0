using System.Reflection;
using ImapPS.Client.Connection;

namespace ImapPS.Client.Tests.Connection;

/// <summary>Makes a server's silence as long as a test needs it, which no time has to pass for.</summary>
internal static class Silence
{
    /// <summary>More than any machine takes to get on.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    private static readonly FieldInfo LastActivity = typeof(ImapConnection).GetField("_lastActivity", BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly MethodInfo Check = typeof(ImapConnection).GetMethod("CheckSilence", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Lets the last that was heard be so much longer ago, and the watch look at it.</summary>
    public static void Pass(ImapConnection connection, TimeSpan time)
    {
        LastActivity.SetValue(connection, unchecked((int)LastActivity.GetValue(connection)! - (int)time.TotalMilliseconds));
        Check.Invoke(connection, null);
    }
}
