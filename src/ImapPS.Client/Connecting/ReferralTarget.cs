using System.Globalization;

namespace ImapPS.Client.Connecting;

/// <summary>Where a login referral points (RFC 2221): the server part of an IMAP URL (RFC 5092).</summary>
/// <param name="Host">The other server.</param>
/// <param name="Port">Null for the usual one.</param>
/// <param name="IsImplicitTls">Whether the URL asks for TLS from the first byte (imaps).</param>
/// <param name="UserName">The name to use there; null for the same.</param>
public sealed record ReferralTarget(string Host, int? Port, bool IsImplicitTls, string? UserName)
{
    // imapurl = "imap://" iserver ipath-query ; iserver = [iuserinfo "@"] host [ ":" port ]
    // iuserinfo = enc-user [iauth] / [enc-user] iauth ; iauth = ";AUTH=" ( "*" / enc-auth-type )
    /// <returns>Null if it is no such URL.</returns>
    public static ReferralTarget? TryParse(string url)
    {
        if (url is null)
            throw new ArgumentNullException(nameof(url));
        var implicitTls = url.StartsWith("imaps://", StringComparison.OrdinalIgnoreCase);
        if (!implicitTls && !url.StartsWith("imap://", StringComparison.OrdinalIgnoreCase))
            return null;
        var server = url.Substring(implicitTls ? 8 : 7);
        var end = server.IndexOfAny(['/', '?', '#']);
        server = end < 0 ? server : server.Substring(0, end);
        var at = server.LastIndexOf('@');
        var (host, port) = SplitPort(server.Substring(at + 1));
        if (host is null || port is < 1 or > 65535)
            return null;
        try
        {
            HostName.Check(host);
        }
        catch (ImapException)
        {
            // It is the server's word, not the user's: no URL, rather than an invalid argument.
            return null;
        }

        return new ReferralTarget(host, port, implicitTls, at < 0 ? null : User(server.Substring(0, at)));
    }

    /// <summary>The request that follows the referral: TLS in any case, and no port that was meant for the first server.</summary>
    public ConnectRequest Follow(ConnectRequest request)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));
        return request with
        {
            Host = Host,
            // 143 is what an IMAP URL means without a port: discovery then finds the best way in.
            Port = Port is ConnectRequest.DefaultStartTlsPort ? null : Port,
            Security = IsImplicitTls ? ConnectionSecurity.ImplicitTls : ConnectionSecurity.Auto,
            ImplicitTlsPort = ConnectRequest.DefaultImplicitTlsPort,
            StartTlsPort = ConnectRequest.DefaultStartTlsPort,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Port is null ? Host : $"{Host} port {Port}";

    private static string? User(string info)
    {
        var auth = info.IndexOf(";AUTH=", StringComparison.OrdinalIgnoreCase);
        var name = Uri.UnescapeDataString(auth < 0 ? info : info.Substring(0, auth));
        return name.Length == 0 || !name.All(SafeText.IsSafe) ? null : name;
    }

    private static (string? Host, int? Port) SplitPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || text.EndsWith("]", StringComparison.Ordinal))
            return (Bare(text), null);
        var digits = text.Remove(0, colon + 1);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (Bare(text.Substring(0, colon)), port) : (null, null);
    }

    private static string? Bare(string host)
    {
        var bare = host.StartsWith("[", StringComparison.Ordinal) && host.EndsWith("]", StringComparison.Ordinal) ? host.Substring(1, host.Length - 2) : host;
        return bare.Length == 0 ? null : bare;
    }
}
