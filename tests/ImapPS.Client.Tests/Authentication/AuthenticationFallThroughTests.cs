using ImapPS.Client.Authentication;

namespace ImapPS.Client.Tests.Authentication;

public class AuthenticationFallThroughTests
{
    private static readonly AuthenticationCandidate Plain = new("PLAIN", false, true, false, ScramBinding.None);

    [Theory]
    [InlineData(AuthenticationAnswer.Bad, null, true, true)]
    [InlineData(AuthenticationAnswer.Bad, "CLIENTBUG", false, true)]
    [InlineData(AuthenticationAnswer.Disconnected, null, false, false)]
    [InlineData(AuthenticationAnswer.Disconnected, "UNAVAILABLE", true, false)]
    [InlineData(AuthenticationAnswer.No, null, true, false)]
    [InlineData(AuthenticationAnswer.No, null, false, true)]
    [InlineData(AuthenticationAnswer.No, "AUTHENTICATIONFAILED", true, false)]
    [InlineData(AuthenticationAnswer.No, "AUTHENTICATIONFAILED", false, true)]
    [InlineData(AuthenticationAnswer.No, "ALERT", true, false)]
    [InlineData(AuthenticationAnswer.No, "cannot", true, true)]
    [InlineData(AuthenticationAnswer.No, "SERVERBUG", true, true)]
    [InlineData(AuthenticationAnswer.No, "UNAVAILABLE", false, false)]
    [InlineData(AuthenticationAnswer.No, "THROTTLED", false, false)]
    [InlineData(AuthenticationAnswer.No, "LIMIT", false, false)]
    [InlineData(AuthenticationAnswer.No, "INUSE", false, false)]
    [InlineData(AuthenticationAnswer.No, "AUTHORIZATIONFAILED", true, false)]
    [InlineData(AuthenticationAnswer.No, "EXPIRED", true, false)]
    [InlineData(AuthenticationAnswer.No, "PRIVACYREQUIRED", false, false)]
    [InlineData(AuthenticationAnswer.No, "CONTACTADMIN", false, false)]
    public void What_the_server_says_decides(AuthenticationAnswer answer, string? code, bool presented, bool next)
    {
        var verdict = AuthenticationFallThrough.After(Failure(answer) with { ResponseCode = code, SecretPresented = presented });

        Assert.Equal(next, verdict.TryNext);
        Assert.NotEmpty(verdict.Reason);
    }

    [Theory]
    [InlineData(SaslFailure.MalformedChallenge, false, true)]
    [InlineData(SaslFailure.MalformedChallenge, true, false)]
    [InlineData(SaslFailure.UnexpectedChallenge, true, false)]
    [InlineData(SaslFailure.IterationCountOutOfRange, false, true)]
    [InlineData(SaslFailure.Unsupported, false, true)]
    [InlineData(SaslFailure.ProhibitedCharacter, false, true)]
    [InlineData(SaslFailure.ServerError, true, false)]
    [InlineData(SaslFailure.CredentialsRejected, true, false)]
    [InlineData(SaslFailure.NonceMismatch, false, false)]
    [InlineData(SaslFailure.ServerSignatureMismatch, true, false)]
    [InlineData(SaslFailure.ServerSignatureMissing, true, false)]
    [InlineData(SaslFailure.ServerSignatureMissing, false, false)]
    [InlineData(SaslFailure.ChannelBindingMismatch, false, false)]
    [InlineData(SaslFailure.PrematureSuccess, false, false)]
    public void What_the_mechanism_says_decides(SaslFailure failure, bool presented, bool next)
    {
        var verdict = AuthenticationFallThrough.After(Failure(AuthenticationAnswer.Cancelled) with { SaslFailure = failure, SecretPresented = presented });

        Assert.Equal(next, verdict.TryNext);
    }

    [Fact]
    public void A_challenge_that_is_not_base64_counts_by_what_was_sent()
    {
        Assert.True(AuthenticationFallThrough.After(Failure(AuthenticationAnswer.Cancelled)).TryNext);
        Assert.False(AuthenticationFallThrough.After(Failure(AuthenticationAnswer.Cancelled) with { SecretPresented = true }).TryNext);
    }

    [Fact]
    public void Retry_Next_goes_on_after_a_refused_password_and_after_nothing_else()
    {
        var no = Failure(AuthenticationAnswer.No) with { SecretPresented = true };
        var cancelled = Failure(AuthenticationAnswer.Cancelled) with { SecretPresented = true };

        Assert.True(AuthenticationFallThrough.After(no with { ResponseCode = "AUTHENTICATIONFAILED" }, AuthRetry.Next).TryNext);
        Assert.True(AuthenticationFallThrough.After(no, AuthRetry.Next).TryNext);
        Assert.True(AuthenticationFallThrough.After(cancelled with { SaslFailure = SaslFailure.CredentialsRejected }, AuthRetry.Next).TryNext);
        Assert.False(AuthenticationFallThrough.After(no with { ResponseCode = "AUTHORIZATIONFAILED" }, AuthRetry.Next).TryNext);
        Assert.False(AuthenticationFallThrough.After(no with { ResponseCode = "UNAVAILABLE" }, AuthRetry.Next).TryNext);
        Assert.False(AuthenticationFallThrough.After(cancelled with { SaslFailure = SaslFailure.ServerSignatureMismatch }, AuthRetry.Next).TryNext);
        Assert.False(AuthenticationFallThrough.After(Failure(AuthenticationAnswer.Disconnected), AuthRetry.Next).TryNext);
    }

    [Fact]
    public void A_token_that_was_judged_stops_and_a_message_that_was_not_understood_does_not()
    {
        var no = Failure(AuthenticationAnswer.No) with { SecretPresented = true };

        Assert.True(AuthenticationFallThrough.After(no with { TokenError = new OAuthError { Status = "invalid_request" } }).TryNext);
        var judged = AuthenticationFallThrough.After(no with { TokenError = new OAuthError { Status = "invalid_token" } });
        Assert.Equal((false, "the token was refused"), (judged.TryNext, judged.Reason));
    }

    // Cyrus checks the binding's type after the proof, and says so in these words.
    [Theory]
    [InlineData("tls-server-end-point", true)]
    [InlineData("tls-unique", false)]
    public void A_binding_that_Cyrus_does_not_share_is_no_refused_password(string type, bool next)
    {
        var bound = Plain with { Mechanism = "SCRAM-SHA-256-PLUS", Binding = ScramBinding.To(new ChannelBinding(type, [1])) };
        var failure = Failure(AuthenticationAnswer.No) with { Candidate = bound, SecretPresented = true, Text = "bad protocol / cancel" };

        Assert.Equal(next, AuthenticationFallThrough.After(failure).TryNext);
    }

    private static AuthenticationFailure Failure(AuthenticationAnswer answer) => new() { Candidate = Plain, Answer = answer };
}
