using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Diagnosis;

/// <summary>Logs in as every connection does, with every check, and then once with each other mechanism that the server offers.</summary>
internal sealed class LoginProbe(DiagnosisRequest request, LoginCredentials credentials, StepLog log)
{
    /// <summary>Refused logins may lock an account.</summary>
    private const int MaxRefusals = 2;

    private readonly List<MechanismReport> _mechanisms = [];
    private int _refusals;

    /// <summary>What the server announced after login; null if nobody got that far.</summary>
    public CapabilitySet? Capabilities { get; private set; }

    public async Task<LoginReport> RunAsync(IReadOnlyList<PortReport> ports)
    {
        var port = ports.FirstOrDefault(static p => p.TlsWorks && p.Certificate is { Trusted: true } && p.Security == ConnectionSecurity.ImplicitTls)
            ?? ports.FirstOrDefault(static p => p.TlsWorks && p.Certificate is { Trusted: true });
        if (port is null)
        {
            var why = ports.Any(static p => p.TlsWorks)
                ? "the certificate is not trusted, so nobody can tell who would get the password"
                : "there is no TLS, and no password is sent without it";
            log.Skip("login", null, why);
            return new LoginReport(credentials.UserName, null, null, why) { Remedy = "Put right what is reported about TLS, then test again." };
        }

        var first = await TryAsync(port, credentials, "login", static s => s.AuthMechanism + " works").ConfigureAwait(false);
        if (first.Value is not { } outcome)
        {
            var decisions = first.Error!.Decisions;
            foreach (var tried in decisions.Where(static d => d.Outcome == AuthenticationOutcome.Failed))
                _mechanisms.Add(new MechanismReport(tried.Mechanism, false, SafeText.Clean(tried.Reason)));
            return new LoginReport(credentials.UserName, port.Port, false, first.Error.Message) { Remedy = first.Error.Hint ?? "", Mechanisms = _mechanisms, Decisions = decisions };
        }

        Capabilities = outcome.Capabilities;
        foreach (var tried in outcome.Decisions.Where(static d => d.Outcome == AuthenticationOutcome.Failed))
            _mechanisms.Add(new MechanismReport(tried.Mechanism, false, SafeText.Clean(tried.Reason)));
        _mechanisms.Add(new MechanismReport(outcome.AuthMechanism, true, "used by default"));
        foreach (var other in outcome.Decisions.Where(static d => d.Outcome == AuthenticationOutcome.Fallback).Select(static d => d.Mechanism).Distinct())
            await TryOtherAsync(port, other).ConfigureAwait(false);
        return new LoginReport(credentials.UserName, port.Port, true, "") { Mechanism = outcome.AuthMechanism, Mechanisms = _mechanisms, Decisions = outcome.Decisions };
    }

    private async Task TryOtherAsync(PortReport port, string mechanism)
    {
        if (_mechanisms.Exists(m => m.Mechanism == mechanism))
            return;
        if (_refusals >= MaxRefusals)
        {
            _mechanisms.Add(new MechanismReport(mechanism, null, "further refusals might lock the account"));
            return;
        }

        // "LOGIN" by name is the command first and the mechanism of that name behind it, which then can't be tried alone.
        var isCommand = mechanism == MechanismTraits.LoginCommandName;
        if (mechanism == "LOGIN")
        {
            _mechanisms.Add(new MechanismReport(mechanism, null, "the command of that name goes first"));
            return;
        }

        var only = credentials with { Mechanisms = [isCommand ? "LOGIN" : mechanism], Retry = AuthRetry.Stop };
        var result = await TryAsync(port, only, "login with " + mechanism, static s => s.AuthMechanism + " works").ConfigureAwait(false);
        if (result.Error is not null)
            _refusals++;
        _mechanisms.Add(new MechanismReport(mechanism, result.Error is null, result.Error?.Message ?? ""));
    }

    private Task<StepResult<LoggedIn>> TryAsync(PortReport port, LoginCredentials with, string name, Func<LoggedIn, string> detail)
    {
        var connect = new ConnectRequest(request.Host)
        {
            Port = port.Port,
            Security = port.Security,
            Tls = request.Tls,
            UseEnvironmentProxy = false,
            Options = new ConnectionOptions { Transcript = request.Transcript }.WithTimeout(request.LimitOf(name)),
        };
        return log.RunAsync(name, port.Port, ImapError.CommandTimeout, LogInAsync, detail);

        async Task<LoggedIn> LogInAsync(CancellationToken cancellationToken)
        {
            await using var session = await ImapSession.ConnectAsync(connect, with, cancellationToken).ConfigureAwait(false);
            return new LoggedIn(session.AuthMechanism, session.AuthenticationDecision, session.Capabilities);
        }
    }

    private sealed record LoggedIn(string AuthMechanism, IReadOnlyList<AuthenticationDecision> Decisions, CapabilitySet Capabilities);
}
