using ImapPS.Client.Authentication;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Authentication;

public class AuthenticationHintsTests
{
    private static readonly AuthenticationFailure Refused = new()
    {
        Candidate = new("PLAIN", false, true, false, ScramBinding.None), Answer = AuthenticationAnswer.No, SecretPresented = true, IsTls = true, Host = "mail.example.org",
    };

    [Theory]
    [InlineData("outlook.office365.com", null, "AUTHENTICATE failed.", "PLAIN", "basic authentication is retired")]
    [InlineData("outlook.office365.com", null, "LOGIN failed.", "LOGIN", "basic authentication is retired")]
    [InlineData("imap-mail.outlook.com", null, "AUTHENTICATE failed.", "XOAUTH2", "IMAP.AccessAsUser.All")]
    [InlineData("mail.example.org", null, "LogonDenied-BasicAuthBlocked", "PLAIN", "basic authentication is retired")]
    [InlineData("outlook.office365.com", null, "User is authenticated but not connected.", "XOAUTH2", "IMAP is disabled")]
    [InlineData("imap.gmail.com", "ALERT", "Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)", "PLAIN", "app password")]
    [InlineData("imap.gmail.com", "AUTHENTICATIONFAILED", "Invalid credentials (Failure)", "PLAIN", "app password")]
    [InlineData("imap.gmail.com", "ALERT", "Your account is not enabled for IMAP use.", "PLAIN", "IMAP is switched off")]
    [InlineData("imap.gmail.com", "WEBALERT", "Web login required.", "XOAUTH2", "web browser")]
    [InlineData("imap.gmail.com", "ALERT", "Too many simultaneous connections. (Failure)", "PLAIN", "close others")]
    [InlineData("imap.mail.yahoo.com.", null, "Invalid credentials", "PLAIN", "app passwords only")]
    [InlineData("mail.example.org", "UNAVAILABLE", "Temporary failure", "PLAIN", "wait and try again")]
    [InlineData("mail.example.org", "LIMIT", "Too many", "PLAIN", "limit")]
    [InlineData("mail.example.org", "INUSE", "Locked", "PLAIN", "Another session")]
    [InlineData("mail.example.org", "AUTHORIZATIONFAILED", "No such user", "PLAIN", "-AuthorizationId")]
    [InlineData("mail.example.org", "expired", "Password expired", "PLAIN", "change it")]
    [InlineData("mail.example.org", "PRIVACYREQUIRED", "No", "PLAIN", "StartTls")]
    [InlineData("mail.example.org", "PRIVACYREQUIRED", "Plaintext authentication disallowed on non-secure (SSL/TLS) connections.", "LOGIN", "StartTls")]
    [InlineData("mail.example.org", "CONTACTADMIN", "No", "PLAIN", "administrator")]
    public void Known_refusals_are_explained(string host, string? code, string text, string mechanism, string part)
    {
        var hint = AuthenticationHints.For(Refused with
        {
            Host = host, ResponseCode = code, Text = text, Candidate = Refused.Candidate with { Mechanism = mechanism },
        });

        Assert.Contains(part, hint);
        Assert.EndsWith(".", hint);
    }

    [Fact]
    public void Nothing_is_invented_where_nothing_is_known()
    {
        Assert.Null(AuthenticationHints.For(Refused with { ResponseCode = "AUTHENTICATIONFAILED", Text = "Authentication failed." }));
        Assert.Null(AuthenticationHints.For(Refused with { Host = "imap.gmail.com.evil.example" }));
        Assert.Null(AuthenticationHints.For(Refused with { Host = "notgmail.com" }));
        Assert.Null(AuthenticationHints.For(Refused with { Host = "imap.gmail.com", SecretPresented = false }));
    }

    [Fact]
    public void Token_errors_are_explained()
    {
        var token = Refused with { Candidate = Refused.Candidate with { Mechanism = "XOAUTH2" } };

        Assert.Contains("https://mail.google.com/", AuthenticationHints.For(token with { TokenError = new OAuthError { Status = "400", Scope = "https://mail.google.com/" } }));
        Assert.StartsWith("The token has expired", AuthenticationHints.For(token with { TokenError = new OAuthError { Status = "invalid_token" } }));
        Assert.StartsWith("The token lacks the scope", AuthenticationHints.For(token with { TokenError = new OAuthError { Status = "insufficient_scope", Scope = "mail" } }));
        Assert.StartsWith("Check that the token", AuthenticationHints.For(token with { Host = "outlook.office365.com", TokenError = new OAuthError { Status = "400" } }));
    }

    [Theory]
    [InlineData(SaslFailure.ServerSignatureMismatch, "couldn't prove")]
    [InlineData(SaslFailure.ServerSignatureMissing, "couldn't prove")]
    [InlineData(SaslFailure.ChannelBindingMismatch, "ends TLS")]
    [InlineData(SaslFailure.IterationCountOutOfRange, "-AuthMechanism")]
    public void Broken_exchanges_are_explained(SaslFailure failure, string part) =>
        Assert.Contains(part, AuthenticationHints.For(Refused with { Answer = AuthenticationAnswer.Cancelled, SaslFailure = failure }));

    [Theory]
    [InlineData(AuthenticationObstacle.TlsNeeded, false, false, "Without TLS")]
    [InlineData(AuthenticationObstacle.LoginDisabled, false, false, "LOGINDISABLED")]
    [InlineData(AuthenticationObstacle.LoginDisabled, true, false, "switched the LOGIN command off")]
    [InlineData(AuthenticationObstacle.NoCommonMechanism, true, true, "neither OAUTHBEARER nor XOAUTH2")]
    [InlineData(AuthenticationObstacle.NoCommonMechanism, true, false, "offers PLAIN, X")]
    [InlineData(AuthenticationObstacle.NoCredential, true, false, "-AccessToken")]
    [InlineData(AuthenticationObstacle.None, true, false, null)]
    public void Obstacles_are_explained(AuthenticationObstacle obstacle, bool tls, bool token, string? part)
    {
        var request = new AuthenticationRequest
        {
            Phase = "greeting", Capabilities = new CapabilitySet(["AUTH=PLAIN", "AUTH=X"]), IsTls = tls, HasToken = token, Preferred = ["CRAM-MD5"],
        };

        var hint = AuthenticationHints.For(obstacle, request);
        if (part is null)
            Assert.Null(hint);
        else
            Assert.Contains(part, hint);
    }
}
