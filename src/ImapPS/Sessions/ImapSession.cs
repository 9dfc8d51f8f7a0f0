using System.Collections.Specialized;
using System.Security.Authentication;
using ImapPS.Client;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Session;
using ImapPS.Client.Transport;
using ImapPS.Pipeline;
using ImapPS.Protocol.Values;
using ImapPS.Sessions;

namespace ImapPS;

/// <summary>A logged-in session, as Connect-Imap gives it. Cmdlets take it with -Session, or by its name.</summary>
public sealed class ImapSession
{
    private readonly TranscriptFile? _trace;
    private volatile bool _isClosed;

    private readonly IReadOnlyList<ConnectionStep> _steps;

    /// <summary>How often in a row one message was read by itself.</summary>
    internal SingleReads SingleReads { get; } = new();

    internal ImapSession(Client.Session.ImapSession engine, NoticeQueue notices, DebugTrace debug, TranscriptFile? trace, IReadOnlyList<ConnectionStep> steps)
    {
        _steps = steps;
        Engine = engine;
        Notices = notices;
        Debug = debug;
        _trace = trace;
        Names = new MailboxNames(engine, notices);
        Catalog = new MailboxCatalog(engine, Names);
    }

    /// <summary>Unique in this process.</summary>
    public int Id => Engine.Id;

    /// <summary>The name that was given to Connect-Imap, or one made from the number.</summary>
    public string Name => Engine.Name;

    /// <summary>The server's host name, as it was given.</summary>
    public string Server => Engine.Server;

    /// <summary>The TCP port.</summary>
    public int Port => Engine.Port;

    /// <summary>Null if the server knew who it was without a name: by its greeting, a certificate, a ticket.</summary>
    public string? UserName => Engine.UserName;

    /// <summary>How the connection is protected.</summary>
    public ConnectionSecurity Security => Engine.Security;

    /// <summary>The version of TLS; null without TLS.</summary>
    public SslProtocols? TlsProtocol => Engine.TlsProtocol;

    /// <summary>Whether what is sent and received is compressed (COMPRESS=DEFLATE).</summary>
    public bool IsCompressed => Engine.IsCompressed;

    /// <summary>How the login was made.</summary>
    public string AuthMechanism => Engine.AuthMechanism;

    /// <summary>Authenticated, Selected, Disconnected (the connection was lost; what is asked next connects again), Closed or Broken.</summary>
    public SessionState State => _isClosed ? SessionState.Closed : Engine.State;

    /// <summary>How often the connection was lost and made again.</summary>
    public int Reconnects => Engine.Reconnects;

    /// <summary>The mailbox that is open; null if none is.</summary>
    public string? SelectedMailbox => Engine.Selected?.Name.Name;

    internal Client.Session.ImapSession Engine { get; }

    /// <summary>Whether it can be worked on.</summary>
    internal bool IsOpen => State is SessionState.Authenticated or SessionState.Selected or SessionState.Disconnected;

    internal NoticeQueue Notices { get; }

    /// <summary>Shows the conversation to whoever works on the session with -Debug.</summary>
    internal DebugTrace Debug { get; }

    /// <summary>What mailbox names mean on this server.</summary>
    internal MailboxNames Names { get; }

    /// <summary>The mailboxes for those who can't wait.</summary>
    internal MailboxCatalog Catalog { get; }

    /// <summary>Finds the mailboxes that a person asks for.</summary>
    internal MailboxFinder Mailboxes => new(Engine, Names);

    // The lists are methods here and properties in the types file: so a message reference in JSON holds the session in brief.

    /// <summary>What the server says it can do, since the login.</summary>
    public string[] GetCapabilities() => Engine.Capabilities.ToArray();

    /// <summary>What the server said it can do in each phase: before TLS, with TLS, after the login.</summary>
    public OrderedDictionary GetCapabilitiesByPhase()
    {
        var result = new OrderedDictionary();
        foreach (var phase in Engine.CapabilitiesByPhase)
            result[phase.Key.ToString()] = phase.Value.ToArray();
        return result;
    }

    /// <summary>Which mechanisms were offered, chosen and passed over, and why, in order.</summary>
    public AuthenticationDecision[] GetAuthenticationDecision() => Engine.AuthenticationDecision.ToArray();

    /// <summary>How TLS protects the session, and how the server's certificate was verified; null without TLS.</summary>
    public TlsReport? GetTls() => Engine.Tls;

    /// <summary>How the connection was found: which ports were tried when, and what became of them.</summary>
    public ConnectionStep[] GetConnectionRecord() => _steps.ToArray();

    /// <summary>The name with who and where, which is how the session is known on the other side of a job or a remote pipeline.</summary>
    public override string ToString() => UserName is null ? $"{Name} ({Server})" : $"{Name} ({UserName}@{Server})";

    /// <summary>Writes the mailbox as the server shows it now.</summary>
    internal async Task WriteMailboxAsync(MailboxName name, PipelineWriter output, CancellationToken cancellationToken)
    {
        Names.Remember(name);
        var selection = new MailboxSelection(name.Name) { WithSubscriptions = true };
        await foreach (var mailbox in Mailboxes.FindFromAsync(name, selection, cancellationToken).ConfigureAwait(false))
            await output.WriteAsync(new ImapMailbox(this, mailbox), cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ImapException">The session was closed here.</exception>
    internal void ThrowIfClosed()
    {
        if (_isClosed)
            throw new ImapException(ImapError.SessionClosed, $"The session {this} was closed.") { Hint = "Connect again with Connect-Imap." };
    }

    /// <summary>Says goodbye and closes; never fails.</summary>
    internal async Task CloseAsync(TimeSpan timeout)
    {
        // The server's BYE may come first and end the connection; the session was closed here all the same.
        _isClosed = true;
        await Engine.DisconnectAsync(timeout).ConfigureAwait(false);
        _trace?.Dispose();
    }
}
