using ImapPS.Protocol.Limits;

namespace ImapPS.Client.Connection;

/// <summary>What bounds a connection in time and size, and who listens in.</summary>
public sealed record ConnectionOptions
{
    /// <summary>For a TCP connection to stand. Default 20 seconds.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For the greeting. Default 30 seconds: some servers look the client's name up first.</summary>
    public TimeSpan GreetingTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For the TLS handshake. Default 20 seconds.</summary>
    public TimeSpan TlsTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the server may say nothing at all while a command waits; the time that our own side takes does not count. Default 2 minutes.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a session may send nothing before it sends a NOOP; zero for ever. Default 5 minutes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(5);

    public ProtocolLimits Limits { get; init; } = ProtocolLimits.Default;

    /// <summary>Gets a copy of the conversation, secrets and literals left out; null for none.</summary>
    public ProtocolTrace? Trace { get; init; }

    /// <summary>Gets the conversation word by word; null for none.</summary>
    public Transcript? Transcript { get; init; }

    /// <summary>
    /// Told of each command by whoever asks for it, as it is asked for: gets what makes the text that says what is sent and
    /// why. It must not wait.
    /// </summary>
    public Action<Func<string>>? Asked { get; init; }

    /// <summary>Something that happened before there is a connection.</summary>
    internal void Note(string text)
    {
        Trace?.Note(text);
        Transcript?.Note(text);
    }

    /// <summary>The same timeout for each step.</summary>
    public ConnectionOptions WithTimeout(TimeSpan timeout) => this with
    {
        ConnectTimeout = timeout,
        GreetingTimeout = timeout,
        TlsTimeout = timeout,
        SilenceTimeout = timeout,
    };
}
