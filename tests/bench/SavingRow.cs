using System.Diagnostics;
using ImapPS.Client.Files;

namespace ImapPS.Bench;

/// <summary>What it costs that a saved file is on the disk before it has its name.</summary>
internal static class SavingRow
{
    private const int Count = 1000;

    private static readonly Queue<(PendingFile File, Task Flushed)> Flushing = new();

    private static string Last { get; } = NameOf(Count - 1);

    public static void Run(Report report)
    {
        Console.WriteLine($"# {Count} files of 6 kB saved");
        var path = Directory.CreateTempSubdirectory("imapps-bench").FullName;
        try
        {
            var plain = new List<double>();
            var whole = new List<double>();
            var together = new List<double>();
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
                together.Add(Measure(Path.Combine(path, "together" + round), Together));
            }

            report.Figure("written and renamed, median of 5", Median.Of(plain), "ms");
            report.Figure("the same and flushed to the disk, median of 5", Median.Of(whole), "ms");
            report.Figure("16 of them at once, as Save-ImapMessage does, median of 5", Median.Of(together), "ms");
            report.Figure("one after the other, for one file", (Median.Of(whole) - Median.Of(plain)) / Count, "ms");
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static string NameOf(int number) => $"message {number}.eml";

    private static void Together(string folder, string name, byte[] content)
    {
        var file = new SaveFolder(folder).Begin(name, ConflictRule.Fail)!;
        file.Open().Write(content);
        Flushing.Enqueue((file, file.FlushAsync()));
        while (Flushing.Count > 16 || (Flushing.Count > 0 && name == Last))
        {
            var (first, flushed) = Flushing.Dequeue();
            flushed.GetAwaiter().GetResult();
            first.Commit(null);
            first.Dispose();
        }
    }

    private static double Measure(string folder, Action<string, string, byte[]> save)
    {
        Directory.CreateDirectory(folder);
        var content = new byte[6000];
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Count; i++)
            save(folder, NameOf(i), content);
        return watch.Elapsed.TotalMilliseconds;
    }
}
