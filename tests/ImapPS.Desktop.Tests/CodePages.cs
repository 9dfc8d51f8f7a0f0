using System.Runtime.CompilerServices;
using System.Text;

namespace ImapPS.Desktop.Tests;

/// <summary>.NET Framework has all encodings; on .NET, PowerShell registers them when it starts. Here it is done as it does.</summary>
internal static class CodePages
{
    [ModuleInitializer]
    public static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
