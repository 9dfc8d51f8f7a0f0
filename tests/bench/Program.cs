using System.Globalization;
using ImapPS.Bench;

// The user's INBOX holds the messages to measure with (tests/servers/dovecot bulk). Without names, all is run.
const string Usage = "usage: ImapPS.Bench SERVER.JSON [--user NAME] [ROW...]";

switch (args)
{
    // What the rows themselves start in processes of their own.
    case ["serve", var kind, var count]:
        await GeneratedServer.ServeAsync(kind, int.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["read", var port, var count]:
        await MemoryRows.ReadAsync(Target.Generated(int.Parse(port, CultureInfo.InvariantCulture)), uint.Parse(count, CultureInfo.InvariantCulture));
        return 0;
    case ["save", var port]:
        await MemoryRows.SaveAsync(Target.Generated(int.Parse(port, CultureInfo.InvariantCulture)));
        return 0;
    case []:
        Console.Error.WriteLine(Usage);
        return 2;
}

var userAt = Array.IndexOf(args, "--user");
var target = Target.FromFile(args[0], userAt > 0 ? args[userAt + 1] : "bench");
var names = args.Skip(1).Where((_, i) => userAt < 0 || (i + 1 != userAt && i + 1 != userAt + 1)).ToArray();
var report = new Report();
var rows = new (string Name, Func<Task> Run)[]
{
    ("envelope", () => ReadingRows.SummaryAsync(target, report)),
    ("structure", () => ReadingRows.StructureAsync(target, report)),
    ("whole", () => ReadingRows.WholeAsync(target, report)),
    ("shell", () => ShellRow.RunAsync(target, args[0], report)),
    ("search", () => SearchRow.RunAsync(target, report)),
    ("memory", () => Task.Run(() => MemoryRows.Many(report))),
    ("large", () => Task.Run(() => MemoryRows.Large(report))),
    ("attachment", () => CountRows.AttachmentAsync(report)),
    ("append", () => LinkRows.AppendAsync(target, report)),
    ("move", () => CountRows.MoveAsync(report)),
    ("first", () => CountRows.FirstRowAsync(report)),
    ("connect", () => LinkRows.ConnectAsync(target, report)),
    ("bodies", () => LinkRows.BodiesAsync(target, report)),
    ("single", () => SingleRow.RunAsync(target, report)),
    ("saving", () => Task.Run(() => SavingRow.Run(report))),
    ("idle", () => IdleRow.RunAsync(target, report)),
    ("gap", () => GapRow.RunAsync(target, report)),
};
if (names.Except(rows.Select(static r => r.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no row '{unknown}'. Rows: {string.Join(' ', rows.Select(static r => r.Name))}\n{Usage}");
    return 2;
}

foreach (var row in rows.Where(r => names.Length == 0 || names.Contains(r.Name)))
    await row.Run();
return report.Failed ? 1 : 0;
