using System.Text;
using ImapPS.Client.Authentication;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class Md5MechanismTests
{
    private const string Challenge = "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\",algorithm=md5-sess,charset=utf-8";

    // RFC 2195 section 2.
    [Fact]
    public void Cram_answers_the_known_challenge()
    {
        using var password = Secret("tanstaaftanstaaf");
        using var cram = new CramMd5Mechanism("tim", password);

        Assert.False(cram.SupportsInitialResponse || cram.SendsPassword);
        Assert.Equal(SaslFailure.PrematureSuccess, FailsWith(() => cram.VerifySuccess()));
        Assert.Equal("tim b913a602c7eda7a495b4e6e7334d3890", cram.RespondText("<1896.697170952@postoffice.reston.mci.net>"));
        Assert.True(cram.SecretPresented);
        cram.VerifySuccess();
        Assert.False(cram.IsServerVerified);
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => cram.RespondText("more")));
    }

    [Fact]
    public void Cram_answers_no_empty_challenge()
    {
        using var password = Secret("secret");
        using var cram = new CramMd5Mechanism("tim", password);

        Assert.Equal(SaslFailure.MalformedChallenge, FailsWith(() => cram.Respond([])));
        Assert.False(cram.SecretPresented);
    }

    // RFC 2831 section 4.
    [Fact]
    public void Digest_answers_the_known_exchange()
    {
        using var password = Secret("secret");
        using var digest = new DigestMd5Mechanism("chris", password, "elwood.innosoft.com", clientNonce: "OA6MHXh6VqTrRk");

        Assert.Equal(
            "charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",nc=00000001,cnonce=\"OA6MHXh6VqTrRk\","
            + "digest-uri=\"imap/elwood.innosoft.com\",response=d388dad90d4bbd760a152321f2143af7,qop=auth",
            digest.RespondText(Challenge));
        Assert.True(digest.SecretPresented);
        Assert.Empty(digest.RespondText("rspauth=ea40f60335c427b5527b84dbabcdfffd"));
        digest.VerifySuccess();
        Assert.True(digest.IsServerVerified);
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => digest.RespondText("rspauth=ea40f60335c427b5527b84dbabcdfffd")));
    }

    // Section 2.1.2.1: ISO 8859-1 for what fits it, even with UTF-8. Digests computed with another implementation.
    [Theory]
    [InlineData("pässword", "boss", "da221c3a3723a7ab9f6f533594cec472", "6e045b0a37416e4b0e18508f8301af6e")]
    [InlineData("пароль", null, "93dae82c48d86aad80a51635fe9c96bb", "089ee2e6f9a3a1838ad8f9d28dc879c8")]
    public void Digest_hashes_non_ascii_as_the_RFC_asks(string secret, string? authorizationId, string response, string rspAuth)
    {
        using var password = Secret(secret);
        using var digest = new DigestMd5Mechanism("jörg", password, "h.example", authorizationId, "C");

        var text = digest.RespondText("realm=\"bücher.example\",nonce=\"N\",algorithm=md5-sess,charset=utf-8");

        Assert.Contains("username=\"jörg\",realm=\"bücher.example\"", text);
        Assert.Contains("response=" + response, text);
        Assert.Equal(authorizationId is not null, text.EndsWith(",authzid=\"boss\"", StringComparison.Ordinal));
        digest.RespondText("rspauth=" + rspAuth);
        digest.VerifySuccess();
    }

    [Fact]
    public void Digest_speaks_latin1_to_a_server_without_utf8_and_refuses_what_that_lacks()
    {
        using var password = Secret("pässword");
        using var digest = new DigestMd5Mechanism("jörg", password, "h.example", null, "C");
        Assert.Contains("username=\"jörg\"", Encoding.Latin1.GetString(digest.Respond(Utf8("nonce=\"N\",algorithm=md5-sess"))));

        using var wide = Secret("пароль");
        using var wideSecret = new DigestMd5Mechanism("user", wide, "h.example");
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => wideSecret.RespondText("nonce=\"N\",algorithm=md5-sess")));
        using var wideName = new DigestMd5Mechanism("имя", password, "h.example");
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => wideName.RespondText("nonce=\"N\",algorithm=md5-sess")));
    }

    [Fact]
    public void Digest_quotes_and_takes_the_first_realm_or_none()
    {
        using var password = Secret("secret");
        using var several = new DigestMd5Mechanism("a\"b\\c", password, "h", null, "C");
        Assert.Contains("username=\"a\\\"b\\\\c\",realm=\"one \\\"1\\\"\",", several.RespondText(" ,realm=\"one \\\"1\\\"\", realm=two ,, nonce = \"N\" ,algorithm=MD5-sess,unknown=x"));

        using var none = new DigestMd5Mechanism("user", password, "h", null, "C");
        Assert.DoesNotContain("realm", none.RespondText("nonce=\"N\",algorithm=md5-sess"));
    }

    [Theory]
    [InlineData("", SaslFailure.MalformedChallenge)]
    [InlineData(",,,", SaslFailure.MalformedChallenge)]
    [InlineData("realm", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N\\", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N\" algorithm=md5-sess", SaslFailure.MalformedChallenge)]
    [InlineData("=x", SaslFailure.MalformedChallenge)]
    [InlineData("algorithm=md5-sess", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N\",nonce=\"M\",algorithm=md5-sess", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N\",algorithm=md5-sess,algorithm=md5-sess", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N\",algorithm=md5-sess,charset=koi8-r", SaslFailure.MalformedChallenge)]
    [InlineData("nonce=\"N\"", SaslFailure.Unsupported)]
    [InlineData("nonce=\"N\",algorithm=md5", SaslFailure.Unsupported)]
    [InlineData("nonce=\"N\",algorithm=md5-sess,qop=\"auth-int,auth-conf\"", SaslFailure.Unsupported)]
    public void Digest_refuses_a_wrong_challenge_before_it_proves_anything(string challenge, SaslFailure expected)
    {
        using var password = Secret("secret");
        using var digest = new DigestMd5Mechanism("chris", password, "h");

        Assert.Equal(expected, FailsWith(() => digest.RespondText(challenge)));
        Assert.False(digest.SecretPresented);
    }

    [Fact]
    public void Digest_refuses_a_challenge_of_2048_bytes()
    {
        using var password = Secret("secret");
        using var digest = new DigestMd5Mechanism("chris", password, "h");

        Assert.Equal(SaslFailure.MalformedChallenge, FailsWith(() => digest.RespondText(Challenge.PadRight(2048))));
        Assert.NotEmpty(digest.RespondText(Challenge.PadRight(2047)));
    }

    [Theory]
    [InlineData("rspauth=ea40f60335c427b5527b84dbabcdfffe", SaslFailure.ServerSignatureMismatch)]
    [InlineData("rspauth=ea40", SaslFailure.ServerSignatureMismatch)]
    [InlineData("hello=world", SaslFailure.ServerSignatureMissing)]
    [InlineData("rspauth", SaslFailure.MalformedChallenge)]
    public void Digest_believes_no_server_without_the_right_rspauth(string last, SaslFailure expected)
    {
        using var password = Secret("secret");
        using var digest = new DigestMd5Mechanism("chris", password, "elwood.innosoft.com", clientNonce: "OA6MHXh6VqTrRk");
        Assert.Equal(SaslFailure.ServerSignatureMissing, FailsWith(() => digest.VerifySuccess()));
        digest.RespondText(Challenge);
        Assert.Equal(SaslFailure.ServerSignatureMissing, FailsWith(() => digest.VerifySuccess()));

        Assert.Equal(expected, FailsWith(() => digest.RespondText(last)));
        Assert.Equal(SaslFailure.ServerSignatureMissing, FailsWith(() => digest.VerifySuccess()));
    }
}
