using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Loopback.Certificates;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Scripts;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback;

/// <summary>What a test server is and can.</summary>
public sealed class LoopbackOptions
{
    private const string StartTls = "STARTTLS";
    private const string Auth = "AUTH=";

    /// <summary>What a server offers unless told otherwise; STARTTLS, AUTH= and LOGINDISABLED come by themselves.</summary>
    public static IReadOnlyList<string> DefaultCapabilities { get; } =
    [
        "IMAP4rev1", "LITERAL+", "SASL-IR", "ENABLE", "ID", "NAMESPACE", "UIDPLUS", "MOVE", "UNSELECT", "CHILDREN",
        "LIST-EXTENDED", "LIST-STATUS", "SPECIAL-USE", "STATUS=SIZE", "ESEARCH", "CONDSTORE", "IDLE", "BINARY", "WITHIN",
        "CREATE-SPECIAL-USE", "METADATA",
        "PREVIEW", "SAVEDATE", "COMPRESS=DEFLATE",
    ];

    /// <summary>What a server knows beside these; adding the word switches it on.</summary>
    public static IReadOnlyList<string> FurtherCapabilities { get; } =
    [
        "IMAP4rev2", "UTF8=ACCEPT", "UTF8=ONLY", "LITERAL-", "MULTIAPPEND", "APPENDLIMIT", "REPLACE", "SORT", "SORT=DISPLAY", "ESORT", "THREAD=REFERENCES", "THREAD=REFS",
        "THREAD=ORDEREDSUBJECT", "PARTIAL", "CONTEXT=SEARCH", "SEARCHRES", "SEARCH=FUZZY", "MULTISEARCH", "OBJECTID", "QRESYNC", "NOTIFY", "QUOTA", "X-GM-EXT-1", "LOGINDISABLED",
        "AUTH=CRAM-MD5", "AUTH=LOGIN", "AUTH=XOAUTH2", "AUTH=OAUTHBEARER", "AUTH=SCRAM-SHA-512",
    ];

    /// <summary>Who can log in; user "user" with password "password" if nobody is named.</summary>
    public IList<LoopbackUser> Users { get; } = new List<LoopbackUser>();

    /// <summary>
    /// The words of CAPABILITY. Taking out a word switches the feature off: its commands are then BAD. Of
    /// <see cref="FurtherCapabilities"/> CONTEXT=SEARCH is PARTIAL from the beginning, SEARCHRES "$" in SEARCH and FETCH, and
    /// SEARCH=FUZZY matches exactly. Adding a word that the server doesn't know only shows it.
    /// </summary>
    public IList<string> Capabilities { get; } = new List<string>(DefaultCapabilities);

    /// <summary>SASL mechanisms, strongest first; also CRAM-MD5, LOGIN, XOAUTH2, OAUTHBEARER and SCRAM-SHA-512.</summary>
    public IList<string> Mechanisms { get; } = new List<string> { "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN" };

    /// <summary>The port without TLS at first; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>The port with implicit TLS; 0 takes a free one.</summary>
    public int TlsPort { get; set; }

    /// <summary>Whether there is TLS at all: STARTTLS and the implicit port.</summary>
    public bool Tls { get; set; } = true;

    /// <summary>Whether STARTTLS is among the capabilities; the command works all the same.</summary>
    public bool ShowStartTls { get; set; } = true;

    /// <summary>Whether a password is taken without TLS; if not, LOGINDISABLED stands and PLAIN is not offered.</summary>
    public bool AllowPlaintextLogin { get; set; } = true;

    /// <summary>Whether the greeting tells the capabilities.</summary>
    public bool CapabilitiesInGreeting { get; set; } = true;

    /// <summary>Whether the OK of LOGIN and AUTHENTICATE tells them.</summary>
    public bool CapabilitiesInLogin { get; set; } = true;

    /// <summary>
    /// The greeting as it is sent: "* PREAUTH hello" (the first user is then logged in), several lines, or "" for none;
    /// null for the usual one.
    /// </summary>
    public string? GreetingText { get; set; }

    public LoopbackCertificateKind CertificateKind { get; set; }

    /// <summary>A certificate with its private key to use in place of one made at start.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The TLS versions; None leaves it to the platform.</summary>
    public SslProtocols TlsProtocols { get; set; }

    public int ScramIterations { get; set; } = 4096;

    /// <summary>The largest message that APPEND takes.</summary>
    public int MaxMessageSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many things a session may have to be told of after NOTIFY before it is told NOTIFICATIONOVERFLOW instead (RFC 5465 section 5.8).</summary>
    public int MaxNotifications { get; set; } = 1000;

    /// <summary>Faults from the first connection on.</summary>
    public LoopbackFaults Faults { get; } = new();

    /// <summary>Plays this instead of being a server.</summary>
    public LoopbackScript? Script { get; set; }

    /// <summary>Answers from this instead of being a server.</summary>
    public LoopbackTranscript? Transcript { get; set; }

    /// <summary>Files and folders that the first user's mailboxes are filled from at start.</summary>
    public IList<string> Paths { get; } = new List<string>();

    /// <summary>Switches features off by their capability words; STARTTLS and AUTH= are known too.</summary>
    public LoopbackOptions Without(params string[] capabilities)
    {
        foreach (var word in capabilities ?? throw new ArgumentNullException(nameof(capabilities)))
        {
            if (Is(word, StartTls))
                ShowStartTls = false;
            else if (word.StartsWith(Auth, StringComparison.OrdinalIgnoreCase))
                Remove(Mechanisms, word.Substring(Auth.Length));
            else
                Remove(Capabilities, word);
        }

        return this;
    }

    /// <summary>Adds words to CAPABILITY; STARTTLS and AUTH= are known too.</summary>
    /// <exception cref="ArgumentException">A word can't be a capability: it is no atom.</exception>
    public LoopbackOptions With(params string[] capabilities)
    {
        foreach (var word in capabilities ?? throw new ArgumentNullException(nameof(capabilities)))
        {
            if (!MessageFlags.IsKeyword(word))
                throw new ArgumentException($"'{word}' can't be a capability.", nameof(capabilities));
            if (Is(word, StartTls))
                ShowStartTls = true;
            else if (word.StartsWith(Auth, StringComparison.OrdinalIgnoreCase))
                Add(Mechanisms, word.Substring(Auth.Length));
            else
                Add(Capabilities, word);
        }

        return this;
    }

    private static bool Is(string word, string other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);

    private static void Add(IList<string> words, string word)
    {
        if (!words.Contains(word, StringComparer.OrdinalIgnoreCase))
            words.Add(word);
    }

    private static void Remove(IList<string> words, string word)
    {
        for (var i = words.Count - 1; i >= 0; i--)
        {
            if (Is(words[i], word))
                words.RemoveAt(i);
        }
    }
}
