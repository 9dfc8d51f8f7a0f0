using ImapPS.Client.Authentication;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class BearerMechanismTests
{
    private const string Token = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";

    // RFC 7628 section 4.1.
    [Fact]
    public void OAuthBearer_writes_the_known_message()
    {
        using var token = Secret(Token);
        using var bearer = new OAuthBearerMechanism("user@example.com", token, "server.example.com", 143);

        Assert.Equal(
            "n,a=user@example.com,\u0001host=server.example.com\u0001port=143\u0001auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u0001\u0001",
            bearer.StartText());
        Assert.True(bearer.SendsPassword && bearer.SecretPresented);
        bearer.VerifySuccess();
    }

    [Fact]
    public void OAuthBearer_escapes_the_identity_and_leaves_out_what_is_unknown()
    {
        using var token = Secret("t");
        using var shared = new OAuthBearerMechanism("user", token, authorizationId: "a,b=c");
        using var nobody = new OAuthBearerMechanism("", token);

        Assert.Equal("n,a=a=2Cb=3Dc,\u0001auth=Bearer t\u0001\u0001", shared.StartText());
        Assert.Equal("n,,\u0001auth=Bearer t\u0001\u0001", nobody.StartText());
    }

    // developers.google.com/workspace/gmail/imap/xoauth2-protocol
    [Fact]
    public void XOAuth2_writes_the_known_message()
    {
        using var token = Secret("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
        using var xoauth2 = new XOAuth2Mechanism("someuser@example.com", token);
        Assert.Equal(
            Convert.FromBase64String("dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="),
            xoauth2.Start());

        using var shared = new XOAuth2Mechanism("user", token, "shared@example.com");
        Assert.StartsWith("user=shared@example.com\u0001", shared.StartText());
    }

    // RFC 7628 section 4.3.
    [Fact]
    public void OAuthBearer_answers_the_error_and_keeps_it()
    {
        using var token = Secret(Token);
        using var bearer = new OAuthBearerMechanism("user@example.com", token);
        bearer.Start();

        var answer = bearer.RespondText(
            "{\"status\":\"invalid_token\",\"scope\":\"example_scope\",\"openid-configuration\":\"https://example.com/.well-known/openid-configuration\"}");

        Assert.Equal("\u0001", answer);
        Assert.Equal("status invalid_token; scope wanted: example_scope", bearer.ServerMessage);
        Assert.Equal("invalid_token", bearer.TokenError!.Status);
        Assert.Equal(SaslFailure.ServerError, FailsWith(() => bearer.VerifySuccess()));
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => bearer.RespondText("{}")));
    }

    [Fact]
    public void XOAuth2_answers_the_error_with_nothing()
    {
        using var token = Secret(Token);
        using var xoauth2 = new XOAuth2Mechanism("user", token);
        xoauth2.Start();

        Assert.Empty(xoauth2.RespondText("{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}"));
        Assert.Equal("https://mail.google.com/", xoauth2.TokenError!.Scope);
    }

    [Theory]
    [InlineData("{}", null, null, "{}")]
    [InlineData("", null, null, "")]
    [InlineData("no json\r\n\u001B[31m", null, null, "no json   [31m")]
    [InlineData("{\"STATUS\" : 401 , \"nested\":{\"scope\":\"not this\",\"a\":[1,{\"b\":2}]}, \"scope\":\"this\"}", "401", "this", null)]
    [InlineData("{\"error\":\"invalid_token\"}", "invalid_token", null, null)]
    [InlineData("{\"status\":\"a\\u0041\\n\\\"\\u001b\\\\\"}", "aA \" \\", null, null)]
    [InlineData("{\"status\":\"401\",\"scope\":\"cut", "401", null, null)]
    [InlineData("{\"status\":\"\\u12", null, null, "{\"status\":\"\\u12")]
    [InlineData("{\"status\":\"bad\\uZZZZ\"}", null, null, "{\"status\":\"bad\\uZZZZ\"}")]
    [InlineData("}}}}", null, null, "}}}}")]
    [InlineData("[\"status\",\"401\"]", null, null, "[\"status\",\"401\"]")]
    [InlineData("{\"scope\":null,\"status\":true}", "true", "null", null)]
    public void Errors_are_read_as_far_as_they_go(string json, string? status, string? scope, string? raw)
    {
        var error = OAuthError.Parse(Utf8(json));

        Assert.Equal((status, scope, raw), (error.Status, error.Scope, error.Raw));
        Assert.DoesNotContain(error.ToString(), char.IsControl);
    }

    [Fact]
    public void Errors_without_end_cost_neither_stack_nor_screen()
    {
        Assert.Equal(ServerTextLimit, OAuthError.Parse(Utf8(new string('[', 1_000_000))).ToString().Length);
        Assert.Equal(ServerTextLimit, OAuthError.Parse(Utf8("{\"scope\":\"" + new string('x', 1_000_000) + "\"}")).Scope!.Length);
    }

    [Theory]
    [InlineData("user", "")]
    [InlineData("user", "to\u0001ken")]
    [InlineData("user", "to ken")]
    [InlineData("user", "token\r\n")]
    [InlineData("user", "tökèn")]
    [InlineData("us\u0001er", "token")]
    public void Nothing_can_add_a_field_to_the_message(string user, string secret)
    {
        using var token = Secret(secret);
        using var bearer = new OAuthBearerMechanism(user, token);
        using var xoauth2 = new XOAuth2Mechanism(user, token);

        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => bearer.Start()));
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => xoauth2.Start()));
        Assert.False(bearer.SecretPresented || xoauth2.SecretPresented);
    }

    private const int ServerTextLimit = 503;
}
