using System.Reflection;
using ImapPS.Client.Mime;
using ImapPS.Mime;

namespace ImapPS.Mime.Tests;

/// <summary>The engines that this build has.</summary>
internal static class Engines
{
    internal static MimeEngineLoader Loader { get; } = new(BinaryFolder);

    internal static IMimeEngine BuiltIn { get; } = new BuiltInMimeEngine();

    internal static string BinaryFolder =>
        typeof(Engines).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BinaryFolder").Value!;

    /// <summary>MimeKit's, or the test is skipped with the reason.</summary>
    internal static IMimeEngine MimeKit
    {
        get
        {
            Assert.SkipUnless(File.Exists(Path.Combine(Loader.Folder, "ImapPS.MimeKit.dll")), "The package feed of this build has neither MimeKit nor MimeKitLite.");
            var engine = Loader.Engine;
            Assert.Null(Loader.LoadError);
            return engine;
        }
    }
}
