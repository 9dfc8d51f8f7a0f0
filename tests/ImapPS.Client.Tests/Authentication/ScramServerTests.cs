using ImapPS.Protocol.Sasl;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

/// <summary>What clients other than ours may send to the test server's side.</summary>
public class ScramServerTests
{
    // RFC 7677 section 3, seen from the server.
    [Fact]
    public void Verifies_the_known_exchange()
    {
        var credential = ScramCredential.Create(ScramHash.Sha256, Utf8("pencil"), Convert.FromBase64String("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
        var server = new ScramServer(ScramHash.Sha256, plus: false, user => user == "user" ? credential : null, nonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

        Assert.True(server.TryRespond(Utf8("n,,n=user,r=rOprNGfwEbeRWgbNEkqO"), out var first));
        Assert.Equal(Utf8("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"), first);
        Assert.True(server.TryRespond(
            Utf8("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="), out var final));
        Assert.Equal(Utf8("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="), final);
        Assert.True(server.Succeeded);
        Assert.Equal("user", server.UserName);
    }

    [Theory]
    [InlineData("", "invalid-encoding")]
    [InlineData("n", "invalid-encoding")]
    [InlineData("n,", "invalid-encoding")]
    [InlineData("x,,n=user,r=abc", "invalid-encoding")]
    [InlineData("nn,,n=user,r=abc", "invalid-encoding")]
    [InlineData("p=,,n=user,r=abc", "invalid-encoding")]
    [InlineData("p=tls unique,,n=user,r=abc", "invalid-encoding")]
    [InlineData("n,admin,n=user,r=abc", "invalid-encoding")]
    [InlineData("n,a=,n=user,r=abc", "invalid-encoding")]
    [InlineData("n,a==2c,n=user,r=abc", "invalid-encoding")]
    [InlineData("n,,n=us=er,r=abc", "invalid-encoding")]
    [InlineData("n,,n=,r=abc", "invalid-encoding")]
    [InlineData("n,,r=abc,n=user", "invalid-encoding")]
    [InlineData("n,,n=user", "invalid-encoding")]
    [InlineData("n,,n=user,r=a c", "invalid-encoding")]
    [InlineData("n,,m=must,n=user,r=abc", "extensions-not-supported")]
    [InlineData("p=tls-unique,,n=user,r=abc", "channel-binding-not-supported")]
    public void Refuses_a_wrong_first_message(string message, string error)
    {
        var server = new ScramServer(ScramHash.Sha1, plus: false, _ => null);

        Assert.False(server.TryRespond(Utf8(message), out _));
        Assert.Equal(error, server.Error);
    }

    [Theory]
    [InlineData("n,,n=user,r=abc", "other-error")]
    [InlineData("p=tls-magic,,n=user,r=abc", "unsupported-channel-binding-type")]
    public void Refuses_a_plus_mechanism_without_a_known_binding(string message, string error)
    {
        var server = new ScramServer(ScramHash.Sha1, plus: true, _ => null, type => type == "tls-unique" ? [1] : null);

        Assert.False(server.TryRespond(Utf8(message), out _));
        Assert.Equal(error, server.Error);
    }

    [Theory]
    [InlineData("", "invalid-encoding")]
    [InlineData("c=biws,r=abcS", "invalid-encoding")]
    [InlineData("c=biws,r=abcS,p=", "invalid-encoding")]
    [InlineData("c=biws,r=abcS,p=AAAA,x=y", "invalid-encoding")]
    [InlineData("c=biws,r=abcS,p=AAB=", "invalid-encoding")]
    [InlineData("c=biws,r=abcS,p=AA AA", "invalid-encoding")]
    [InlineData("c=!,r=abcS,p=AAAA", "invalid-encoding")]
    [InlineData("r=abcS,c=biws,p=AAAA", "invalid-encoding")]
    [InlineData("c=biws,r=abcT,p=AAAA", "other-error")]
    [InlineData("c=eSws,r=abcS,p=AAAA", "channel-bindings-dont-match")]
    [InlineData("c=biws,r=abcS,p=AAAA", "invalid-proof")]
    [InlineData("c=biws,r=abcS,x=p,p=AAAA", "invalid-proof")]
    public void Refuses_a_wrong_proof(string message, string error)
    {
        var server = new ScramServer(ScramHash.Sha1, plus: false, _ => null, nonce: "S");
        Assert.True(server.TryRespond(Utf8("n,,n=user,r=abc"), out _));

        Assert.False(server.TryRespond(Utf8(message), out var response));
        Assert.Equal(error, server.Error);
        Assert.Equal(Utf8("e=" + error), response);
        Assert.False(server.Succeeded);
    }
}
