using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

/// <summary>Real handshakes with certificates of all kinds.</summary>
public sealed class TlsUpgradeTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TlsOptions Trusting => new() { CertificateAuthorities = [_authority.Certificate] };

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_good_certificate_is_reported_with_how_it_was_verified()
    {
        using var certificate = _authority.Server();
        using var server = new TlsTestServer(certificate);

        var report = await HandshakeAsync(server, Trusting);

        Assert.Equal(CertificateTrust.GivenAuthority, report.Trust);
        Assert.Equal(RevocationOutcome.Unknown, report.Revocation);
        Assert.False(report.IsCheckSkipped || report.IsPinned);
        Assert.Empty(report.Problems);
        Assert.Equal("CN=localhost", report.Certificate.Subject);
        Assert.Equal(_authority.Name, report.Certificate.Issuer);
        Assert.Equal(["localhost"], report.Certificate.Names);
        Assert.Equal(256, report.Certificate.KeySize);
        Assert.Equal(Thumbprint.Of(certificate), report.Certificate.Sha256);
        Assert.Equal(2, report.Chain.Count);
        if (Edition.IsDesktop)
            Assert.Equal((null, true), (report.CipherSuite, report.CipherSuiteNote!.Contains("256 bits", StringComparison.Ordinal)));
        else
            Assert.Equal((true, null), (report.CipherSuite!.StartsWith("TLS_", StringComparison.Ordinal), report.CipherSuiteNote));
        Assert.Contains("by an authority given for this connection; whether it is revoked could not be found out", report.ToString());
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "TLS 1.2")]
    [InlineData(SslProtocols.Tls13, "TLS 1.3")]
    public async Task The_version_is_told(SslProtocols protocol, string name)
    {
        using var certificate = _authority.Server();
        using var server = new TlsTestServer(certificate, protocols: protocol);
        Assert.Equal(name, (await HandshakeAsync(server, Trusting)).ProtocolName);
    }

    [Fact]
    public async Task An_unknown_authority_is_refused_even_if_another_is_given()
    {
        using var certificate = _authority.Server();
        using var server = new TlsTestServer(certificate);
        using var other = new TestAuthority();

        foreach (var options in new[] { new TlsOptions(), new TlsOptions { CertificateAuthorities = [other.Certificate] } })
        {
            var error = await RefusedAsync(server, options);
            Assert.Contains("its issuer is not trusted here", error.Message);
            Assert.Contains("Subject: CN=localhost; issuer: " + _authority.Name, error.Message);
            Assert.Contains("-CertificateAuthority", error.Hint);
        }
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        using var stranger = new TestAuthority();
        using var certificate = stranger.Server("other.example", from: -20, to: -10);
        using var server = new TlsTestServer(certificate);

        var error = await RefusedAsync(server, Trusting);

        Assert.Contains("not for 'localhost' but for other.example", error.Message);
        Assert.Contains("expired on", error.Message);
        Assert.Contains("issuer is not trusted", error.Message);
        Assert.Contains("renew", error.Hint);
    }

    [Fact]
    public async Task Not_yet_valid_is_told_as_such()
    {
        using var certificate = _authority.Server(from: 2, to: 10);
        using var server = new TlsTestServer(certificate);
        Assert.Contains("valid only from", (await RefusedAsync(server, Trusting)).Message);
    }

    [Fact]
    public async Task A_client_certificate_is_no_server_certificate()
    {
        using var certificate = _authority.Client("CN=localhost");
        using var server = new TlsTestServer(certificate);
        Assert.Equal(ImapError.CertificateRejected, (await RefusedAsync(server, Trusting)).Error);
    }

    [Fact]
    public async Task An_address_is_checked_against_the_addresses_of_the_certificate()
    {
        using var certificate = _authority.Server("127.0.0.1");
        using var server = new TlsTestServer(certificate);
        Assert.Equal(["127.0.0.1"], (await HandshakeAsync(server, Trusting, "127.0.0.1")).Certificate.Names);
        Assert.Contains("not for '127.0.0.2'", (await RefusedAsync(server, Trusting, "127.0.0.2")).Message);
    }

    [Fact]
    public async Task A_self_signed_certificate_can_be_trusted_by_giving_it()
    {
        using var self = SelfSigned();
        using var server = new TlsTestServer(self);

        Assert.Contains("it is self-signed and not trusted here", (await RefusedAsync(server, new TlsOptions())).Message);
        Assert.Contains("it is self-signed and not trusted here", (await RefusedAsync(server, Trusting)).Message);
        Assert.Equal(CertificateTrust.GivenAuthority, (await HandshakeAsync(server, new TlsOptions { CertificateAuthorities = [self] })).Trust);
    }

    [Fact]
    public async Task A_thumbprint_is_checked_in_addition()
    {
        using var certificate = _authority.Server();
        using var server = new TlsTestServer(certificate);
        var pin = string.Join(":", Thumbprint.Of(certificate).ToLowerInvariant().Chunk(2).Select(static c => new string(c)));
        var wrong = new string('0', 64);

        Assert.True((await HandshakeAsync(server, Trusting with { CertificateThumbprints = [wrong, pin] })).IsPinned);
        Assert.Contains("thumbprint is not the one", (await RefusedAsync(server, Trusting with { CertificateThumbprints = [wrong] })).Message);

        // A pin does not make an untrusted certificate good, nor does skipping the check switch a pin off.
        Assert.Contains("issuer is not trusted", (await RefusedAsync(server, new TlsOptions { CertificateThumbprints = [pin] })).Message);
        Assert.Equal(ImapError.CertificateRejected, (await RefusedAsync(server, new TlsOptions { SkipCertificateCheck = true, CertificateThumbprints = [wrong] })).Error);
        var skipped = await HandshakeAsync(server, new TlsOptions { SkipCertificateCheck = true, CertificateThumbprints = [pin] });
        Assert.True(skipped.IsPinned && skipped.IsCheckSkipped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("xyz")]
    [InlineData("0123456789012345678901234567890123456789")]
    public async Task A_thumbprint_that_is_none_is_said_so(string pin)
    {
        using var certificate = _authority.Server();
        using var server = new TlsTestServer(certificate);
        var error = await Assert.ThrowsAsync<ImapException>(() => HandshakeAsync(server, Trusting with { CertificateThumbprints = [pin] }));
        Assert.Equal(ImapError.InvalidArgument, error.Error);
    }

    [Fact]
    public async Task Skipping_the_check_records_what_it_would_have_found()
    {
        using var self = SelfSigned("other.example");
        using var server = new TlsTestServer(self);

        var report = await HandshakeAsync(server, new TlsOptions { SkipCertificateCheck = true });

        Assert.True(report.IsCheckSkipped);
        Assert.Equal([CertificateProblemKind.WrongName, CertificateProblemKind.SelfSigned], report.Problems.Select(static p => p.Kind));
        Assert.Contains("not verified, the check was waived", report.Verification);
    }

    [Fact]
    public async Task A_chain_of_50_links_is_followed()
    {
        var authorities = new List<TestAuthority> { _authority };
        while (authorities.Count < 49)
            authorities.Add(new TestAuthority(authorities[^1]));
        using var certificate = authorities[^1].Server();
        using var server = new TlsTestServer(certificate, authorities.Skip(1).Select(static a => a.Certificate));

        var report = await HandshakeAsync(server, Trusting);
        Assert.Equal(50, report.Chain.Count);
        Assert.Equal(_authority.Name, report.Chain[^1].Subject);
        Assert.Equal(ImapError.CertificateRejected, (await RefusedAsync(server, new TlsOptions())).Error);
        authorities.Skip(1).ToList().ForEach(static a => a.Dispose());
    }

    [Fact]
    public async Task A_client_certificate_is_shown_where_it_is_asked_for()
    {
        using var certificate = _authority.Server();
        using var client = _authority.Client("CN=alice");
        using var server = new TlsTestServer(certificate, askClient: true);
        Assert.Equal("CN=alice", (await HandshakeAsync(server, Trusting with { ClientCertificate = client })).ClientCertificate);
        Assert.Equal("CN=alice", server.ClientSubject);
    }

    [Fact]
    public async Task Revocation_is_asked_about_softly_strictly_or_not()
    {
        Edition.NeedsCore("revocation below an authority that the platform doesn't trust itself");
        using var web = new CrlServer();
        using var good = _authority.Server(crl: web.Url("good"));
        using var revoked = _authority.Server(crl: web.Url("revoked"));
        using var unknown = _authority.Server(crl: web.Url("missing"));
        web.Serve("good", _authority.Crl());
        web.Serve("revoked", _authority.Crl(revoked));
        using var goodServer = new TlsTestServer(good);
        using var revokedServer = new TlsTestServer(revoked);
        using var unknownServer = new TlsTestServer(unknown);
        var ask = Trusting with { RevocationTimeout = TimeSpan.FromMinutes(1) };
        var require = ask with { Revocation = RevocationPolicy.Require };
        var none = ask with { Revocation = RevocationPolicy.None };

        Assert.Equal(RevocationOutcome.Good, (await HandshakeAsync(goodServer, ask)).Revocation);
        Assert.Equal(RevocationOutcome.Good, (await HandshakeAsync(goodServer, require)).Revocation);
        Assert.Equal(RevocationOutcome.NotChecked, (await HandshakeAsync(goodServer, none)).Revocation);

        Assert.Contains("it is revoked", (await RefusedAsync(revokedServer, ask)).Message);
        Assert.Contains("it is revoked", (await RefusedAsync(revokedServer, require)).Message);

        Assert.Equal(RevocationOutcome.Unknown, (await HandshakeAsync(unknownServer, ask)).Revocation);
        Assert.Contains("could not be found out", (await RefusedAsync(unknownServer, require)).Message);
        Assert.Equal(RevocationOutcome.NotChecked, (await HandshakeAsync(unknownServer, none)).Revocation);
    }

    [Fact]
    public async Task A_revocation_server_that_hangs_holds_nobody_for_long()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var certificate = _authority.Server(crl: $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/crl");
        using var server = new TlsTestServer(certificate);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var report = await HandshakeAsync(server, Trusting with { RevocationTimeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(RevocationOutcome.Unknown, report.Revocation);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
    }

    private static X509Certificate2 SelfSigned(string host = "localhost")
    {
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        var request = new CertificateRequest("CN=" + host, key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
    }

    private static async Task<TlsReport> HandshakeAsync(TlsTestServer server, TlsOptions options, string host = "localhost")
    {
        var session = await TlsUpgrade.AuthenticateAsync(await server.DialAsync(), host, options, TimeSpan.FromMinutes(1), Token);
        Assert.Equal(1, await session.Stream.ReadAsync(new byte[1], Token));
        await session.Stream.DisposeAsync();
        return session.Report;
    }

    private static async Task<ImapException> RefusedAsync(TlsTestServer server, TlsOptions options, string host = "localhost")
    {
        var error = await Assert.ThrowsAsync<ImapException>(() => HandshakeAsync(server, options, host));
        Assert.Equal(ImapError.CertificateRejected, error.Error);
        return error;
    }
}
