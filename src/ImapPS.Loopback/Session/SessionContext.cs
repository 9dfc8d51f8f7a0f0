using ImapPS.Loopback.Store;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Session;

/// <summary>What one connection's commands share.</summary>
internal sealed class SessionContext(LoopbackOptions options, LoopbackStatistics statistics, SessionInput input, SessionOutput output, CommandReader reader)
{
    /// <summary>What IMAP4rev2 includes, whether it is announced or not (RFC 9051 appendix E).</summary>
    private static readonly HashSet<string> Rev2Includes = new(StringComparer.OrdinalIgnoreCase)
    {
        "ENABLE", "NAMESPACE", "UNSELECT", "UIDPLUS", "ESEARCH", "IDLE", "SASL-IR", "LIST-EXTENDED", "LIST-STATUS", "MOVE", "LITERAL-", "BINARY", "SPECIAL-USE", "STATUS=SIZE", "CHILDREN",
    };

    private readonly HashSet<string> _enabled = new(StringComparer.OrdinalIgnoreCase);

    public LoopbackOptions Options { get; } = options;

    public LoopbackStatistics Statistics { get; } = statistics;

    public SessionInput Input { get; } = input;

    public SessionOutput Output { get; } = output;

    /// <summary>Ends the connection from outside the session.</summary>
    public Action? EndConnection { get; init; }

    /// <summary>Whether there is TLS.</summary>
    public bool IsSecure { get; set; }

    /// <summary>Finds the channel binding of a type in the TLS there is.</summary>
    public Func<string, byte[]?>? ChannelBinding { get; init; }

    /// <summary>Whether a -PLUS mechanism is among the capabilities of this phase.</summary>
    public bool OffersChannelBinding => IsSecure && Options.Mechanisms.Any(IsPlus);

    /// <summary>Whether what is sent and received is compressed.</summary>
    public bool IsCompressed { get; set; }

    /// <summary>Set by LOGOUT: the session ends once it is answered.</summary>
    public bool IsEnding { get; set; }

    public LoopbackUser? User { get; set; }

    /// <summary>The mailboxes of the user who is logged in.</summary>
    public LoopbackStore Store => User?.Mailboxes ?? throw new InvalidOperationException("Nobody is logged in.");

    /// <summary>The selected mailbox; null if there is none.</summary>
    public MailboxView? View { get; private set; }

    /// <summary>What the client asked for by NOTIFY; null for nothing.</summary>
    public Notifications? Notifications { get; private set; }

    /// <summary>Whether MODSEQ goes with every FLAGS: a CONDSTORE enabling command was given (RFC 7162 section 3.1).</summary>
    public bool CondStore { get; set; }

    /// <summary>Whether QRESYNC is enabled: VANISHED comes in place of EXPUNGE (RFC 7162 section 3.2.10).</summary>
    public bool UsesQResync => IsEnabled("QRESYNC");

    /// <summary>Whether IMAP4rev2 is spoken: it was enabled, or there is no IMAP4rev1 (RFC 9051 appendix A).</summary>
    public bool IsRev2 => IsEnabled("IMAP4rev2") || (Announces("IMAP4rev2") && !Announces("IMAP4rev1"));

    /// <summary>Whether UTF8=ACCEPT must be enabled before anything else (RFC 6855 section 6).</summary>
    public bool AwaitsUtf8 => Announces("UTF8=ONLY") && !IsEnabled("UTF8=ACCEPT");

    /// <summary>Whether the word is among the capabilities.</summary>
    public bool Announces(string capability) => Options.Capabilities.Contains(capability, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the client may use it: it is announced, or part of IMAP4rev2.</summary>
    public bool Offers(string capability) => Announces(capability) || (IsRev2 && Rev2Includes.Contains(capability));

    public bool IsEnabled(string capability) => _enabled.Contains(capability);

    public void Enable(string capability)
    {
        _enabled.Add(capability);
        // QRESYNC switches CONDSTORE on, too (RFC 7162 section 3.2.3).
        CondStore |= IsEnabled("CONDSTORE") || UsesQResync;
        SwitchUtf8();
    }

    /// <summary>Names and strings are in UTF-8 with IMAP4rev2 and with UTF8=ACCEPT.</summary>
    public void SwitchUtf8() => reader.Utf8 = Output.Utf8 = IsRev2 || IsEnabled("UTF8=ACCEPT");

    public void Select(MailboxView? view)
    {
        View?.Dispose();
        View = view;
        if (view is not null)
            view.End = EndConnection;
    }

    public void Notify(Notifications? notifications)
    {
        Notifications?.Dispose();
        Notifications = notifications;
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
