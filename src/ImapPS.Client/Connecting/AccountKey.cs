namespace ImapPS.Client.Connecting;

/// <summary>An account as far as connections to it are counted: who, on which server.</summary>
/// <remarks>
/// The usual ports of one host lead to one server. Names are compared without regard to case: two accounts taken for one
/// wait for each other, one taken for two could be locked by its server.
/// </remarks>
public sealed record AccountKey
{
    private readonly string _text;

    /// <param name="request">Which server.</param>
    /// <param name="user">Whose mail it is; null or empty if only a certificate or a ticket tells.</param>
    public AccountKey(ConnectRequest request, string? user)
    {
        var port = request.Port is null or ConnectRequest.DefaultStartTlsPort ? request.ImplicitTlsPort : request.Port.Value;
        Name = $"{(string.IsNullOrEmpty(user) ? request.Tls.ClientCertificate?.Subject ?? "" : user)}@{request.Host}";
        _text = $"{Name}:{port}".ToUpperInvariant();
    }

    /// <summary>For people.</summary>
    public string Name { get; }

    public bool Equals(AccountKey? other) => other is not null && _text == other._text;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    public override string ToString() => Name;
}
