using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Security;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Loopback;
using ImapPS.Sessions;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Starts an IMAP server in this process, for demos and tests.</para>
/// <para type="description">The server listens on the loopback addresses only, has its mail in memory, and ends with the process at the latest. Any number of them can run side by side.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "ImapTestServer", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImapTestServer))]
public sealed class StartImapTestServerCommand : CancellableCommand
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string DefaultUserName = "user";
    private const string DefaultPassword = "password";

    /// <summary><para type="description">Where the mail comes from: .eml files, mbox files, Maildirs, or folders of them; each folder below becomes a mailbox.</para></summary>
    [Parameter(Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Path { get; set; }

    /// <summary><para type="description">The same by exact names: *, ? and [ stand for themselves.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary><para type="description">Who can log in. Default: user "user" with the password "password".</para></summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary><para type="description">Capabilities to show beside the usual ones.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? Capability { get; set; }

    /// <summary><para type="description">Capabilities to switch off, such as MOVE or UIDPLUS.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? WithoutCapability { get; set; }

    /// <summary><para type="description">STARTTLS and a port with implicit TLS. On by default; -Tls:$false switches it off.</para></summary>
    [Parameter]
    public SwitchParameter Tls { get; set; }

    private bool WantsTls => Tls || !MyInvocation.BoundParameters.ContainsKey(nameof(Tls));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var credential = Credential ?? new PSCredential(DefaultUserName, ToSecure(DefaultPassword));
        try
        {
            var server = LoopbackServer.Start(Options(credential));
            var running = new ImapTestServer(server, credential, WriteAuthority(server));
            TestServerStore.Add(running);
            WriteObject(running);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException or NotSupportedException or ArgumentException or ItemNotFoundException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.TestServerFailed, e is FileNotFoundException or ItemNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.OpenError, Path ?? LiteralPath, e, Strings.Plain(e)));
        }
    }

    private static SecureString ToSecure(string text) => new NetworkCredential("", text).SecurePassword;

    private static string? WriteAuthority(LoopbackServer server)
    {
        if (server.CertificateAuthorityPem is not { } pem)
            return null;
        var file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ImapPS-{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, pem);
        return file;
    }

    private LoopbackOptions Options(PSCredential credential)
    {
        var options = new LoopbackOptions { Tls = WantsTls };
        var user = new LoopbackUser(credential.UserName, credential.GetNetworkCredential().Password);
        user.Mailboxes.AddSpecialMailboxes();
        options.Users.Add(user);
        foreach (var path in LiteralPath is null ? (Path ?? []).SelectMany(p => GetResolvedProviderPathFromPSPath(p, out _)) : LiteralPath.Select(Resolve))
            options.Paths.Add(path);
        return options.Without(WithoutCapability ?? []).With(Capability ?? []);
    }
}
