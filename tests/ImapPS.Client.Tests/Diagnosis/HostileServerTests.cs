using System.Net;
using System.Net.Sockets;
using System.Text;
using ImapPS.Client.Diagnosis;
using ImapPS.Client.Tests.Connecting;
using ImapPS.Client.Tests.Transport;
using ImapPS.Loopback;

namespace ImapPS.Client.Tests.Diagnosis;

/// <summary>Servers that are none, say nothing, or say too much: always a report, within the time.</summary>
public sealed class HostileServerTests
{
    [Theory]
    [InlineData("220 mail.example ESMTP ready\r\n", "SMTP")]
    [InlineData("+OK POP3 ready\r\n", "POP3")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "SSH")]
    [InlineData("\u0015\u0003\u0001\0\u0002\u0002\u0046", "TLS")]
    [InlineData("what\u001b[31m is this\r\n", "what")]
    public async Task A_plain_port_that_speaks_something_else_says_what(string first, string words)
    {
        using var server = new RawServer(first);
        var report = await Diagnose.RunAsync(0, server.Port);
        var finding = Assert.Single(report.Findings, static f => f.Id == "NotImap");
        Assert.Contains(words, finding.Message);
        Assert.DoesNotContain('\u001b', finding.Message);
        Assert.Equal(server.Port, finding.Port);
    }

    [Theory]
    [InlineData("* OK IMAP4rev1 ready\r\n", "in the clear")]
    [InlineData("220 mail.example ESMTP ready\r\n", "SMTP")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP")]
    public async Task A_TLS_port_that_speaks_something_else_says_what(string first, string words)
    {
        using var server = new RawServer(first);
        var report = await Diagnose.RunAsync(server.Port, 0);
        Assert.Contains(words, Assert.Single(report.Findings, static f => f.Id == "NotImap").Message);
        Assert.Empty(report.TlsVersions);
    }

    [Fact]
    public async Task Ports_that_were_mixed_up_are_recognised()
    {
        await using var server = LoopbackServer.Start();
        var report = await Diagnose.RunAsync(server.Port, server.TlsPort, TestNetwork.Authority(server), silent: "greeting");
        var findings = report.Findings.Where(static f => f.Id == "NotImap").Select(static f => f.Message).ToArray();
        Assert.Contains(findings, static m => m.Contains("in the clear"));
        Assert.Contains(findings, static m => m.Contains("expects TLS from the first byte"));
    }

    [Fact]
    public async Task Silence_ends_at_the_timeout()
    {
        using var server = new RawServer(null);
        var report = await Diagnose.RunAsync(server.Port, server.Port, silent: "TLS handshake|greeting|is it TLS?|offer").WaitAsync(Diagnose.Patience);
        Assert.Contains("within 0.3 seconds", Assert.Single(report.Findings, static f => f.Id == "TlsTimeout").Message);
        Assert.Contains("within 0.3 seconds", Assert.Single(report.Findings, static f => f.Id == "GreetingTimeout").Message);
        Assert.False(report.Passed);
    }

    [Fact]
    public async Task What_is_left_when_the_time_for_all_is_over_is_not_waited_for()
    {
        using var server = new RawServer(null);
        var report = await ServerDiagnosis.RunAsync(
            new DiagnosisRequest("127.0.0.1") { ImplicitTlsPort = server.Port, StartTlsPort = server.Port, Timeout = TimeSpan.FromMilliseconds(500), StepLimit = Diagnose.Patiently },
            null,
            TestContext.Current.CancellationToken).WaitAsync(Diagnose.Patience);
        Assert.False(report.Passed);
        Assert.NotEmpty(report.Findings);
    }

    [Fact]
    public async Task A_server_that_falls_silent_later_does_not_hold_up_either()
    {
        using var server = new RawServer("* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n");
        var report = await Diagnose.RunAsync(0, server.Port, silent: "CAPABILITY").WaitAsync(Diagnose.Patience);
        Assert.Contains(report.Findings, static f => f.Id == "CommandTimeout");
        Assert.Equal("hello", report.Ports[1].Greeting);
        Assert.Contains("STARTTLS", report.Capabilities);
    }

    [Theory]
    [InlineData("* OK hello\r\n", "* 1 EXISTS\r\n")]
    [InlineData("* OK hello\r\n", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("* OK ", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("* OK hello\r\n", "* CAPABILITY {5000000000}\r\n")]
    public async Task Endless_talk_is_cut_off(string first, string endless)
    {
        using var server = new RawServer(first, endless);
        var report = await Diagnose.RunAsync(0, server.Port).WaitAsync(Diagnose.Patience);
        // By what it says, and not by its time, which has hardly begun.
        Assert.NotNull(report.Ports[1].Problem);
        Assert.DoesNotContain(report.Findings, static f => f.Id is "CommandTimeout" or "GreetingTimeout");
    }

    [Fact]
    public async Task Capabilities_are_bounded_and_made_safe()
    {
        var many = string.Join(" ", Enumerable.Range(0, 5000).Select(static i => "X" + i));
        using var server = new RawServer($"* OK [CAPABILITY IMAP4rev1 X\u001b[2J {many}] hi\u0007\r\n");
        var report = await Diagnose.RunAsync(0, server.Port, silent: "CAPABILITY");
        Assert.InRange(report.Capabilities.Count, 0, 500);
        var all = string.Join(" ", report.Capabilities) + report.Ports[1].Greeting + string.Join(" ", report.Steps);
        Assert.DoesNotContain(all, char.IsControl);
    }

    [Fact]
    public async Task A_server_that_hangs_up_at_once_is_told()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = listener;
        _ = Task.Run(async () =>
        {
            while (true)
                (await listener.AcceptTcpClientAsync()).Dispose();
        });
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var report = await Diagnose.RunAsync(port, port);
        Assert.Contains(report.Findings, static f => f.Id == "TlsFailed");
        Assert.Contains(report.Findings, static f => f.Id == "ConnectionLost");
    }

    [Fact]
    public async Task Nothing_that_listens_is_told_for_each_port()
    {
        var report = await Diagnose.RunAsync(0, 0);
        Assert.Equal("Unreachable", Assert.Single(report.Findings).Id);
        Assert.All(report.Ports, static p => Assert.Equal(Reachability.Refused, Assert.Single(p.Addresses).Reachability));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_told()
    {
        var report = await ServerDiagnosis.RunAsync(new DiagnosisRequest("no-such-host.invalid"), null, TestContext.Current.CancellationToken);
        Assert.Equal("HostNotFound", Assert.Single(report.Findings).Id);
        Assert.Empty(report.Ports);
    }

    [Fact]
    public async Task An_address_that_swallows_everything_does_not_hold_up_the_others()
    {
        await using var server = LoopbackServer.Start();
        var report = await ServerDiagnosis.RunAsync(
            new DiagnosisRequest("localhost")
            {
                ImplicitTlsPort = server.TlsPort,
                StartTlsPort = server.Port,
                // Refused, unreachable or swallowed: that depends on the machine, but it never answers.
                Resolver = new FixedResolver("240.0.0.1", "127.0.0.1"),
                Timeout = Diagnose.Patience,
                StepLimit = Diagnose.Waiting("connect to", TimeSpan.FromSeconds(10)),
            },
            null,
            TestContext.Current.CancellationToken);
        Assert.True(report.ImplicitTls);
        Assert.All(report.Ports, static p => Assert.Equal(2, p.Addresses.Count));
        Assert.All(report.Ports, static p => Assert.NotEqual(Reachability.Reachable, p.Addresses[0].Reachability));
    }

    [Fact]
    public async Task Cancelling_ends_it_without_a_report()
    {
        using var server = new RawServer(null);
        using var stop = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ServerDiagnosis.RunAsync(
            new DiagnosisRequest("127.0.0.1") { ImplicitTlsPort = server.Port, StartTlsPort = server.Port, Timeout = Diagnose.Patience, StepLimit = Diagnose.Patiently }, null, stop.Token).WaitAsync(Diagnose.Patience));
    }

    [Fact]
    public async Task Each_step_is_reported_as_it_ends()
    {
        await using var server = LoopbackServer.Start();
        var steps = new List<DiagnosisStep>();
        var report = await ServerDiagnosis.RunAsync(
            new DiagnosisRequest("127.0.0.1") { ImplicitTlsPort = server.TlsPort, StartTlsPort = server.Port, Timeout = Diagnose.Patience, StepLimit = Diagnose.Patiently }, new Listener(steps), TestContext.Current.CancellationToken);
        Assert.Equal(report.Steps.Count, steps.Count);
        Assert.All(steps, static s => Assert.True(s.Elapsed > TimeSpan.Zero));
    }

    private sealed class Listener(List<DiagnosisStep> steps) : IProgress<DiagnosisStep>
    {
        public void Report(DiagnosisStep value)
        {
            lock (steps)
                steps.Add(value);
        }
    }
}
