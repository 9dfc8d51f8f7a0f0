using System.Diagnostics;
using ImapPS.Client.Connecting;

namespace ImapPS.Client.Tests.Connecting;

public sealed class EndpointMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imapps-memory-").FullName;
    private readonly List<string> _warnings = [];
    private readonly EndpointMemory _memory;

    public EndpointMemoryTests() => _memory = new EndpointMemory(FilePath, _warnings.Add);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now { get; } = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private string FilePath => Path.Combine(_folder, "sub", "endpoints.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_remembered_is_found_whatever_the_spelling_and_can_be_forgotten()
    {
        var entry = new RememberedEndpoint("Mail.Example.org", 1143, ConnectionSecurity.StartTls, true, Now);
        await _memory.RememberAsync(entry, Token);
        await _memory.RememberAsync(new RememberedEndpoint("bücher.example \"x\"", 993, ConnectionSecurity.ImplicitTls, true, Now), Token);

        Assert.Equal(entry, await _memory.FindAsync("mail.example.ORG.", Token));
        Assert.Equal(["bücher.example \"x\"", "Mail.Example.org"], (await _memory.ListAsync(Token)).Select(static e => e.Host));
        Assert.True(await _memory.ForgetAsync("MAIL.example.org", Token));
        Assert.False(await _memory.ForgetAsync("MAIL.example.org", Token));
        Assert.Null(await _memory.FindAsync("mail.example.org", Token));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Nothing_remembered_is_nothing_written()
    {
        Assert.Empty(await _memory.ListAsync(Token));
        Assert.Null(await _memory.FindAsync("host", Token));
        Assert.False(Directory.Exists(Path.GetDirectoryName(FilePath)));
    }

    [Fact]
    public async Task A_fresh_entry_is_left_as_it_is_and_an_old_one_renewed()
    {
        await _memory.RememberAsync(Entry("host"), Token);
        await _memory.RememberAsync(Entry("host") with { LastUsed = Now.AddMinutes(59) }, Token);
        Assert.Equal(Now, (await _memory.FindAsync("host", Token))!.LastUsed);
        await _memory.RememberAsync(Entry("host") with { LastUsed = Now.AddMinutes(61) }, Token);
        Assert.Equal(Now.AddMinutes(61), (await _memory.FindAsync("host", Token))!.LastUsed);
    }

    [Fact]
    public async Task Tls_once_seen_stays_seen()
    {
        await _memory.RememberAsync(Entry("host"), Token);
        await _memory.RememberAsync(Entry("host") with { Port = 144, TlsSeen = false }, Token);
        Assert.True((await _memory.FindAsync("host", Token))!.TlsSeen);
    }

    [Fact]
    public async Task Only_the_user_can_read_it()
    {
        Edition.NeedsCore("file modes");
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are not for Windows");
        await _memory.RememberAsync(Entry("host"), Token);

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(FilePath)!))
        {
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(FilePath)!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":\"x\",\"endpoints\":[]}")]
    [InlineData("{\"version\":1,\"endpoints\":[]} trailing")]
    [InlineData("{\"version\":1,\"endpoints\":[{\"host\":\"h\\q\"}]}")]
    [InlineData("{\"version\":1,\"endpoints\":[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]}")]
    [InlineData("\u0000\u0000\u0000\u0000")]
    public async Task A_damaged_file_is_set_aside_with_a_warning(string content)
    {
        Write(content);

        Assert.Empty(await _memory.ListAsync(Token));

        Assert.Contains("damaged", Assert.Single(_warnings));
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(FilePath)!, "*.broken-*"));
        Assert.Equal(content, File.ReadAllText(aside));
        await _memory.RememberAsync(Entry("host"), Token);
        Assert.NotNull(await _memory.FindAsync("host", Token));
        Assert.Single(_warnings);
    }

    [Fact]
    public async Task Invalid_octets_and_an_endless_file_are_damage_too()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllBytes(FilePath, [0x7b, 0xff, 0xfe]);
        Assert.Empty(await _memory.ListAsync(Token));
        File.WriteAllBytes(FilePath, new byte[2 * 1024 * 1024]);
        Assert.Empty(await _memory.ListAsync(Token));
        Assert.Equal(2, _warnings.Count);
    }

    [Fact]
    public async Task A_file_from_a_newer_version_is_neither_used_nor_changed()
    {
        const string Newer = "{\"version\":2,\"endpoints\":{\"host\":\"else\"}}";
        Write(Newer);

        Assert.Null(await _memory.FindAsync("host", Token));
        await _memory.RememberAsync(Entry("host"), Token);

        Assert.Equal(Newer, File.ReadAllText(FilePath));
        Assert.Equal(2, _warnings.Count);
        Assert.All(_warnings, static w => Assert.Contains("newer version", w));
    }

    /// <summary>No file makes a connection go without TLS.</summary>
    [Fact]
    public async Task An_entry_that_would_lead_without_tls_is_not_believed()
    {
        Write("""
            {"version":1,"future":[1,2.5e1,true,null,{"a":"\u00e4\n"}],"endpoints":[
              {"host":"a","port":143,"security":"None","tls":false,"lastUsed":"2026-01-01T00:00:00Z"},
              {"host":"b","port":143,"security":"Auto","tls":true,"lastUsed":"2026-01-01T00:00:00Z"},
              {"host":"c","port":70000,"security":"StartTls","tls":true,"lastUsed":"2026-01-01T00:00:00Z"},
              {"host":"d","port":1.5,"security":"StartTls","tls":true,"lastUsed":"2026-01-01T00:00:00Z"},
              {"host":"e","port":143,"security":"StartTls","tls":true,"lastUsed":"yesterday"},
              7,
              {"host":"good","port":143,"security":"StartTls","lastUsed":"2026-01-01T00:00:00Z","more":1}
            ]}
            """);

        Assert.Equal("good", Assert.Single(await _memory.ListAsync(Token)).Host);
        Assert.Contains("(6)", Assert.Single(_warnings));
    }

    [Fact]
    public async Task A_file_that_may_not_be_written_costs_a_warning()
    {
        await _memory.RememberAsync(Entry("host"), Token);
        File.SetAttributes(FilePath, FileAttributes.ReadOnly);
        try
        {
            await _memory.RememberAsync(Entry("other"), Token);
            Assert.Contains("read-only", Assert.Single(_warnings));
            Assert.Equal("host", Assert.Single(await _memory.ListAsync(Token)).Host);
        }
        finally
        {
            File.SetAttributes(FilePath, FileAttributes.Normal);
        }
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_costs_a_warning()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var memory = new EndpointMemory(Path.Combine(file, "endpoints.json"), _warnings.Add);

        await memory.RememberAsync(Entry("host"), Token);

        Assert.NotEmpty(_warnings);
        Assert.Null(await memory.FindAsync("host", Token));
    }

    [Fact]
    public async Task A_lock_that_is_never_given_up_costs_a_warning_after_some_seconds()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        using var held = new FileStream(FilePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var clock = Stopwatch.StartNew();

        await _memory.RememberAsync(Entry("host"), Token);

        var warning = Assert.Single(_warnings);
        Assert.Contains("can't be written", warning);
        Assert.Contains(EndpointMemory.HomeVariable, warning);
        Assert.InRange(clock.Elapsed.TotalSeconds, 2, 60);
    }

    /// <summary>Each writer has a memory of its own, as another process has: they meet only at the file.</summary>
    [Fact]
    public async Task Writers_at_once_lose_nothing_and_readers_never_see_half_a_file()
    {
        const int Writers = 4, Each = 15;
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var memory = new EndpointMemory(FilePath, _warnings.Add);
            while (!done.IsCancellationRequested)
                _ = await memory.ListAsync(CancellationToken.None);
        }, Token);
        var gaveUp = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            var memory = new EndpointMemory(FilePath, warning =>
            {
                // On a slow disk others may have the lock for longer than one waits. Nothing else may go wrong.
                Assert.Contains("can't be written", warning);
                Interlocked.Increment(ref gaveUp);
            });
            for (var i = 0; i < Each; i++)
                await memory.RememberAsync(Entry($"host-{w}-{i}"), Token);
        }, Token)));
        done.Cancel();
        await reader;

        Assert.Empty(_warnings);
        Assert.Equal(Writers * Each, gaveUp + (await _memory.ListAsync(Token)).Count);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(FilePath)!, "*.tmp"));
    }

