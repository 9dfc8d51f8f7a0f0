using ImapPS.Client.Authentication;
using ImapPS.Protocol.Sasl;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class PlainAndLoginTests
{
    // RFC 4616 section 4.
    [Theory]
    [InlineData(null, "tim", "tanstaaftanstaaf", "\0tim\0tanstaaftanstaaf")]
    [InlineData("Ursel", "Kurt", "xipj3plmq", "Ursel\0Kurt\0xipj3plmq")]
    [InlineData(null, "jörg", "пароль ª", "\0jörg\0пароль ª")]
    public void Plain_writes_the_known_message_and_the_server_reads_it(string? authorizationId, string user, string secret, string expected)
    {
        using var password = Secret(secret);
        using var plain = new PlainMechanism(user, password, authorizationId);

        var message = plain.Start();

        Assert.Equal(Utf8(expected), message);
        Assert.True(plain.SendsPassword && plain.SecretPresented && plain.IsComplete);
        plain.VerifySuccess();
        Assert.False(plain.IsServerVerified);
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => plain.Respond([])));

        Assert.True(PlainMessage.TryParse(message, out var read));
        Assert.Equal((authorizationId, user), (read.AuthorizationId, read.UserName));
        Assert.Equal(Utf8(secret), read.PasswordUtf8);
        read.Dispose();
        Assert.All(read.PasswordUtf8, b => Assert.Equal(0, b));
    }

    [Theory]
    [InlineData(null, "us\0er", "secret")]
    [InlineData("a\0b", "user", "secret")]
    [InlineData(null, "", "secret")]
    [InlineData(null, "user", "")]
    [InlineData(null, "user", "sec\0ret")]
    public void Plain_refuses_what_would_change_the_message(string? authorizationId, string user, string secret)
    {
        using var password = Secret(secret);
        using var plain = new PlainMechanism(user, password, authorizationId);

        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => plain.Start()));
        Assert.False(plain.SecretPresented);
    }

    [Theory]
    [InlineData("")]
    [InlineData("user")]
    [InlineData("\0user")]
    [InlineData("\0\0secret")]
    [InlineData("\0user\0")]
    [InlineData("\0user\0sec\0ret")]
    public void The_server_refuses_another_shape(string message) => Assert.False(PlainMessage.TryParse(Utf8(message), out _));

    [Fact]
    public void The_server_refuses_names_that_are_not_utf8() => Assert.False(PlainMessage.TryParse([0, 0xC3, 0x28, 0, (byte)'x'], out _));

    [Theory]
    [InlineData("Username:", "Password:")]
    [InlineData("User Name\0", "Password\0")]
    [InlineData("", "")]
    public void Login_answers_whatever_the_prompts_say(string first, string second)
    {
        using var password = Secret("pässword");
        using var login = new LoginMechanism("jörg", password);

        Assert.True(login.SendsPassword);
        Assert.False(login.SupportsInitialResponse);
        Assert.Throws<InvalidOperationException>(() => login.Start());
        Assert.Equal("jörg", login.RespondText(first));
        Assert.False(login.SecretPresented);
        Assert.Equal(SaslFailure.PrematureSuccess, FailsWith(() => login.VerifySuccess()));
        Assert.Equal("pässword", login.RespondText(second));
        Assert.True(login.SecretPresented);
        login.VerifySuccess();
        Assert.Equal(SaslFailure.UnexpectedChallenge, FailsWith(() => login.RespondText("again")));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("jörg", "jörg")]
    public void External_names_the_identity_or_leaves_it_to_the_certificate(string? authorizationId, string expected)
    {
        using var external = new ExternalMechanism(authorizationId);

        Assert.Equal(expected, external.StartText());
        external.VerifySuccess();
        Assert.False(external.SendsPassword || external.SecretPresented);
    }

    [Fact]
    public void External_and_anonymous_refuse_control_characters()
    {
        using var external = new ExternalMechanism("a\0b");
        using var anonymous = new AnonymousMechanism("a\nb");
        using var longWinded = new AnonymousMechanism(new string('a', 256));

        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => external.Start()));
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => anonymous.Start()));
        Assert.Equal(SaslFailure.ProhibitedCharacter, FailsWith(() => longWinded.Start()));
    }

    // RFC 4505 section 3.
    [Fact]
    public void Anonymous_leaves_a_trace()
    {
        using var anonymous = new AnonymousMechanism("sirhc");

        Assert.Equal("sirhc", anonymous.RespondText(""));
        anonymous.VerifySuccess();
    }

    [Fact]
    public void A_disposed_mechanism_is_of_no_use()
    {
        var external = new ExternalMechanism();
        external.Dispose();

        Assert.Throws<ObjectDisposedException>(() => external.Start());
        Assert.Throws<ObjectDisposedException>(() => external.Respond([]));
        Assert.Throws<ObjectDisposedException>(() => external.VerifySuccess());
    }
}
