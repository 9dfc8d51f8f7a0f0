using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

/// <summary>RFC 9525 section 6.3, and what RFC 6125 section 6.4 had beyond it.</summary>
public class HostNameMatchTests
{
    [Theory]
    [InlineData("imap.example.org", "imap.example.org")]
    [InlineData("IMAP.Example.ORG", "imap.example.org")]
    [InlineData("imap.example.org", "imap.example.org.")]
    [InlineData("imap.example.org.", "imap.example.org")]
    [InlineData("*.example.org", "imap.example.org")]
    [InlineData("*.EXAMPLE.org", "imap.example.org")]
    [InlineData("a.example|imap.example.org", "imap.example.org")]
    [InlineData("xn--bcher-kva.example", "bücher.example")]
    [InlineData("*.xn--bcher-kva.example", "imap.bücher.example")]
    [InlineData("localhost", "localhost")]
    public void A_name_matches(string names, string host) => Assert.True(Matches(names, host));

    [Theory]
    [InlineData("imap.example.org", "example.org")]
    [InlineData("example.org", "imap.example.org")]
    [InlineData("*.example.org", "example.org")]
    [InlineData("*.example.org", "a.imap.example.org")]
    [InlineData("*.example.org", ".example.org")]
    [InlineData("*.org", "example.org")] // a wildcard for everybody's hosts
    [InlineData("*", "localhost")]
    [InlineData("*.", "example.org")]
    [InlineData("i*.example.org", "imap.example.org")] // part of a label
    [InlineData("*p.example.org", "imap.example.org")]
    [InlineData("imap.*.org", "imap.example.org")] // not the left-most label
    [InlineData("*.*.org", "imap.example.org")]
    [InlineData("imap.example.org\0.evil.example", "imap.example.org")]
    [InlineData("imap.example.org.evil.example", "imap.example.org")]
    [InlineData("127.0.0.1", "127.0.0.1")] // an address as a name
    [InlineData("*.0.0.1", "127.0.0.1")]
    [InlineData("", "imap.example.org")]
    public void A_name_does_not_match(string names, string host) => Assert.False(Matches(names, host));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("2001:db8::1", "2001:DB8:0::1", true)]
    [InlineData("fe80::1", "fe80::1%eth0", true)]
    [InlineData("127.0.0.1", "localhost", false)]
    public void An_address_matches_an_address(string address, string host, bool expected)
    {
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddIpAddress(IPAddress.Parse(address));
        using var certificate = Make(builder);
        Assert.Equal(expected, HostNameMatch.Matches(SubjectNames.Of(certificate), host));
    }

    [Fact]
    public void The_common_name_does_not_count()
    {
        using var certificate = Make((X509Extension?)null);
        Assert.Equal("CN=imap.example.org", certificate.Subject);
        Assert.False(HostNameMatch.Matches(SubjectNames.Of(certificate), "imap.example.org"));
    }

    [Fact]
    public void Other_kinds_of_names_are_passed_over_and_long_lists_read()
    {
        var builder = new SubjectAlternativeNameBuilder();
        builder.AddEmailAddress("imap.example.org@imap.example.org");
        builder.AddUri(new Uri("https://imap.example.org/"));
        for (var i = 0; i < 500; i++)
            builder.AddDnsName($"host{i}.example.org");
        using var certificate = Make(builder);

        var names = SubjectNames.Of(certificate);

        Assert.Equal(500, names.DnsNames.Count);
        Assert.True(HostNameMatch.Matches(names, "host499.example.org"));
        Assert.False(HostNameMatch.Matches(names, "imap.example.org"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3003")]
    [InlineData("30038203")]
    [InlineData("308082")]
    [InlineData("3084FFFFFFFF82")]
    [InlineData("300A8283FFFFFF")]
    [InlineData("0500")]
    public void Damaged_extensions_hold_no_names(string hex)
    {
        using var certificate = Make(new X509Extension("2.5.29.17", Convert.FromHexString(hex), critical: false));
        Assert.Empty(SubjectNames.Of(certificate).All);
    }

    private static bool Matches(string names, string host)
    {
        // Written by hand: the builder would refuse most of these.
        var content = names.Split('|').SelectMany(static n => new[] { (byte)0x82, (byte)n.Length }.Concat(n.Select(static c => (byte)c))).ToArray();
        using var certificate = Make(new X509Extension("2.5.29.17", [0x30, (byte)content.Length, .. content], critical: false));
        return HostNameMatch.Matches(SubjectNames.Of(certificate), host);
    }

    private static X509Certificate2 Make(SubjectAlternativeNameBuilder? names) => Make(names?.Build());

    private static X509Certificate2 Make(X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=imap.example.org", key, HashAlgorithmName.SHA256);
        if (names is not null)
            request.CertificateExtensions.Add(names);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
