using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Faults.Tests.Matrix;

/// <summary>A server with mail, for one run of one operation, and the fault that is to come.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    public const int Messages = 4;

    /// <summary>How long a dead peer goes unnoticed: far more than an answer takes, unless the machine is busy.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private static readonly SemaphoreSlim Opening = new(8);

    private readonly Patience _patience;
    private readonly Fault _fault;
    private readonly int _octets;
    private int _meddled;
    private int _armed;
    private int _waits;

    public FaultWorld(FaultOperation operation, Fault fault, int octets)
    {
        _fault = fault;
        _octets = octets;
        _patience = new Patience(fault.IsSilent ? Silence : null);
        var options = new LoopbackOptions { Tls = false };
        options.Without(operation.Without).With(operation.With);
        options.Users.Add(new LoopbackUser("user", "password") { AccessToken = "token" });
        options.Mechanisms.Clear();
        // The cheapest, where the login is not the matter.
        options.Mechanisms.Add(operation.Mechanism ?? "PLAIN");
        Server = LoopbackServer.Start(options);
        Operation = operation;
        for (var i = 1; i <= operation.Messages; i++)
            Inbox.Add($"Subject: {i}\r\n\r\nMessage {new string('x', i % 10)}{i}.\r\n");
        Target.Add("Subject: old\r\n\r\nfrom before\r\n");
    }

    /// <summary>A name that no mailbox has yet.</summary>
    public const string MadeName = "Made";

    public static MailboxName TargetName { get; } = MailboxName.Create("Target");

    public FaultOperation Operation { get; }

    public LoopbackServer Server { get; }

    public LoopbackMailbox Inbox => Server.Mailboxes.Inbox;

    public LoopbackMailbox Target => Server.Mailboxes.GetOrCreate("Target");

    public LoopbackMailbox Elsewhere => Server.Mailboxes.GetOrCreate("Elsewhere");

    public ImapSession Session { get; private set; } = null!;

    /// <summary>How often a connection was lost by the fault.</summary>
    public int Losses => CountedLosses ?? Session?.Reconnects ?? 0;

    /// <summary>How often one was lost, where it isn't the session's own or there was none yet; null where the session counts them.</summary>
    public int? CountedLosses { get; set; }

    /// <summary>How often it was waited before connecting again.</summary>
    public int Waits => _waits;

    /// <summary>What another client did meanwhile, if there was a meanwhile.</summary>
    public Meddling Meddled => _meddled == 0 ? Meddling.None : _fault.Meanwhile;

    /// <summary>The mailbox that another client made, or put its message into; null for none.</summary>
    public LoopbackMailbox? Theirs { get; private set; }

    public UidSet AllUids { get; private set; } = UidSet.Empty;

    public uint Validity { get; private set; }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static IReadOnlyList<string> Subjects(LoopbackMailbox mailbox) =>
        mailbox.Messages.Select(m => Encoding.ASCII.GetString(m.GetBytes()).Split('\r')[0]["Subject: ".Length..]).ToArray();

    /// <param name="isPatient">Nothing is to fail yet, or any more.</param>
    public async Task<ImapSession> ConnectAsync(bool isPatient = false)
    {
        var token = Operation.Mechanism is "XOAUTH2" or "OAUTHBEARER";
        using var credentials = new LoginCredentials("user")
        {
            Password = token ? null : new SecretString("password".AsSpan()),
            Token = token ? new SecretString("token".AsSpan()) : null,
            Mechanisms = Operation.Mechanism is { } mechanism ? [mechanism] : [],
        };
        var request = new ConnectRequest(Server.Host)
        {
            Security = ConnectionSecurity.None,
            Port = Server.Port,
            Compress = CompressionUse.Off,
            Options = _patience.Options,
            Reconnect = new ReconnectPolicy { MaximumAttempts = 1000, Wait = (_, _) => MeddleAsync() },
            MaximumConnections = Operation.MaximumConnections,
        };
        return isPatient ? await _patience.ConnectAsync(request, credentials, Token) : await ImapSession.ConnectAsync(request, credentials, Token);
    }

    public async Task OpenAsync()
    {
        // A few at a time, so that few are slow enough to be taken for silent.
        await Opening.WaitAsync(Token);
        try
        {
            Session = await ConnectAsync(isPatient: true);
            await Session.SelectAsync(MailboxName.Inbox, write: true, Token);
        }
        finally
        {
            Opening.Release();
        }

        Validity = Inbox.UidValidity;
        AllUids = UidSet.From(Inbox.Messages.Select(static m => m.Uid));
    }

    /// <summary>The octets count from here on.</summary>
    public void Arm()
    {
        _armed = 1;
        _patience.End();
        if (_fault.Received)
            Server.Faults.CutAfterReceived(_octets, _fault.Kind, farewell: _fault.Farewell);
        else
            Server.Faults.CutAfterSent(_octets, _fault.Kind);
    }

    public async ValueTask DisposeAsync()
    {
        // The server first: it may be silent on order, and a session waits for its goodbye.
        await Server.DisposeAsync();
        if (Session is not null)
            await Session.DisposeAsync();
    }

    /// <summary>Called where the client waits before it connects again: the gap.</summary>
    private Task MeddleAsync()
    {
        Interlocked.Increment(ref _waits);
        if (_fault.Meanwhile == Meddling.None || _armed == 0 || Interlocked.Exchange(ref _meddled, 1) == 1)
            return Task.CompletedTask;
        var second = Inbox.Find(2);
        switch (_fault.Meanwhile)
        {
            case Meddling.Expunges when second is not null:
                Inbox.Expunge([second]);
                break;
            case Meddling.Moves when second is not null:
                Elsewhere.Add(second.GetBytes());
                Inbox.Expunge([second]);
                break;
            case Meddling.Flags when second is not null:
                Inbox.SetFlags(second, second.Flags.Union(MessageFlags.Create(SystemFlags.Answered)));
                break;
            case Meddling.RenewsSource:
                Inbox.ChangeUidValidity();
                break;
            case Meddling.RenewsTarget:
                Target.ChangeUidValidity();
                break;
            case Meddling.TakesName when Server.Mailboxes.Find(MadeName) is null:
                AddTheirs(MadeName);
                break;
            case Meddling.RecreatesTarget:
                Server.Mailboxes.Delete(TargetName);
                AddTheirs(TargetName.Name);
                break;
            case Meddling.RemovesTarget:
                Server.Mailboxes.Delete(TargetName);
                break;
            case Meddling.DeliversToTarget when Server.Mailboxes.Find(TargetName.Name) is not null:
                AddTheirs(TargetName.Name);
                break;
        }

        return Task.CompletedTask;
    }

    private void AddTheirs(string name)
    {
        Theirs = Server.Mailboxes.GetOrCreate(name);
        Theirs.Add("Subject: theirs\r\n\r\nof somebody else\r\n");
    }
}
