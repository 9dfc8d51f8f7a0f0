namespace ImapPS.Module.Tests;

/// <summary>The module's Pester files, each in a fresh PowerShell, as tests of the same run as all others.</summary>
public sealed class PesterTests(ITestOutputHelper output)
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

    public static TheoryData<string> Files => new(Directory.GetFiles(TestsFolder, "*.Tests.ps1").Select(static f => Path.GetFileName(f)).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file)
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
