using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Authentication;
using ImapPS.Protocol.Sasl;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

/// <summary>Whatever a server sends, a mechanism answers or throws a SaslException, and never counts as verified.</summary>
public class ChallengeFuzzTests
{
    private const string ClientNonce = "fyko";

    // Pieces of real challenges, so that the parsers are reached deeper than random bytes would.
    private static readonly Arbitrary<byte[][]> Challenges = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            Gen.Elements(
                    "r=" + ClientNonce, "r=", "x", ",", "=", "s=QSXC", "i=1", "i=2", "m=", "v=", "e=", "AAAA", "QUJD", "\"", "\\", "realm=", "nonce=", "algorithm=md5-sess",
                    "qop=auth", "charset=utf-8", "rspauth=", "{", "}", "[", "]", ":", "\"status\"", "\\u00", "é", "\0", " ", "\r\n")
                .ListOf().Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))))
        .ListOf().Select(list => list.Take(6).ToArray()).ToArbitrary();

    [Theory]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("DIGEST-MD5")]
    [InlineData("CRAM-MD5")]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("OAUTHBEARER")]
    [InlineData("XOAUTH2")]
    [InlineData("EXTERNAL")]
    public void No_challenge_breaks_a_mechanism(string name) => Prop.ForAll(Challenges, challenges =>
    {
        using var secret = Secret("pencil");
        using var mechanism = name == "SCRAM-SHA-256"
            ? new ScramMechanism(ScramHash.Sha256, "user", secret, nonce: ClientNonce)
            : SaslMechanisms.Create(
                new(name, false, false, false, ScramBinding.None), new SaslContext { Host = "h", UserName = "user", Password = secret, Token = secret });
        try
        {
            foreach (var challenge in challenges)
                mechanism.Respond(challenge);
            mechanism.VerifySuccess();
        }
        catch (SaslException exception)
        {
            Assert.DoesNotContain(exception.Message, char.IsControl);
            Assert.DoesNotContain("pencil", exception.ToString());
        }

        return !mechanism.IsServerVerified;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void No_message_breaks_the_servers_side() => Prop.ForAll(Challenges, messages =>
    {
        var credential = ScramCredential.Create(ScramHash.Sha1, Utf8("pencil"), [1], 1);
        var server = new ScramServer(ScramHash.Sha1, plus: false, _ => credential);
        foreach (var message in messages)
        {
            if (!server.TryRespond(message, out _))
                break;
        }

        return !server.Succeeded;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
