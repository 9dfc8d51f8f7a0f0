using ImapPS.Client.Authentication;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

/// <summary>GSSAPI's and NTLM's own messages over a context that stands in for the platform's.</summary>
public class GssMechanismTests
{
    // RFC 4752 section 3.1.
    [Theory]
    [InlineData(null, "W:\u0001\0\0\0")]
    [InlineData("bös", "W:\u0001\0\0\0bös")]
    public void Gssapi_declines_the_security_layer(string? authorizationId, string expected)
    {
        var context = new FakeContext("T1", "");
        using var gssapi = new GssapiMechanism(context, authorizationId);

        Assert.Equal("T1", gssapi.StartText());
        Assert.Empty(gssapi.RespondText("AP-REP"));
        Assert.Equal(SaslFailure.PrematureSuccess, FailsWith(() => gssapi.VerifySuccess()));
        Assert.Equal(expected, gssapi.RespondText("W:\u0007\0\u0010\0"));
        gssapi.VerifySuccess();
        Assert.True(gssapi.IsServerVerified);
        Assert.Equal(["", "AP-REP"], context.Tokens);
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => gssapi.RespondText("more")));
    }

    [Theory]
    [InlineData("W:\u0006\0\u0010\0", SaslFailure.Unsupported)]
    [InlineData("W:\u0001\0\0", SaslFailure.MalformedChallenge)]
    [InlineData("W:\u0001\0\0\0\0", SaslFailure.MalformedChallenge)]
    [InlineData("\u0001\0\0\0", SaslFailure.MalformedChallenge)]
    public void Gssapi_refuses_a_wrong_offer(string offer, SaslFailure expected)
    {
        using var gssapi = new GssapiMechanism(new FakeContext("T1"));
        gssapi.Start();

        Assert.Equal(expected, FailsWith(() => gssapi.RespondText(offer)));
        Assert.False(gssapi.IsComplete);
    }

    [Fact]
    public void Ntlm_takes_three_messages()
    {
        using var ntlm = new NtlmMechanism(new FakeContext("NEGOTIATE", "AUTHENTICATE"));

        Assert.Equal("NEGOTIATE", ntlm.RespondText(""));
        Assert.False(ntlm.SecretPresented);
        Assert.Equal("AUTHENTICATE", ntlm.RespondText("CHALLENGE"));
        Assert.True(ntlm.SecretPresented);
        ntlm.VerifySuccess();
        Assert.False(ntlm.IsServerVerified);
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => ntlm.RespondText("more")));
    }

    private sealed class FakeContext(params string[] outputs) : IGssContext
    {
        public List<string> Tokens { get; } = [];

        public bool IsComplete => Tokens.Count == outputs.Length;

        public bool IsMutuallyAuthenticated => true;

        public byte[] Step(ReadOnlySpan<byte> token)
        {
            Tokens.Add(System.Text.Encoding.UTF8.GetString(token));
            return Utf8(outputs[Tokens.Count - 1]);
        }

        public byte[] Unwrap(ReadOnlySpan<byte> message) => message.StartsWith("W:"u8)
            ? message[2..].ToArray()
            : throw new SaslException(SaslFailure.MalformedChallenge, "not wrapped");

        public byte[] Wrap(ReadOnlySpan<byte> message) => [.. "W:"u8, .. message];

        public void Dispose()
        {
        }
    }
}
