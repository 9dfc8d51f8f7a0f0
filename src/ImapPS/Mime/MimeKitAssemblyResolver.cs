#if !NET
using System.Reflection;

namespace ImapPS.Mime;

/// <summary>Finds what MimeKit needs on .NET Framework, which has no load contexts: for requests out of MimeKit's folder only.</summary>
internal sealed class MimeKitAssemblyResolver
{
    private readonly string _folder;

    private MimeKitAssemblyResolver(string folder) => _folder = folder;

    internal static Assembly Load(string adapterPath)
    {
        // Stays for the life of the process, as the assemblies do.
        AppDomain.CurrentDomain.AssemblyResolve += new MimeKitAssemblyResolver(Path.GetDirectoryName(adapterPath)!).Resolve;
        return Assembly.LoadFrom(adapterPath);
    }

    private Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        if (args.RequestingAssembly is not { IsDynamic: false } requesting || !IsInside(requesting.Location))
            return null;
        var wanted = new AssemblyName(args.Name);
        if (IsShared(wanted.Name) && FindLoaded(wanted) is { } shared)
            return shared;
        foreach (var folder in new[] { _folder, Path.GetDirectoryName(_folder)! })
        {
            var path = Path.Combine(folder, wanted.Name + ".dll");
            if (File.Exists(path))
                return Assembly.LoadFrom(path);
        }
        return null;
    }

    /// <summary>What the module and others may have loaded already; MimeKit itself must be our own.</summary>
    private static bool IsShared(string name) =>
        name.StartsWith("ImapPS.", StringComparison.Ordinal) || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>There are no binding redirects here, so any loaded assembly of that name and at least that version has to do.</summary>
    private static Assembly? FindLoaded(AssemblyName wanted)
    {
        foreach (var loaded in AppDomain.CurrentDomain.GetAssemblies())
        {
            var name = loaded.GetName();
            if (name.Name == wanted.Name && (wanted.Version is null || name.Version >= wanted.Version))
                return loaded;
        }
        return null;
    }

    private bool IsInside(string location) =>
        location.StartsWith(_folder + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);
}
#endif
