using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Diagnosis;

/// <summary>Looks at one port: who answers, how it greets, what TLS it has, what it announces.</summary>
internal sealed class PortProbe(DiagnosisRequest request, int port, ConnectionSecurity security, StepLog log, DateTimeOffset now)
{
    private readonly CapabilityLog _capabilities = new(port);
    private PortReport _report = new(port, security);
    private IPAddress? _address;

    /// <param name="addresses">The host's, as they were looked up.</param>
    /// <param name="whole">When everything must be over.</param>
    /// <param name="user">Ends everything by exception.</param>
    public async Task<PortReport> RunAsync(IReadOnlyList<IPAddress> addresses, CancellationToken whole, CancellationToken user)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(whole);
        limit.CancelAfter(request.LimitOf("connect to"));
        var attempts = addresses.Select(a => ReachAsync(a, limit.Token, user)).ToArray();
        _address = await FirstReachableAsync(addresses, attempts).ConfigureAwait(false);
        if (_address is not null)
        {
            _report = _report with { Address = _address.ToString() };
            await LookAsync().ConfigureAwait(false);
        }

        var reached = await Task.WhenAll(attempts).ConfigureAwait(false);
        _report = _report with { Addresses = reached, Phases = _capabilities.Phases };
        return _address is null ? _report with { Problem = Unreachable(reached) } : _report;
    }

    /// <summary>An address that black-holes everything must not hold up one that answers.</summary>
    private static async Task<IPAddress?> FirstReachableAsync(IReadOnlyList<IPAddress> addresses, Task<AddressReport>[] attempts)
    {
        var waiting = attempts.ToList();
        while (waiting.Count > 0)
        {
            var done = await Task.WhenAny(waiting).ConfigureAwait(false);
            waiting.Remove(done);
            if ((await done.ConfigureAwait(false)).Reachability == Reachability.Reachable)
                return addresses[Array.IndexOf(attempts, done)];
        }

        return null;
    }

    private async Task<AddressReport> ReachAsync(IPAddress address, CancellationToken limit, CancellationToken user)
    {
        var report = await AddressProbe.TryAsync(address, port, limit, user).ConfigureAwait(false);
        log.Add(new DiagnosisStep(
            request.Host,
            $"connect to {report.Address}",
            port,
            report.ConnectTime,
            report.Reachability switch { Reachability.Reachable => StepOutcome.Ok, Reachability.NotTestable => StepOutcome.Skipped, _ => StepOutcome.Failed },
            report.Problem));
        return report;
    }

    private PortProblem Unreachable(AddressReport[] reached)
    {
        var refused = Array.TrueForAll(reached, static r => r.Reachability == Reachability.Refused);
        var why = string.Join("; ", reached.Select(static r => $"{r.Address}: {r.Problem}").Distinct());
        return new PortProblem(
            refused ? ImapError.ConnectionRefused : ImapError.ConnectTimeout,
            string.Format(CultureInfo.InvariantCulture, "Port {0} can't be reached ({1}).", port, why),
            refused
                ? "If the port should be served, switch its listener on."
                : "A firewall may drop the connection. If the port should be served, open it.");
    }

    private async Task LookAsync()
    {
        var reached = security == ConnectionSecurity.ImplicitTls
            ? await LookInsideTlsAsync().ConfigureAwait(false)
            : await LookInTheClearAsync().ConfigureAwait(false);
        if (reached)
            await TryVersionsAsync().ConfigureAwait(false);
        if (security == ConnectionSecurity.StartTls)
            await TryInjectionAsync().ConfigureAwait(false);
    }

    /// <returns>Whether it makes sense to look at TLS further.</returns>
    private async Task<bool> LookInsideTlsAsync()
    {
        using var stream = await OpenAsync().ConfigureAwait(false);
        using var handshake = stream is null ? null : await HandshakeAsync(stream).ConfigureAwait(false);
        if (handshake is null)
            return _report.Problem?.Error is ImapError.TlsFailed or ImapError.TlsTimeout;
        var trace = BeginTrace();
        trace?.Note("TLS started: " + handshake.Session);
        var conversation = new ProbeConversation(handshake.Stream, request.Host, trace);
        if (!await GreetAsync(conversation, PhaseNames.TlsGreeting).ConfigureAwait(false))
            return true;
        await AskAsync(conversation, PhaseNames.ImplicitTls).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> LookInTheClearAsync()
    {
        using var stream = await OpenAsync().ConfigureAwait(false);
        var trace = stream is null ? null : BeginTrace();
        var conversation = stream is null ? null : new ProbeConversation(stream, request.Host, trace);
        if (conversation is null || !await GreetAsync(conversation, PhaseNames.Greeting).ConfigureAwait(false))
        {
            if (_report.Problem?.Error == ImapError.GreetingTimeout)
                await LookForTlsAsync().ConfigureAwait(false);
            return false;
        }

        await AskAsync(conversation, PhaseNames.Asked).ConfigureAwait(false);
        _report = _report with { StartTlsOffered = conversation.Capabilities is { StartTls: true } };
        if (!_report.StartTlsOffered || _report.GreetingStatus == "PREAUTH" || _report.Problem is not null)
            return false;

        var answer = await log.RunAsync("STARTTLS", port, ImapError.CommandTimeout, t => conversation.ExecuteAsync("c2", "STARTTLS", t), Answer).ConfigureAwait(false);
        if (answer.Value is not { Status: StatusKind.Ok })
        {
            _report = _report with
            {
                Problem = answer.Problem ?? new PortProblem(
                    ImapError.StartTlsUnavailable,
                    $"STARTTLS is offered, but was refused: {Answer(answer.Value!)}",
                    "TLS is not set up: the server's log says why. As a rule the certificate or key can't be read."),
            };
            return false;
        }

        if (conversation.Leftover > 0)
        {
            // The handshake would begin in the middle of something.
            _report = _report with { DataBehindStartTls = true };
            return false;
        }

        using var handshake = await HandshakeAsync(stream!).ConfigureAwait(false);
        if (handshake is null)
            return true;
        trace?.Note("TLS started: " + handshake.Session);
        await AskAsync(new ProbeConversation(handshake.Stream, request.Host, trace), PhaseNames.AfterStartTls).ConfigureAwait(false);
        return true;
    }

    private async Task<FirstBytesStream?> OpenAsync()
    {
        var opened = await log.RunAsync("connect", port, ImapError.ConnectTimeout, ConnectAsync).ConfigureAwait(false);
        _report = _report with { Problem = opened.Problem };
        return opened.Value;
    }

    private async Task<FirstBytesStream> ConnectAsync(CancellationToken cancellationToken) =>
        new(new NetworkStream(await AddressProbe.ConnectAsync(_address!, port, cancellationToken).ConfigureAwait(false), ownsSocket: true));

    private ConnectionTranscript? BeginTrace()
    {
        var trace = request.Transcript is { } transcript ? new ConnectionTranscript(transcript) : null;
        trace?.Note($"connected to {request.Host} port {port}");
        return trace;
    }

    private async Task<TlsHandshake?> HandshakeAsync(FirstBytesStream stream)
    {
        var result = await log.RunAsync("TLS handshake", port, ImapError.TlsTimeout, t => TlsProbe.HandshakeAsync(stream, request.Host, t), static h => h.Session.ToString()).ConfigureAwait(false);
        if (result.Value is not { } handshake)
        {
            _report = _report with { Problem = result.Problem };
            return null;
        }

        _report = _report with { Tls = handshake.Session };
        if (handshake.Certificate is { } leaf)
        {
            // Building a chain may ask the platform's stores, which on some machines takes a while.
            var inspected = await log.RunAsync(
                "certificate",
                port,
                ImapError.TlsTimeout,
                t => Abandonable.WaitAsync(Task.Run(() => CertificateInspector.Inspect(leaf, handshake.Sent, request.Host, request.Tls, now), t), t),
                static c => c.ToString()).ConfigureAwait(false);
            _report = _report with { Certificate = inspected.Value };
        }

        return handshake;
    }

    private async Task<bool> GreetAsync(ProbeConversation conversation, string phase)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var result = await log.RunAsync("greeting", port, ImapError.GreetingTimeout, conversation.ReadGreetingAsync, Answer).ConfigureAwait(false);
        if (result.Value is not { } greeting)
        {
            _report = _report with { Problem = result.Problem };
            return false;
        }

        _report = _report with { Greeting = SafeText.Clean(greeting.Text, 300), GreetingStatus = greeting.Status.ToString().ToUpperInvariant(), GreetingTime = clock.Elapsed };
        _capabilities.Add(phase, conversation.Capabilities);
        if (greeting.Status != StatusKind.Bye)
            return true;
        _report = _report with
        {
            Problem = new PortProblem(ImapError.GreetingRejected, $"The server turns connections away: {SafeText.Clean(greeting.Text)}", "It may be overloaded, or refuse this address; its log says more."),
        };
        return false;
    }

    /// <summary>Asks what the server can do; within TLS, that is the proof that TLS works.</summary>
    private async Task AskAsync(ProbeConversation conversation, string phase)
    {
        var tls = PhaseNames.IsProtected(phase);
        var result = await log.RunAsync("CAPABILITY", port, ImapError.CommandTimeout, t => conversation.ExecuteAsync(tls ? "t1" : "c1", "CAPABILITY", t), Answer).ConfigureAwait(false);
        if (result.Value is { Status: StatusKind.Ok })
        {
            _capabilities.Add(phase, conversation.Capabilities);
            _report = _report with { TlsWorks = _report.TlsWorks || tls };
            return;
        }

        _report = _report with
        {
            Problem = result.Problem ?? new PortProblem(ImapError.ProtocolViolation, $"The server refuses to say what it can do: {Answer(result.Value!)}", "Every IMAP server must answer CAPABILITY; a proxy in between may be at fault."),
        };
    }

    /// <summary>Silence where a greeting should be: as a rule somebody waits for TLS.</summary>
    private async Task LookForTlsAsync()
    {
        var result = await log.RunAsync("is it TLS?", port, ImapError.TlsTimeout, t => VersionAsync(0x0303, inTheClear: false, t), static r => r.ToString()).ConfigureAwait(false);
        if (result.Value is { Outcome: TlsVersionOutcome.Accepted } or { Detail: "protocol_version" })
        {
            _report = _report with
            {
                Problem = new PortProblem(ImapError.NotImap, $"Port {port} expects TLS from the first byte, where plain text was expected.", $"Test it with -ImplicitTlsPort {port}, connect with -Security ImplicitTls."),
            };
        }
    }

    private async Task TryVersionsAsync()
    {
        var seen = new List<TlsVersionReport>();
        foreach (var version in TlsVersionProbe.Versions)
        {
            var name = TlsNames.Version(version);
            var result = await log.RunAsync($"offer {name} alone", port, ImapError.TlsTimeout, t => VersionAsync(version, security == ConnectionSecurity.StartTls, t), static r => r.ToString()).ConfigureAwait(false);
            seen.Add(result.Value ?? new TlsVersionReport(name, TlsVersionOutcome.NotTestable, "", result.Error!.Message));
        }

        _report = _report with { TlsVersions = seen };
    }

    private async Task<TlsVersionReport> VersionAsync(int version, bool inTheClear, CancellationToken cancellationToken)
    {
        using var stream = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (inTheClear)
        {
            var conversation = new ProbeConversation(stream, request.Host, BeginTrace());
            await conversation.ReadGreetingAsync(cancellationToken).ConfigureAwait(false);
            var answer = await conversation.ExecuteAsync("v1", "STARTTLS", cancellationToken).ConfigureAwait(false);
            if (answer.Status != StatusKind.Ok)
                throw new ImapException(ImapError.StartTlsUnavailable, $"STARTTLS was refused: {Answer(answer)}");
        }

        return await TlsVersionProbe.TryAsync(stream, version, request.Host, cancellationToken).ConfigureAwait(false);
    }

    private async Task TryInjectionAsync()
    {
        if (_report is not { StartTlsOffered: true, TlsWorks: true })
        {
            _report = _report with { InjectionDetail = "STARTTLS does not work here" };
            return;
        }

        var result = await log.RunAsync("injection behind STARTTLS", port, ImapError.CommandTimeout, InjectAsync, static r => r.Detail).ConfigureAwait(false);
        _report = result.Value is { } seen
            ? _report with { Injection = seen.Outcome, InjectionDetail = seen.Detail }
            : _report with { InjectionDetail = result.Error!.Message };
    }

    private async Task<InjectionResult> InjectAsync(CancellationToken cancellationToken)
    {
        using var stream = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await InjectionProbe.TryAsync(stream, request.Host, BeginTrace(), cancellationToken).ConfigureAwait(false);
    }

    private static string Answer(StatusResponse response) => SafeText.Clean($"{response.Status.ToString().ToUpperInvariant()} {response.Text}".Trim(), 200);
}
