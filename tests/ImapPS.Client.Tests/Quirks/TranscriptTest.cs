using System.Collections.Concurrent;
using System.Text;
using ImapPS.Client.Authentication;
using ImapPS.Client.Connecting;
using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Scripts;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Quirks;

/// <summary>A session with a server that plays a transcript, and what it told its user.</summary>
public abstract class TranscriptTest : IAsyncDisposable
{
    protected const string Login = "S: * OK [CAPABILITY IMAP4rev1] ready\nC: {tag} LOGIN {any}\nS: {tag} OK [CAPABILITY IMAP4rev1] in\n";

    protected const string Open = "C: {tag} EXAMINE INBOX\nS: * 9 EXISTS\nS: * OK [UIDVALIDITY 7] v\nS: {tag} OK [READ-ONLY] open\n";

    protected const string Noop = "C: {tag} NOOP\nS: {tag} OK done\n";

    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private LoopbackServer? _server;
    private LoopbackScript? _script;
    private ImapSession? _session;

    protected ConcurrentQueue<string> Alerts { get; } = new();

    protected ConcurrentQueue<string> Unreadable { get; } = new();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Lines "S: sent" and "C: expected", as <see cref="LoopbackScript.Parse"/> has them; characters above 127 are octets.</summary>
    protected Task<ImapSession> PlayAsync(string transcript) => PlayAsync(transcript, "\r\n");

    /// <param name="transcript">As above.</param>
    /// <param name="lineEnd">What stands behind each line of the server.</param>
    protected async Task<ImapSession> PlayAsync(string transcript, string lineEnd)
    {
        _script = new LoopbackScript();
        var commands = 0;
        foreach (var line in transcript.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = line[2..].TrimStart(' ');
            if (line.StartsWith("C:", StringComparison.Ordinal))
            {
                commands++;
                _script.Expect(text);
            }
            else if (lineEnd == "\r\n" && text.All(char.IsAscii))
            {
                _script.Send(text.Replace("\\r", "\r", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal));
            }
            else
            {
                // Tags count from A0001 on, one for each line of the client.
                _script.SendOctets(Encoding.Latin1.GetBytes(text.Replace("{tag}", $"A{commands:0000}", StringComparison.Ordinal) + lineEnd));
            }
        }

        var options = new LoopbackOptions { Tls = false, Script = _script };
        _server = LoopbackServer.Start(options);
        using var credentials = new LoginCredentials("user") { Password = new SecretString("password".AsSpan()) };
        _session = await ImapSession.ConnectAsync(
            new ConnectRequest("127.0.0.1")
            {
                Port = _server.Port,
                Security = ConnectionSecurity.None,
                Options = new ConnectionOptions().WithTimeout(TimeSpan.FromMinutes(2)),
                Reconnect = ReconnectPolicy.Never,
                Alert = Alerts.Enqueue,
                Unreadable = Unreadable.Enqueue,
            },
            credentials,
            Cancel).WaitAsync(Hang);
        _session.StaleAfter = TimeSpan.MaxValue;
        return _session;
    }

    /// <summary>The transcript was played to its end, and the connection is good.</summary>
    protected async Task IsOverAsync()
    {
        var deadline = DateTime.UtcNow + Hang;
        while (_script!.Completed == 0 && _script.Failures.Count == 0 && DateTime.UtcNow < deadline)
            await Task.Delay(5, Cancel);
        Assert.Empty(_script.Failures);
        Assert.Equal(1, _script.Completed);
        Assert.Null(_session!.Connection.Cause);
    }

    protected static Task NoopAsync(ImapSession session) => session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);

    protected static Task<List<FetchResponse>> FetchAsync(ImapSession session, UidSet uids, FetchItems items)
    {
        return ReadAsync().WaitAsync(Hang);

        async Task<List<FetchResponse>> ReadAsync()
        {
            var result = new List<FetchResponse>();
            await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, uids, items, FetchOptions.Default with { FirstWindow = 1000 }, Cancel))
                result.AddRange(batch.Messages);
            return result;
        }
    }

    protected static async Task<T> WithinAsync<T>(Task<T> task) => await task.WaitAsync(Hang);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is not null)
            await _server.DisposeAsync();
        if (_session is not null)
            await _session.DisposeAsync();
    }
}
