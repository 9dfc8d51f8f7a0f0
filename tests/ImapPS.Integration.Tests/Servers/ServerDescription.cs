using System.Text.Json;

namespace ImapPS.Integration.Tests.Servers;

/// <summary>What tests/servers/&lt;name&gt; start prints; tests/servers/README.md tells what each field means.</summary>
public sealed record ServerDescription
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public required string Server { get; init; }
    public required string Version { get; init; }
    public required string Folder { get; init; }
    public required string Log { get; init; }
    public required int Pid { get; init; }

    public required string Host { get; init; }
    public required int Port { get; init; }
    public required int TlsPort { get; init; }
    public required string CaFile { get; init; }

    /// <summary>alice, whose mailboxes are seeded.</summary>
    public required string User { get; init; }
    public required string Password { get; init; }
    public required IReadOnlyList<ServerUser> Users { get; init; }

    public required string Delimiter { get; init; }
    public required string Prefix { get; init; }
    public string? SharedPrefix { get; init; }
    public bool CreateSpecialUse { get; init; }
    public required IReadOnlyList<string> Mechanisms { get; init; }
    public required IReadOnlyDictionary<string, ServerProfile> Profiles { get; init; }

    /// <summary>Dovecot only: logs in as others, as user + separator + this name.</summary>
    public ServerMaster? Master { get; init; }

    /// <summary>Cyrus only.</summary>
    public ServerUser? Admin { get; init; }

    /// <summary>Dovecot only.</summary>
    public ServerClientCertificate? ClientCertificate { get; init; }

    /// <summary>Dovecot only.</summary>
    public ServerTokens? Oauth { get; init; }

    public static ServerDescription Parse(string json) =>
        JsonSerializer.Deserialize<ServerDescription>(json, Options) ?? throw new JsonException("null");

    public ServerUser UserNamed(string name) => Users.Single(user => user.User == name);

    /// <summary>A mailbox of the seed, written with slashes, as this server calls it (still Unicode).</summary>
    public string Mailbox(string path) =>
        path == "INBOX" ? path : Prefix + path.Replace("/", Delimiter, StringComparison.Ordinal);
}
