namespace ImapPS.Module.Tests;

/// <summary>The module's Pester files, each in a fresh PowerShell, as tests of the same run as all others; in two classes, so that two run side by side.</summary>
public abstract class PesterTests(ITestOutputHelper output)
{
    private static string TestsFolder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ImapPS.slnx")))
                folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests are not inside the repository."), "tests");
        }
    }

    /// <summary>Every other file.</summary>
    /// <param name="first">0 or 1.</param>
    protected static TheoryData<string> EveryOther(int first) =>
        new(Directory.GetFiles(TestsFolder, "*.Tests.ps1").Select(static f => Path.GetFileName(f)).Order().Where((_, i) => i % 2 == first));

    protected async Task PassAsync(string file)
    {
        if (PowerShellProcess.Path is null)
            Assert.Skip("There is no PowerShell (pwsh) on the PATH.");
        var results = await PowerShellProcess.RunAsync(Path.Combine(TestsFolder, file), TestContext.Current.CancellationToken);
        if (results is null)
            Assert.Skip("There is no Pester 5.3 or later for this PowerShell.");

        foreach (var result in results)
            output.WriteLine($"{result.Result}: {result.Name} ({result.Milliseconds} ms)");
        Assert.NotEmpty(results);
        var failures = results.Where(static r => r.Result == "Failed").Select(static r => r.Name + "\n" + r.Message).ToArray();
        Assert.True(failures.Length == 0, string.Join("\n", failures));
    }
}
