using System.Diagnostics;
using System.Net;
using ImapPS.Client.Connecting;

namespace ImapPS.Client.Diagnosis;

/// <summary>Finds out about one server whatever can be found out from outside, and judges it.</summary>
public static class ServerDiagnosis
{
    /// <param name="request">Which server, within what bounds.</param>
    /// <param name="progress">Hears of each step as it ends; null for nobody.</param>
    /// <param name="cancellationToken">Ends the test without a report.</param>
    /// <returns>A report in any case: what fails is in it.</returns>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellationToken"/>; nothing else is thrown for what a server or network does.</exception>
    /// <exception cref="ArgumentException">A requirement makes no sense.</exception>
    public static async Task<ServerReport> RunAsync(DiagnosisRequest request, IProgress<DiagnosisStep>? progress, CancellationToken cancellationToken)
    {
        var requirements = request.Require.Select(Requirement.Parse).ToArray();
        var now = DateTimeOffset.UtcNow;
        var clock = Stopwatch.StartNew();
        using var whole = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        whole.CancelAfter(request.Timeout);
        var log = new StepLog(request, progress, cancellationToken, whole.Token);

        var resolved = await log.RunAsync(
            "look the name up", null, ImapError.HostNotFound, t => AddressProbe.ResolveAsync(request, t), static a => string.Join(", ", (IEnumerable<IPAddress>)a)).ConfigureAwait(false);
        var report = new ServerReport(request.Host) { TestedAt = now, NameProblem = resolved.Problem };
        if (resolved.Value is { } addresses)
            report = await LookAsync(report, request, log, addresses, whole.Token, cancellationToken).ConfigureAwait(false);
        return ServerJudge.Judge(report with { Steps = log.Steps, Duration = clock.Elapsed }, requirements, request.ExpiryWarningDays);
    }

    private static async Task<ServerReport> LookAsync(ServerReport report, DiagnosisRequest request, StepLog log, IPAddress[] addresses, CancellationToken whole, CancellationToken user)
    {
        var ports = await Task.WhenAll(
            new PortProbe(request, request.ImplicitTlsPort, ConnectionSecurity.ImplicitTls, log, report.TestedAt).RunAsync(addresses, whole, user),
            new PortProbe(request, request.StartTlsPort, ConnectionSecurity.StartTls, log, report.TestedAt).RunAsync(addresses, whole, user)).ConfigureAwait(false);
        report = ReportAssembly.AddPorts(report, ports);
        if (request.Credentials is not { } credentials)
            return report;
        var login = new LoginProbe(request, credentials, log);
        report = report with { Login = await login.RunAsync(ports).ConfigureAwait(false) };
        return ReportAssembly.AddLogin(report, login.Capabilities);
    }
}
