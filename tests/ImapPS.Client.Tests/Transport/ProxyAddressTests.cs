using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

public class ProxyAddressTests
{
    [Theory]
    [InlineData("socks5://proxy.example", ProxyKind.Socks5, "proxy.example", 1080, null, null)]
    [InlineData("socks5h://10.0.0.1:9050", ProxyKind.Socks5, "10.0.0.1", 9050, null, null)]
    [InlineData("SOCKS4A://user@proxy.example:1", ProxyKind.Socks4a, "proxy.example", 1, "user", "")]
    [InlineData("http://us%40er:p%3Aw%2Fd@proxy.example:3128/", ProxyKind.Http, "proxy.example", 3128, "us@er", "p:w/d")]
    [InlineData("http://proxy.example", ProxyKind.Http, "proxy.example", 80, null, null)]
    [InlineData("https://[2001:db8::1]", ProxyKind.Https, "2001:db8::1", 443, null, null)]
    [InlineData("proxy.example:3128", ProxyKind.Http, "proxy.example", 3128, null, null)]
    public void A_proxy_is_a_uri(string text, ProxyKind kind, string host, int port, string? user, string? password)
    {
        var proxy = ProxyAddress.Parse(text);
        Assert.Equal((kind, host, port, user, password), (proxy.Kind, proxy.Host, proxy.Port, proxy.Credential?.UserName, proxy.Credential?.Password));
        Assert.DoesNotContain("p:w/d", proxy.ToString());
        Assert.DoesNotContain("us@er", proxy.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ftp://proxy.example")]
    [InlineData("socks5://")]
    [InlineData("http://user:hidden@:80:80")]
    public void What_is_no_proxy_is_refused_without_telling_a_password(string text)
    {
        var error = Assert.Throws<ImapException>(() => ProxyAddress.Parse(text, "The environment variable ALL_PROXY"));
        Assert.Equal(ImapError.InvalidArgument, error.Error);
        Assert.StartsWith("The environment variable ALL_PROXY", error.Message);
        Assert.DoesNotContain("hidden", error.ToString());
    }

    [Theory]
    [InlineData("", "imap.example.org", null)]
    [InlineData("ALL_PROXY=socks5://a", "imap.example.org", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a all_proxy=socks5://b", "imap.example.org", "socks5://b:1080")]
    [InlineData("HTTPS_PROXY=http://c:3128", "imap.example.org", "http://c:3128")]
    [InlineData("https_proxy=c:3128 ALL_PROXY=socks5://a", "imap.example.org", "socks5://a:1080")]
    [InlineData("HTTP_PROXY=http://c:3128", "imap.example.org", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=*", "imap.example.org", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=example.org", "imap.example.org", null)]
    [InlineData("ALL_PROXY=socks5://a no_proxy=other NO_PROXY=example.org", "imap.example.org", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=.example.org", "IMAP.Example.ORG.", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=*.example.org,x", "imap.example.org", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=ample.org", "imap.example.org", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=example.org:993", "imap.example.org", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=example.org:143", "imap.example.org", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=10.0.0.0/8", "10.1.2.3", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=10.0.0.0/9", "10.129.2.3", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=10.0.0.0/99", "10.129.2.3", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=2001:db8::/32", "2001:db8:1::5", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=[2001:db8::5]:993", "2001:db8::5", null)]
    [InlineData("ALL_PROXY=socks5://a NO_PROXY=10.0.0.1", "10.0.0.2", "socks5://a:1080")]
    [InlineData("ALL_PROXY=socks5://a", "localhost", null)]
    [InlineData("ALL_PROXY=socks5://a", "127.0.0.3", null)]
    [InlineData("ALL_PROXY=socks5://a", "::1", null)]
    public void The_environment_names_a_proxy_and_exceptions(string variables, string host, string? expected)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static v => v.Split('=', 2)).ToDictionary(static v => v[0], static v => v[1]);
        Assert.Equal(expected, ProxyEnvironment.For(host, 993, values.GetValueOrDefault)?.ToString());
    }
}
