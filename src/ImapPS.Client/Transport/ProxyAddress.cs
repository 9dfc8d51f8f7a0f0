using System.Net;

namespace ImapPS.Client.Transport;

/// <summary>A proxy: what it speaks, where it is, who we are to it. The name of the mail server is always looked up by the proxy.</summary>
public sealed record ProxyAddress(ProxyKind Kind, string Host, int Port)
{
    private const int SocksPort = 1080;

    /// <summary>Null for none.</summary>
    public NetworkCredential? Credential { get; init; }

    /// <summary>Reads socks5://, socks5h://, socks4a://, http:// or https://, with user:password@ where wanted.</summary>
    /// <param name="text">Without a scheme it is an HTTP proxy, as in the environment variables.</param>
    /// <param name="source">What the text came from, for the error; the text itself may hold a password.</param>
    /// <exception cref="ImapException">InvalidArgument.</exception>
    public static ProxyAddress Parse(string text, string source = "The proxy")
    {
        var trimmed = (text ?? throw new ArgumentNullException(nameof(text))).Trim();
        var whole = trimmed.IndexOf("://", StringComparison.Ordinal) < 0 ? "http://" + trimmed : trimmed;
        return Uri.TryCreate(whole, UriKind.Absolute, out var uri)
            ? FromUri(uri, source)
            : throw Invalid($"{source} is not given as a URI can be: scheme://[user:password@]host[:port].");
    }

    /// <summary>See <see cref="Parse"/>.</summary>
    public static ProxyAddress FromUri(Uri uri, string source = "The proxy")
    {
        if (uri is null)
            throw new ArgumentNullException(nameof(uri));
        if (!uri.IsAbsoluteUri || uri.Host.Length == 0)
            throw Invalid($"{source} has no host: scheme://[user:password@]host[:port].");
        ProxyKind kind = uri.Scheme.ToLowerInvariant() switch
        {
            "socks5" or "socks5h" or "socks" => ProxyKind.Socks5,
            "socks4a" or "socks4" => ProxyKind.Socks4a,
            "http" => ProxyKind.Http,
            "https" => ProxyKind.Https,
            _ => throw Invalid($"{source} is of a kind that is not known here ({SafeText.Clean(uri.Scheme, 20)}): socks5, socks4a, http and https are."),
        };
        // Port is -1 where the scheme has no usual one.
        return new ProxyAddress(kind, uri.DnsSafeHost, uri.Port > 0 ? uri.Port : SocksPort) { Credential = UserInfo(uri.UserInfo) };
    }

    /// <summary>Never the credential.</summary>
    public override string ToString()
    {
        var host = Host.IndexOf(':') >= 0 ? "[" + Host + "]" : Host;
        return $"{Kind.ToString().ToLowerInvariant()}://{host}:{Port}";
    }

    private static NetworkCredential? UserInfo(string text)
    {
        if (text.Length == 0)
            return null;
        var colon = text.IndexOf(':');
        return colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(text), "")
            : new NetworkCredential(Uri.UnescapeDataString(text.Substring(0, colon)), Uri.UnescapeDataString(text.Substring(colon + 1)));
    }

    private static ImapException Invalid(string message) => new(ImapError.InvalidArgument, message)
    {
        Hint = "For example socks5://127.0.0.1:1080, http://user:password@proxy.example.org:3128.",
    };
}
