using System.Diagnostics;
using System.Globalization;
using ImapPS.Fuzz;

// usage: ImapPS.Fuzz [CASES] [SEED]
// Feeds generated and damaged responses to the framer and the reader, and to connections, compressed ones too. A failure names its case: run it alone with
// ImapPS.Fuzz 1 SEED CASE.
var cases = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Random.Shared.Next();
var first = args.Length > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : 0;
Console.WriteLine($"{cases} cases from seed {seed}");
var watch = Stopwatch.StartNew();
var fuzzer = new ResponseFuzzer(seed);
var connections = new ConnectionFuzzer(seed);
for (var i = first; i < first + cases; i++)
{
    if ((fuzzer.Run(i) ?? connections.Run(i)) is { } failure)
    {
        Console.Error.WriteLine($"case {i}: {failure}");
        return 1;
    }

    if (i % 100_000 == 99_999)
        Console.WriteLine($"{i + 1} cases, {watch.Elapsed.TotalSeconds:0} s, {GC.GetTotalMemory(false) / 1048576} MiB, {fuzzer.Responses} responses, {fuzzer.LostFraming} lost their framing");
}

Console.WriteLine($"{cases} cases in {watch.Elapsed.TotalSeconds:0.0} s: {fuzzer.Responses} responses, {fuzzer.Unreadable} unreadable, {fuzzer.LostFraming} lost their framing; slowest {fuzzer.Slowest.TotalMilliseconds:0.0} ms; {connections.Fetches} taken by connections, of which {connections.Broken} broke");
return 0;
