using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Loopback.Tests.Session;

public class ScramTests : SessionTest
{
    private const string EndPoint = "p=tls-server-end-point,,";

    [Theory]
    [InlineData("SCRAM-SHA-256", "password", true)]
    [InlineData("SCRAM-SHA-1", "password", true)]
    [InlineData("SCRAM-SHA-256", "wrong", false)]
    public async Task Takes_the_right_password(string mechanism, string password, bool succeeds)
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        var (challenge, signature) = await ExchangeAsync(client, mechanism, password, "n,,", []);
        if (succeeds)
        {
            Assert.Equal("+ " + Base64("v=" + signature), challenge);
            await client.SendAsync("\r\n");
            challenge = await client.ReadLineAsync();
        }

        Assert.StartsWith(succeeds ? "a OK" : "a NO [AUTHENTICATIONFAILED]", challenge);
        Assert.Equal(succeeds ? 0 : 1, Server.Statistics.LoginFailures);
    }

    [Theory]
    [InlineData(ScramSignatureFault.Wrong)]
    [InlineData(ScramSignatureFault.Missing)]
    public async Task Can_fail_to_prove_itself(ScramSignatureFault fault)
    {
        Options.Faults.ScramSignature = fault;
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        var (challenge, signature) = await ExchangeAsync(client, "SCRAM-SHA-256", "password", "n,,", []);
        Assert.StartsWith(fault == ScramSignatureFault.Wrong ? "+ " + Base64("v=")[..2] : "a OK", challenge);
        Assert.NotEqual("+ " + Base64("v=" + signature), challenge);
    }

    [Fact]
    public async Task Can_announce_any_iteration_count()
    {
        Options.Faults.ScramIterations = "2000000000";
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        await client.SendAsync($"a AUTHENTICATE SCRAM-SHA-256 {Base64("n,,n=user,r=x")}\r\n");
        Assert.EndsWith(",i=2000000000", Decode((await client.ReadLineAsync())![2..]));
    }

    [Theory]
    [InlineData(true, "a OK")]
    [InlineData(false, "a NO")]
    public async Task Binds_to_the_channel(bool rightCertificate, string expected)
    {
        Options.Mechanisms.Insert(0, "SCRAM-SHA-256-PLUS");
        using (var plain = await ConnectAsync())
            Assert.DoesNotContain("-PLUS", await plain.ReadLineAsync());
        using var client = await ConnectAsync(tls: true);
        Assert.Contains("AUTH=SCRAM-SHA-256-PLUS", await client.ReadLineAsync());
        var binding = rightCertificate ? SHA256.HashData(Server.Certificate!.RawData) : new byte[32];
        var (line, _) = await ExchangeAsync(client, "SCRAM-SHA-256-PLUS", "password", EndPoint, binding);
        if (line!.StartsWith('+'))
        {
            await client.SendAsync("\r\n");
            line = await client.ReadLineAsync();
        }

        Assert.StartsWith(expected, line);
    }

    private static async Task<(string? Line, string Signature)> ExchangeAsync(RawClient client, string mechanism, string password, string header, byte[] binding)
    {
        Assert.True(ScramHash.TryGet(mechanism, out var hash, out _));
        const string bare = "n=user,r=clientnonce";
        await client.SendAsync($"a AUTHENTICATE {mechanism} {Base64(header + bare)}\r\n");
        var challenge = Decode((await client.ReadLineAsync())![2..]);
        var parts = challenge.Split(',');
        using var keys = new ScramKeys(hash, Encoding.UTF8.GetBytes(password), Convert.FromBase64String(parts[1][2..]), int.Parse(parts[2][2..], CultureInfo.InvariantCulture));
        var final = "c=" + Convert.ToBase64String([.. Encoding.ASCII.GetBytes(header), .. binding]) + "," + parts[0];
        var authMessage = ScramKeys.AuthMessage(bare, challenge, final);
        await client.SendAsync(Base64(final + ",p=" + Convert.ToBase64String(keys.ClientProof(authMessage))) + "\r\n");
        return (await client.ReadLineAsync(), Convert.ToBase64String(keys.ServerSignature(authMessage)));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Decode(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));
}
