using ImapPS.Client.Authentication;

namespace ImapPS.Client.Tests.Authentication;

/// <summary>GSSAPI by the platform's own library, which .NET Standard doesn't reach.</summary>
public class PlatformGssContextTests
{
    [Fact]
    public void The_platform_without_a_ticket_fails_before_anything_is_sent()
    {
        using var gssapi = new GssapiMechanism(new PlatformGssContext("GSSAPI", "Kerberos", "nowhere.invalid", null));

        var failure = Assert.Throws<SaslException>(() => gssapi.Start());
        Assert.Contains(failure.Failure, new[] { SaslFailure.Unsupported, SaslFailure.CredentialsRejected });
        Assert.False(gssapi.SecretPresented);
    }
}