#if NET // .NET Framework takes no list of arguments
    /// <summary>The lock as other programs see it: flock(2) of another process keeps us waiting.</summary>
    [Fact]
    public async Task Another_process_is_waited_for()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "flock(1) is not installed");
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        using var other = Process.Start("/usr/bin/flock", [FilePath + ".lock", "sh", "-c", $"touch {FilePath}.taken; sleep 1; rm {FilePath}.taken"]);
        while (!File.Exists(FilePath + ".taken"))
            await Task.Delay(10, Token);

        // The other may be slower than one wait is long.
        do
            await _memory.RememberAsync(Entry("host"), Token);
        while (await _memory.FindAsync("host", Token) is null);

        Assert.False(File.Exists(FilePath + ".taken"));
        Assert.All(_warnings, static w => Assert.Contains("can't be written", w));
        await other.WaitForExitAsync(Token);
    }
#endif

    [Fact]
    public async Task It_does_not_grow_without_end()
    {
        var content = new MemoryContent();
        for (var i = 0; i < 1100; i++)
            content.Set(Entry("host" + i) with { LastUsed = Now.AddMinutes(i) });
        Write(content.Write());

        var all = await _memory.ListAsync(Token);
        Assert.Equal(1000, all.Count);
        Assert.DoesNotContain(all, static e => e.Host == "host99");
        Assert.Contains(all, static e => e.Host == "host1099");
    }

    [Fact]
    public void The_environment_names_the_folder()
    {
        var before = Environment.GetEnvironmentVariable(EndpointMemory.HomeVariable);
        try
        {
            Environment.SetEnvironmentVariable(EndpointMemory.HomeVariable, _folder);
            Assert.Equal(Path.Combine(_folder, "endpoints.json"), EndpointMemory.DefaultPath);
            Environment.SetEnvironmentVariable(EndpointMemory.HomeVariable, null);
            Assert.EndsWith(Path.Combine("ImapPS", "endpoints.json"), EndpointMemory.DefaultPath);
        }
        finally
        {
            Environment.SetEnvironmentVariable(EndpointMemory.HomeVariable, before);
        }
    }

    private static RememberedEndpoint Entry(string host) => new(host, 143, ConnectionSecurity.StartTls, true, Now);

    private void Write(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, content);
    }
}
