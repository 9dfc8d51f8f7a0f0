using System.Security.Authentication;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Transport;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Session;

/// <summary>
/// A logged-in connection and what it stands on: which mailbox is selected, what the server can do, what it said unasked.
/// Operations on mailboxes and messages are extension methods in their own rooms.
/// </summary>
public sealed partial class ImapSession : IAsyncDisposable
{
    private static int _lastId;

    private volatile ImapConnection _connection = null!;

    internal ImapSession(ImapConnection connection, ConnectRequest request, Endpoint endpoint, LoginResult login, ConnectionSlot slot, ReferralTarget? referral = null)
    {
        Connection = connection;
        _slot = slot;
        _request = request;
        Server = request.Host;
        Port = endpoint.Port;
        Security = endpoint.Security;
        UserName = login.UserName;
        AuthMechanism = login.Mechanism;
        AuthenticationDecision = login.Decisions;
        Referral = referral;
        Id = Interlocked.Increment(ref _lastId);
        Name = string.IsNullOrEmpty(request.Name) ? "Session" + Id.ToString(System.Globalization.CultureInfo.InvariantCulture) : request.Name!;
        slot.Holder = Name;
        FreeAtEnd();
        connection.Unsolicited = OnUnsolicited;
        BeginEnabling();
        KeepAlive(request.Options.KeepAlive);
    }

    /// <summary>Unique in this process.</summary>
    public int Id { get; }

    public string Name { get; }

    public string Server { get; }

    public int Port { get; private set; }

    public ConnectionSecurity Security { get; private set; }

    /// <summary>Null after PREAUTH, when the server knows who it is.</summary>
    public string? UserName { get; }

    /// <summary>The SASL mechanism, LOGIN for the command of that name, PREAUTH for none.</summary>
    public string AuthMechanism { get; private set; }

    /// <summary>Which mechanisms were offered, chosen and passed over, and why, in order.</summary>
    public IReadOnlyList<AuthenticationDecision> AuthenticationDecision { get; private set; }

    /// <summary>The connection beneath: for operations in this assembly and for tests. Another one after a reconnect.</summary>
    public ImapConnection Connection
    {
        get => _connection;
        private set => _connection = value;
    }

    public IReadOnlyList<KeyValuePair<ConnectionPhase, CapabilitySet>> CapabilitiesByPhase => Connection.CapabilitiesByPhase;

    public SslProtocols? TlsProtocol => Tls?.Protocol;

    /// <summary>How TLS protects the session and how the server's certificate was verified; null without TLS.</summary>
    public TlsReport? Tls => Connection.Tls;

    /// <summary>Whether what is sent and received is compressed.</summary>
    public bool IsCompressed => Connection.IsCompressed;

    /// <summary>Where the server would rather have this login go (RFC 2221); null if it didn't say so, or was not heeded.</summary>
    public ReferralTarget? Referral { get; }

    public SessionState State => Connection.Cause is { } cause
        ? cause.Error == ImapError.SessionClosed || _closing.IsCancellationRequested ? SessionState.Closed : _request.Reconnect.Covers(cause) ? SessionState.Disconnected : SessionState.Broken
        : Selected is null ? SessionState.Authenticated : SessionState.Selected;

    /// <summary>The selected mailbox; null if none is.</summary>
    public SelectedMailbox? Selected => _selection is { Task: { IsCompleted: true, IsFaulted: false, IsCanceled: false } task } ? task.Result : null;

    /// <summary>The bounds of what is read.</summary>
    internal Protocol.Limits.ProtocolLimits Limits => _request.Options.Limits;

    /// <summary>How mailbox names are built, asked for once.</summary>
    internal NamespaceResponse? Namespaces { get; set; }

    /// <summary>What the server says unasked, and the mailbox that is selected; null for none. Raised on the reader's thread, which it must not hold up.</summary>
    internal event Action<SelectedMailbox?, Response>? MailboxTold;

    /// <summary>Says goodbye and closes. Never throws for a connection that is gone already.</summary>
    public async Task DisconnectAsync(TimeSpan timeout)
    {
        _closing.Cancel();
        StopKeepingAlive();
        // One that is being made is given up, and must not come to stand behind our back.
        await _reconnecting.WaitAsync().ConfigureAwait(false);
        try
        {
            ForgetCredentials();
            await LogOutAsync(timeout).ConfigureAwait(false);
        }
        finally
        {
            _slot.Dispose();
            _reconnecting.Release();
        }
    }

    public ValueTask DisposeAsync() => new(DisconnectAsync(TimeSpan.FromSeconds(5)));

    public override string ToString() => $"{Name} ({UserName}@{Server})";

    private async Task LogOutAsync(TimeSpan timeout)
    {
        if (Connection.Cause is null)
        {
            using var limit = new CancellationTokenSource(timeout);
            try
            {
                await Connection.ExecuteAsync(SimpleCommand.Logout, null, CommandTraits.Alone, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ImapException or OperationCanceledException)
            {
                // The session ends either way; LOGOUT only tells the server sooner.
            }
        }

        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    private static void TellUser(Response response, ConnectRequest request)
    {
        if (response is StatusResponse { Code.Name: "ALERT" } status)
            request.Alert?.Invoke(SafeText.Clean(status.Text));
        else if (response is FetchResponse { Uid: 0, Problems: [var first, ..] } message)
            request.Unreadable?.Invoke($"message number {message.Sequence} ({SafeText.Clean(first, 200)})");
        else if (response is UnknownResponse { Problem: { } problem } unreadable)
            request.Unreadable?.Invoke($"{SafeText.Clean(unreadable.Text, 200)} ({problem})");
    }

    private void OnUnsolicited(Response response)
    {
        // Not Selected, which learns of an answer to SELECT later than what stands behind it in the stream.
        var selected = _entered;
        switch (response)
        {
            case StatusResponse { Code.Name: "ALERT" } or UnknownResponse or FetchResponse { Uid: 0, Problems.Count: > 0 }:
                TellUser(response, _request);
                break;
            case StatusResponse { Tag: null, Code: { } code } when selected is not null:
                SelectSink.Apply(selected, code);
                break;
            case ExistsResponse exists when selected is not null:
                selected.Exists = exists.Count;
                break;
            case ExpungeResponse when selected is { Exists: > 0 }:
                selected.Exists--;
                break;
            case VanishedResponse { Earlier: false } vanished when selected is not null:
                selected.Exists -= (uint)Math.Min(selected.Exists, vanished.Uids.Count);
                break;
            case FlagsResponse flags when selected is not null:
                selected.Flags = flags.Flags;
                break;
        }

        MailboxTold?.Invoke(selected, response);
    }
}
