using System.Collections.Concurrent;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Diagnosis;
using ImapPS.Client.Transport;
using ImapPS.Completion;
using ImapPS.Diagnosis;
using ImapPS.Errors;
using ImapPS.Pipeline;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Says what is right and what is wrong with an IMAP server, without logging in.</para>
/// <para type="description">Connects to both ports of each server, tries STARTTLS, every version of TLS, the certificate and what the server announces, and gives one report for each server: findings with remedies, and what missing capabilities mean. With -Require it is a check for scheduled scripts and tests.</para>
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "ImapServer")]
[OutputType(typeof(ServerReport))]
public sealed class TestImapServerCommand : CancellableCommand
{
    private readonly List<DiagnosisRequest> _requests = [];
    private readonly ConcurrentQueue<ServerReport> _done = new();
    private readonly Transcript _transcript = new();
    private readonly WorkProgress _progress = new() { Unit = "ProgressServers" };
    private string? _page;

    /// <summary><para type="description">Host names or addresses. The certificate must be for the name given here.</para></summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("ComputerName", "HostName")]
    public string[] Server { get; set; } = [];

    /// <summary><para type="description">The port where STARTTLS is looked for. Default: 143.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int StartTlsPort { get; set; } = ConnectRequest.DefaultStartTlsPort;

    /// <summary><para type="description">The port where implicit TLS is looked for. Default: 993.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int ImplicitTlsPort { get; set; } = ConnectRequest.DefaultImplicitTlsPort;

    /// <summary><para type="description">A user to log in as: shows which mechanisms work and what the server announces after login. Used over TLS with a trusted certificate only.</para></summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary><para type="description">What must hold: ImplicitTls, StartTls, Tls12, Tls13, NoWeakTls, Trusted, NotExpiring and days, NoInjection, NoLoginWithoutTls, IPv4, IPv6, Login, or any capability. Passed then says whether all of it does, and an error tells what does not.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RequirementCompleter))]
    public string[]? Require { get; set; }

    /// <summary><para type="description">PEM files with certificates to trust, beside those of the system. Default: none.</para></summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? CertificateAuthority { get; set; }

    /// <summary><para type="description">For all that is done with one server, in seconds or as a time span. What is not finished then is reported as such. Default: 30 seconds.</para></summary>
    [Parameter]
    [Seconds]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><para type="description">How many servers are tested at a time. Default: 8.</para></summary>
    [Parameter]
    [ValidateRange(1, 128)]
    public int ThrottleLimit { get; set; } = 8;

    /// <summary><para type="description">Also writes the reports as one web page that needs nothing else. An existing file is replaced.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AsHtml { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            foreach (var requirement in Require ?? [])
                Requirement.Parse(requirement);
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.InvalidRequirement, ErrorCategory.InvalidArgument, Require, e, e.Message));
        }

        _page = AsHtml is null ? null : Resolve(AsHtml);
        // Better to hear now that there is no such folder than after an hour of testing.
        if (_page is not null && Path.GetDirectoryName(_page) is { Length: > 0 } folder && !Directory.Exists(folder))
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.ObjectNotFound, AsHtml, AsHtml, $"there is no folder '{folder}'"));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var authorities = ReadAuthorities();
        foreach (var server in Server)
        {
            _requests.Add(new DiagnosisRequest(server.Trim())
            {
                StartTlsPort = StartTlsPort,
                ImplicitTlsPort = ImplicitTlsPort,
                Tls = new TlsOptions { CertificateAuthorities = authorities },
                Timeout = Timeout,
                Require = Require ?? [],
                Transcript = _transcript,
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        using var credentials = Credential is null ? null : new LoginCredentials(Credential.UserName) { Password = new SecretString(Credential.Password) };
        try
        {
            _progress.Expect(_requests.Count);
            _progress.Begin(Strings.Format("TestServerActivity"));
            Run((output, cancellationToken) => TestAsync(output, credentials, cancellationToken), _progress, [new DebugTrace(_transcript)]);
        }
        finally
        {
            // What was found out counts, also if the rest was stopped.
            WritePage();
        }

        // Not before every server is tested: with -ErrorAction Stop the first error ends the pipeline.
        foreach (var report in _done.Where(static r => r.Requirements.Any(static q => !q.Met)))
        {
            var unmet = string.Join(" ", report.Requirements.Where(static q => !q.Met).Select(static q => $"{q.Name}: {q.Detail}"));
            WriteError(ErrorFactory.Create(ErrorIds.RequirementNotMet, ErrorCategory.InvalidResult, report, report.Server, unmet));
        }
    }

    private async Task TestAsync(PipelineWriter output, LoginCredentials? credentials, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(ThrottleLimit);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var all = _requests.Select(r => TestAsync(r with { Credentials = credentials }, places, output, ending)).ToArray();
        await Task.WhenAll(all).ConfigureAwait(false);
    }

    private async Task TestAsync(DiagnosisRequest request, SemaphoreSlim places, PipelineWriter output, CancellationTokenSource ending)
    {
        await places.WaitAsync(ending.Token).ConfigureAwait(false);
        try
        {
            var report = await ServerDiagnosis.RunAsync(request, null, ending.Token).ConfigureAwait(false);
            _done.Enqueue(report);
            _progress.Report(1);
            foreach (var step in report.Steps)
                await output.VerboseAsync($"{report.Server}: {step}", ending.Token).ConfigureAwait(false);
            await output.WriteAsync(report, ending.Token).ConfigureAwait(false);
        }
        catch
        {
            // One that fails through a fault of ours must not leave the others running unheard.
            ending.Cancel();
            throw;
        }
        finally
        {
            places.Release();
        }
    }

    private void WritePage()
    {
        if (_page is null || _done.IsEmpty)
            return;
        try
        {
            // In the order in which they were named, whichever was finished first.
            var order = _requests.Select(static r => r.Host).ToList();
            File.WriteAllText(_page, ServerReportPage.Write(_done.OrderBy(r => order.IndexOf(r.Server)).ToArray()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            WriteError(ErrorFactory.Create(ErrorIds.FileNotUsable, ErrorCategory.WriteError, AsHtml, e, AsHtml, e.Message));
        }
    }

    private IReadOnlyList<X509Certificate2> ReadAuthorities()
    {
        try
        {
            return PemCertificates.Load((CertificateAuthority ?? []).Select(Resolve).ToArray());
        }
        catch (ImapException e)
        {
            ThrowTerminatingError(ErrorFactory.From(e, CertificateAuthority));
            return [];
        }
    }
}
