using System.Runtime.Loader;

namespace ImapPS.Mime.Tests;

public sealed class LoaderTests
{
    [Fact]
    public void Without_the_adapter_it_is_the_built_in_engine()
    {
        var loader = new MimeEngineLoader(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")));
        Assert.Equal("built-in", loader.Engine.Name);
        Assert.Same(loader.Engine, loader.Engine);
        Assert.Null(loader.LoadError);
    }

    [Fact]
    public void An_adapter_that_cannot_be_loaded_is_told()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var mimeKit = folder.CreateSubdirectory("MimeKit");
            File.WriteAllText(Path.Combine(mimeKit.FullName, "ImapPS.MimeKit.dll"), "not an assembly");
            var loader = new MimeEngineLoader(folder.FullName);
            Assert.Null(loader.LoadError);
            Assert.Equal("built-in", loader.Engine.Name);
            Assert.IsType<BadImageFormatException>(loader.LoadError);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void MimeKit_lives_in_a_context_of_its_own()
    {
        var engine = Engines.MimeKit;
        Assert.StartsWith("MimeKit", engine.Name, StringComparison.Ordinal);
        using var stream = new MemoryStream("Subject: hi\r\n\r\ntext"u8.ToArray());
        var raw = engine.Read(stream).Raw;
        Assert.Equal("MimeKit.MimeMessage", raw?.GetType().FullName);
        Assert.Equal("ImapPS.MimeKit", AssemblyLoadContext.GetLoadContext(raw!.GetType().Assembly)?.Name);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, a => a.GetName().Name!.StartsWith("MimeKit", StringComparison.Ordinal));
    }
}
