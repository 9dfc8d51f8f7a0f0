using ImapPS.Client.Connecting;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connecting;

/// <summary>What servers say when they have had enough for now.</summary>
public class ThrottlingTests
{
    private static StatusResponse Answer(StatusKind status, string? code, string text) => new("A1", status, code is null ? null : new ResponseCode(code), text);

    [Theory]
    [InlineData(StatusKind.No, "THROTTLED", "")]
    [InlineData(StatusKind.No, "UNAVAILABLE", "Temporary failure")]
    [InlineData(StatusKind.No, "INUSE", "Mailbox locked")]
    [InlineData(StatusKind.No, "ALERT", "Too many simultaneous connections. (Failure)")]
    [InlineData(StatusKind.No, "LIMIT", "UID FETCH Rate limit hit.")]
    [InlineData(StatusKind.No, "OVERQUOTA", "Account exceeded command or bandwidth limits. (Failure)")]
    [InlineData(StatusKind.Bad, null, "Request is throttled. Suggested Backoff Time: 92415 milliseconds")]
    [InlineData(StatusKind.Bye, null, "Maximum number of connections from user+IP exceeded")]
    public void It_is_known_by_code_and_by_words(StatusKind status, string? code, string text) =>
        Assert.True(Throttling.IsMeantBy(Answer(status, code, text)));

    [Theory]
    [InlineData(StatusKind.No, "LIMIT", "Too many flags")]
    [InlineData(StatusKind.No, "OVERQUOTA", "Mailbox is full")]
    [InlineData(StatusKind.No, "AUTHENTICATIONFAILED", "too many connections with a wrong password: rate limit")]
    [InlineData(StatusKind.No, "NOPERM", "rate limit")]
    [InlineData(StatusKind.No, null, "No such message")]
    [InlineData(StatusKind.Ok, "THROTTLED", "rate limit")]
    public void What_would_stay_refused_is_none(StatusKind status, string? code, string text) =>
        Assert.False(Throttling.IsMeantBy(Answer(status, code, text)));

    [Theory]
    [InlineData("Request is throttled. Suggested Backoff Time: 92415 milliseconds", 92415)]
    [InlineData("Suggested Backoff Time:5", 5)]
    [InlineData("Suggested Backoff Time: soon", 0)]
    [InlineData("Request is throttled.", 0)]
    public void How_long_it_takes_may_be_said(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Throttling.SuggestedBy(Answer(StatusKind.Bad, null, text)));

    [Fact]
    public void A_wait_is_never_endless()
    {
        var endless = new ImapException(ImapError.CommandBad, "") { Response = Answer(StatusKind.Bad, null, "Request is throttled. Suggested Backoff Time: 99999999999999999999999 milliseconds") };
        var policy = new ReconnectPolicy();
        Assert.Equal(policy.LongestDelay, policy.DelayBefore(1, endless, 0));
    }
}
