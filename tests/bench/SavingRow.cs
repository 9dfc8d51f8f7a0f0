using System.Diagnostics;
using ImapPS.Client.Files;

namespace ImapPS.Bench;

/// <summary>What it costs that a saved file is on the disk before it has its name.</summary>
internal static class SavingRow
{
    private const int Count = 1000;

    public static void Run(Report report)
    {
        Console.WriteLine($"# {Count} files of 6 kB saved");
        var path = Directory.CreateTempSubdirectory("imapps-bench").FullName;
        try
        {
            var plain = new List<double>();
            var whole = new List<double>();
            for (var round = 0; round < 5; round++)
            {
                plain.Add(Measure(Path.Combine(path, "plain" + round), static (folder, name, content) =>
                {
                    var temporary = Path.Combine(folder, name + ".part");
                    File.WriteAllBytes(temporary, content);
                    File.Move(temporary, Path.Combine(folder, name));
                }));
                whole.Add(Measure(Path.Combine(path, "whole" + round), static (folder, name, content) =>
                {
                    using var file = new SaveFolder(folder).Begin(name, ConflictRule.Fail)!;
                    file.Open().Write(content);
                    file.Commit(null);
                }));
            }

            report.Figure("written and renamed, median of 5", Median.Of(plain), "ms");
            report.Figure("the same and flushed to the disk, median of 5", Median.Of(whole), "ms");
            report.Figure("for one file", (Median.Of(whole) - Median.Of(plain)) / Count, "ms");
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static double Measure(string folder, Action<string, string, byte[]> save)
    {
        Directory.CreateDirectory(folder);
        var content = new byte[6000];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Count; i++)
            save(folder, $"message {i}.eml", content);
        return watch.Elapsed.TotalMilliseconds;
    }
}
