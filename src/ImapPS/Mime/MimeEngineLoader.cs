using System.Reflection;
using ImapPS.Client.Mime;

namespace ImapPS.Mime;

/// <summary>Finds the engine for whole messages: MimeKit where the build has it, else the built-in one.</summary>
/// <remarks>
/// Nothing is loaded before <see cref="Engine"/> is first asked for. MimeKit lies in a folder of its own, "MimeKit" next to the module's
/// binaries, and is loaded apart from everything else, so that another module's MimeKit can't clash with it. Thread-safe.
/// </remarks>
internal sealed class MimeEngineLoader
{
    private const string FolderName = "MimeKit";
    private const string AdapterName = "ImapPS.MimeKit";
    private const string EngineType = "ImapPS.MimeKit.MimeKitEngine";

    private readonly Lazy<IMimeEngine> _engine;

    /// <summary>Makes a loader for the folder that the module's binaries lie in.</summary>
    internal MimeEngineLoader(string binaryFolder)
    {
        Folder = Path.Combine(binaryFolder, FolderName);
        _engine = new Lazy<IMimeEngine>(Load, LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>The loader of this module.</summary>
    internal static MimeEngineLoader Default { get; } = new(Path.GetDirectoryName(typeof(MimeEngineLoader).Assembly.Location) ?? "");

    /// <summary>Where the adapter is looked for.</summary>
    internal string Folder { get; }

    /// <summary>The engine; its <see cref="IMimeEngine.Name"/> says which one it is.</summary>
    internal IMimeEngine Engine => _engine.Value;

    /// <summary>Why the adapter that is there could not be loaded; null if it was, if there is none, or if it wasn't needed yet.</summary>
    internal Exception? LoadError { get; private set; }

    private IMimeEngine Load()
    {
        var path = Path.Combine(Folder, AdapterName + ".dll");
        if (!File.Exists(path))
            return new BuiltInMimeEngine();
        try
        {
#if NET
            var assembly = new MimeKitLoadContext(path).LoadFromAssemblyPath(path);
#else
            var assembly = MimeKitAssemblyResolver.Load(path);
#endif
            var engine = assembly.GetType(EngineType, throwOnError: true)!;
            return (IMimeEngine)Activator.CreateInstance(engine)!;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or TypeLoadException or MissingMemberException or InvalidCastException or TargetInvocationException)
        {
            // Mail can be read without MimeKit. The caller shows the reason.
            LoadError = e;
            return new BuiltInMimeEngine();
        }
    }
}
