using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>What one connection's commands share.</summary>
internal sealed class SessionContext(LoopbackOptions options, LoopbackStatistics statistics, SessionInput input, SessionOutput output, CommandReader reader)
{
    private readonly HashSet<string> _enabled = new(StringComparer.OrdinalIgnoreCase);

    public LoopbackOptions Options { get; } = options;

    public LoopbackStatistics Statistics { get; } = statistics;

    public SessionInput Input { get; } = input;

    public SessionOutput Output { get; } = output;

    /// <summary>Whether there is TLS.</summary>
    public bool IsSecure { get; set; }

    /// <summary>Finds the channel binding of a type in the TLS there is.</summary>
    public Func<string, byte[]?>? ChannelBinding { get; init; }

    /// <summary>Whether a -PLUS mechanism is among the capabilities of this phase.</summary>
    public bool OffersChannelBinding => IsSecure && Options.Mechanisms.Any(IsPlus);

    /// <summary>Set by LOGOUT: the session ends once it is answered.</summary>
    public bool IsEnding { get; set; }

    public LoopbackUser? User { get; set; }

    /// <summary>The mailboxes of the user who is logged in.</summary>
    public LoopbackStore Store => User?.Mailboxes ?? throw new InvalidOperationException("Nobody is logged in.");

    /// <summary>The selected mailbox; null if there is none.</summary>
    public MailboxView? View { get; private set; }

    /// <summary>Whether MODSEQ goes with every FLAGS: a CONDSTORE enabling command was given (RFC 7162 section 3.1).</summary>
    public bool CondStore { get; set; }

    public bool Offers(string capability) => Options.Capabilities.Contains(capability, StringComparer.OrdinalIgnoreCase);

    public bool IsEnabled(string capability) => _enabled.Contains(capability);

    public void Enable(string capability)
    {
        _enabled.Add(capability);
        if (string.Equals(capability, "CONDSTORE", StringComparison.OrdinalIgnoreCase))
            CondStore = true;
        else if (string.Equals(capability, "UTF8=ACCEPT", StringComparison.OrdinalIgnoreCase))
            reader.Utf8 = Output.Utf8 = true;
    }

    public void Select(MailboxView? view)
    {
        View?.Dispose();
        View = view;
    }

    /// <summary>What CAPABILITY says in this phase.</summary>
    public CapabilitySet Capabilities()
    {
        var words = new List<string>(Options.Capabilities);
        if (User is not null)
            return new CapabilitySet(words);
        if (Options.Tls && !IsSecure && Options.ShowStartTls)
            words.Add("STARTTLS");
        var plain = IsSecure || Options.AllowPlaintextLogin;
        if (!plain)
            words.Add("LOGINDISABLED");
        words.AddRange(Options.Mechanisms.Where(m => (plain || !SendsSecret(m)) && (IsSecure || !IsPlus(m))).Select(static m => "AUTH=" + m));
        return new CapabilitySet(words);
    }

    /// <summary>The binding of the connection's TLS; null where there is none.</summary>
    public byte[]? FindChannelBinding(string type) => IsSecure ? ChannelBinding?.Invoke(type) : null;

    private static bool IsPlus(string mechanism) => mechanism.EndsWith("-PLUS", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether whoever listens learns the secret.</summary>
    public static bool SendsSecret(string mechanism) => mechanism.ToUpperInvariant() is "PLAIN" or "LOGIN" or "XOAUTH2" or "OAUTHBEARER";
}
