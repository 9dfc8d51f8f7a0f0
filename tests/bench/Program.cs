using System.Diagnostics;
using System.Globalization;
using ImapPS.Bench;
using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

// usage: ImapPS.Bench SERVER.JSON [--user NAME] [envelope] [memory] [connect] [bodies] [append]
// The user's INBOX holds the messages to measure with (tests/servers/dovecot bulk). Without names, all is run.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: ImapPS.Bench SERVER.JSON [--user NAME] [envelope] [memory] [connect] [bodies] [append]");
    return 2;
}

var userAt = Array.IndexOf(args, "--user");
var target = Target.FromFile(args[0], userAt > 0 ? args[userAt + 1] : "bench");
var names = args.Skip(1).Where((_, i) => userAt < 0 || (i + 1 != userAt && i + 1 != userAt + 1)).ToArray();
var report = new Report();
var items = ReadingRows.Summary;

if (names is ["child", var limit])
{
    await using var session = await target.ConnectAsync(ConnectionSecurity.None);
    var uids = UidSet.Of(1, uint.Parse(limit, CultureInfo.InvariantCulture));
    var read = 0;
    await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, uids, items))
        read += batch.Messages.Count;
    using var self = Process.GetCurrentProcess();
    Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "{0} {1}", read, self.PeakWorkingSet64));
    return 0;
}

bool Wanted(string name) => names.Length == 0 || names.Contains(name);

if (Wanted("envelope"))
    await ReadingRows.SummaryAsync(target, report);
if (Wanted("structure"))
    await ReadingRows.StructureAsync(target, report);
if (Wanted("whole"))
    await ReadingRows.WholeAsync(target, report);
if (Wanted("memory"))
    Memory();
if (Wanted("connect"))
    await ConnectAsync();
if (Wanted("bodies"))
    await BodiesAsync();
if (Wanted("append"))
    await AppendAsync();
return report.Failed ? 1 : 0;

void Memory()
{
    Console.WriteLine("# peak memory of a process that reads so many messages");
    var small = Peak(1_000, out _);
    var large = Peak(100_000, out var read);
    report.Figure("1,000 messages", small / 1048576.0, "MiB");
    report.Figure($"{read} messages", large / 1048576.0, "MiB");
    report.Bound("difference", (large - small) / 1048576.0, 64, "MiB");
}

long Peak(int messages, out int read)
{
    var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
    if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
    foreach (var argument in new[] { args[0], "--user", target.User, "child", messages.ToString(CultureInfo.InvariantCulture) })
        start.ArgumentList.Add(argument);
    using var child = Process.Start(start)!;
    var answer = child.StandardOutput.ReadToEnd().Split(' ');
    child.WaitForExit();
    read = int.Parse(answer[0], CultureInfo.InvariantCulture);
    return long.Parse(answer[1], CultureInfo.InvariantCulture);
}

async Task ConnectAsync()
{
    Console.WriteLine("# connect over implicit TLS to the first row");
    using var relay = new LinkRelay(target.Host, target.TlsPort, TimeSpan.FromMilliseconds(20));
    await using var session = await target.ConnectAsync(ConnectionSecurity.ImplicitTls, relay.Port);
    await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, items))
    {
        if (batch.Messages.Count > 0)
            break;
    }

    report.Note($"{session.AuthMechanism}, {session.TlsProtocol}");
    report.Bound("round trips after the TCP handshake", relay.Turns, 6, "");
}

async Task BodiesAsync()
{
    const int Count = 10_000;
    Console.WriteLine($"# {Count} messages with their bodies at 50 ms round-trip time");
    var near = await ReadBodiesAsync(TimeSpan.Zero);
    var far = await ReadBodiesAsync(TimeSpan.FromMilliseconds(50));
    report.Figure("time without delay", near.Milliseconds, "ms");
    report.Figure("time at 50 ms", far.Milliseconds, "ms");
    report.Figure("turns of the client", far.Turns, "");
    report.Bound("round trips that cost time", (far.Milliseconds - near.Milliseconds) / 50, 40, "");
}

async Task<(double Milliseconds, int Turns)> ReadBodiesAsync(TimeSpan roundTrip)
{
    using var relay = new LinkRelay(target.Host, target.Port, roundTrip);
    await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
    await session.SelectAsync(MailboxName.Inbox, write: false, CancellationToken.None);
    var before = relay.Turns;
    var watch = Stopwatch.StartNew();
    var read = 0;
    await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 10_000), items with { Sections = [FetchSectionRequest.Whole] }))
        read += batch.Messages.Count(m => m.Sections.Count > 0);
    watch.Stop();
    report.Note($"{read} messages");
    return (watch.Elapsed.TotalMilliseconds, relay.Turns - before);
}

async Task AppendAsync()
{
    const int Count = 200;
    Console.WriteLine($"# {Count} messages of 6 kB added at 50 ms round-trip time");
    var near = await AddAsync(TimeSpan.Zero, Count);
    var far = await AddAsync(TimeSpan.FromMilliseconds(50), Count);
    report.Note(far.Literals);
    report.Figure("time without delay", near.Milliseconds, "ms");
    report.Figure("time at 50 ms", far.Milliseconds, "ms");
    report.Figure("turns of the client", far.Turns, "");
    report.Bound("turns a message", far.Turns / (double)Count, far.IsPlus ? 0.1 : 1.02, "");
    report.Figure("round trips that cost time, a message", (far.Milliseconds - near.Milliseconds) / 50 / Count, "");
}

async Task<(double Milliseconds, int Turns, bool IsPlus, string Literals)> AddAsync(TimeSpan roundTrip, int count)
{
    using var relay = new LinkRelay(target.Host, target.Port, roundTrip);
    await using var session = await target.ConnectAsync(ConnectionSecurity.None, relay.Port);
    var mailbox = MailboxName.Create(session.Capabilities.SpecialUse ? "bench-append" : "INBOX.bench-append");
    var text = System.Text.Encoding.ASCII.GetBytes("From: a@example.org\r\nSubject: bench\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 83)));
    var options = new AppendOptions { CreateMailbox = true };
    await foreach (var first in session.AppendAsync(mailbox, [new AppendItem(AppendSource.FromBytes(text))], options))
    {
        if (first.Error is { } error)
            throw error;
    }

    var before = relay.Turns;
    var added = 0;
    var watch = Stopwatch.StartNew();
    await foreach (var result in session.AppendAsync(mailbox, Enumerable.Range(0, count).Select(_ => new AppendItem(AppendSource.FromBytes(text))), options))
        added += result.Error is null ? 1 : 0;
    watch.Stop();
    if (added != count)
        throw new InvalidOperationException($"Only {added} messages were added.");
    var plus = session.Capabilities.LiteralPlus;
    return (watch.Elapsed.TotalMilliseconds, relay.Turns - before, plus, (plus ? "LITERAL+" : "synchronising literals") + (session.Capabilities.Has("MULTIAPPEND") ? ", MULTIAPPEND" : ""));
}
