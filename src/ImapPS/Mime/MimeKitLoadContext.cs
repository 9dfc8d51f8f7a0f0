#if NET
using System.Reflection;
using System.Runtime.Loader;
using ImapPS.Client.Mime;

namespace ImapPS.Mime;

/// <summary>A load context for MimeKit and what it needs; the module's own assemblies are those that are loaded already.</summary>
internal sealed class MimeKitLoadContext : AssemblyLoadContext
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver _resolver;

    internal MimeKitLoadContext(string adapterPath)
        : base("ImapPS.MimeKit")
    {
        _folder = Path.GetDirectoryName(adapterPath)!;
        _resolver = new AssemblyDependencyResolver(adapterPath);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name ?? "";
        var shared = typeof(IMimeEngine).Assembly;
        if (name == shared.GetName().Name)
            return shared;
        // The engine's types must be the module's: whoever loaded Client knows the rest of the module.
        if (name.StartsWith("ImapPS.", StringComparison.Ordinal) && name != "ImapPS.MimeKit")
            return GetLoadContext(shared)?.LoadFromAssemblyName(assemblyName);
        var path = _resolver.ResolveAssemblyToPath(assemblyName) ?? Path.Combine(_folder, name + ".dll");
        // Null: the framework's, or PowerShell's.
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#endif
