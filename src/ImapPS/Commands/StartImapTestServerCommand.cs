using System.Collections;
using System.Management.Automation;
using System.Net.Sockets;
using ImapPS.Client;
using ImapPS.Completion;
using ImapPS.Errors;
using ImapPS.Loopback;
using ImapPS.Sessions;
using ImapPS.TestKit;

namespace ImapPS.Commands;

/// <summary>
/// <para type="synopsis">Starts an IMAP server in this process, for demos and tests.</para>
/// <para type="description">The server listens on the loopback addresses only and has its mail in memory. Any number of them can run side by side. It ends with Stop-ImapTestServer, with the runspace, or with the process. Get-ImapTestServerLog shows what it was asked, Get-ImapTestServerMailbox what became of its mail; about_ImapPS_Testing has a complete example.</para>
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "ImapTestServer", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ImapTestServer))]
public sealed class StartImapTestServerCommand : CancellableCommand
{
    private const string PathSet = "Path";
    private const string LiteralSet = "LiteralPath";
    private const string TranscriptSet = "Transcript";

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

    /// <summary><para type="description">A conversation to answer from instead of being a server: what Connect-Imap -TracePath wrote, or any other trace that ConvertFrom-ImapTranscript reads. Logging in is done anew, with -Credential; what was replaced in a redacted transcript stands for anything.</para></summary>
    [Parameter(Mandatory = true, ParameterSetName = TranscriptSet)]
    [ValidateNotNullOrEmpty]
    public string? Transcript { get; set; }

    /// <summary><para type="description">Commands must come as they were recorded, one after the other; any other but NOOP, which comes by the clock, is answered with BAD, and told in the server's log. Without it each command is looked up wherever it was recorded.</para></summary>
    [Parameter(ParameterSetName = TranscriptSet)]
    public SwitchParameter Strict { get; set; }

    /// <summary><para type="description">Mailboxes and what is in them: @{ INBOX = @{ From = 'a@example.org'; Subject = 'one' }, @{ Subject = 'two' }; 'Archive/2026' = './mail' }. A value is a message, the path of a folder, .eml or mbox file, or a list of both; @() makes an empty mailbox. The keys of a message: From, To, Cc, Bcc, ReplyTo, Subject, Date, InternalDate, Body, Html, Flags, Attachments (paths, or tables with Name, Content, ContentType), Headers, MessageId, InReplyTo, References.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Mail { get; set; }

    /// <summary><para type="description">Who can log in, and has the mail. Default: user "user" with the password "password".</para></summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary><para type="description">Others who can log in: @{ bob = 'password'; eve = @{ Password = 'password'; Mail = @{ INBOX = @{ Subject = 'x' } }; StorageQuota = 10MB; MessageQuota = 100 } }. GetCredential('bob') of the server gives what Connect-Imap -Credential takes.</para></summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? User { get; set; }

    /// <summary><para type="description">What the server can beside the usual: QRESYNC, NOTIFY, SORT, REPLACE, IMAP4rev2 and the like; Tab completes them. One that it does not know is shown all the same, to see what a script makes of it.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? Capability { get; set; }

    /// <summary><para type="description">Capabilities to switch off, such as MOVE, UIDPLUS, STARTTLS or AUTH=PLAIN: their commands are then refused.</para></summary>
    [Parameter]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? WithoutCapability { get; set; }

    /// <summary><para type="description">How many bytes the mailboxes may hold together, such as 10MB: what would be more is refused with OVERQUOTA. Mail that the server begins with is not refused. Default: no limit.</para></summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? StorageQuota { get; set; }

    /// <summary><para type="description">How many messages they may hold together. Default: no limit.</para></summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MessageQuota { get; set; }

    /// <summary><para type="description">Faults on order, each a table with one of: CutAfter (bytes of the answer; How is Close, Reset or Stall), Delay (seconds), No, Bad (the text of the answer), UidValidityChange (a mailbox), Throttle (seconds for which commands are refused). Beside it Command ('MOVE' stands for MOVE and UID MOVE, '*' for any behind the login), Nth (from which such command on, 1 by default), Times (for how many). AddFault of the server orders more while it runs.</para></summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IDictionary[]? Fault { get; set; }

    /// <summary><para type="description">STARTTLS and a port with implicit TLS. On by default; -Tls:$false switches it off.</para></summary>
    [Parameter]
    public SwitchParameter Tls { get; set; }

    private bool WantsTls => Tls || !MyInvocation.BoundParameters.ContainsKey(nameof(Tls));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            WriteObject(Start());
        }
        catch (TestTableException e)
        {
            ThrowTerminatingError(ErrorFactory.CreateAs(ErrorIds.InvalidTestTable, ErrorCategory.InvalidArgument, null, e));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException or SocketException or NotSupportedException or ArgumentException or ItemNotFoundException)
        {
            ThrowTerminatingError(ErrorFactory.Create(ErrorIds.TestServerFailed, e is FileNotFoundException or DirectoryNotFoundException or ItemNotFoundException ? ErrorCategory.ObjectNotFound : ErrorCategory.OpenError, (object?)Path ?? (object?)LiteralPath ?? Transcript, e, PlainText.Of(e)));
        }
    }

    private ImapTestServer Start()
    {
        var users = Users().ToArray();
        var options = new LoopbackOptions { Tls = WantsTls };
        foreach (var user in users)
            options.Users.Add(user.User);
        if (Transcript is not null)
            options.Transcript = LoopbackTranscript.Load(Resolve(Transcript), Strict);
        foreach (var path in LiteralPath is null ? (Path ?? []).SelectMany(p => GetResolvedProviderPathFromPSPath(p, out _)) : LiteralPath.Select(Resolve))
            options.Paths.Add(path);
        if (users.Any(static u => u.User.Mailboxes.Quota.IsSet))
            options.With("QUOTA", "QUOTA=RES-STORAGE", "QUOTA=RES-MESSAGE");
        SetCapabilities(options);
        foreach (var fault in Fault ?? [])
            options.Faults.Order(TestFaultReader.Read(fault, options.Users[0].Mailboxes));

        var server = LoopbackServer.Start(options);
        var running = new ImapTestServer(server, users.Select(static u => u.Credential));
        TestServerStore.Current.Add(running);
        return running;
    }

    /// <summary>Those who can log in, with their mail; the first one's comes from -Path too.</summary>
    private IEnumerable<TestUser> Users()
    {
        var loader = new TestMailLoader(Resolve);
        var first = Credential is null ? TestUser.Create("user", "password") : new TestUser(Credential);
        first.User.Mailboxes.Quota.Storage = StorageQuota;
        first.User.Mailboxes.Quota.Messages = MessageQuota;
        if (Mail is not null)
            loader.Load(first.User.Mailboxes, Mail);
        yield return first;
        foreach (var other in new TestUserReader(loader).Read(User ?? new Hashtable()))
            yield return other.User.Name == first.User.Name ? throw TestTableException.Create(other.User.Name, "TestUserTwice") : other;
    }

    private void SetCapabilities(LoopbackOptions options)
    {
        options.With(Capability ?? []);
        var known = options.Capabilities.Concat(options.Mechanisms.Select(static m => "AUTH=" + m)).Append("STARTTLS").ToArray();
        foreach (var word in WithoutCapability ?? [])
        {
            if (!known.Contains(word, StringComparer.OrdinalIgnoreCase))
                throw TestTableException.Create("-WithoutCapability", "TestCapabilityUnknown", word, string.Join(", ", known));
        }

        options.Without(WithoutCapability ?? []);
    }
}
