using System.Security;
using ImapPS.Client.Authentication;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class SecretStringTests
{
    [Fact]
    public void Comes_from_either_source_and_goes_to_utf8()
    {
        using var secure = new SecureString();
        foreach (var c in "pä😀")
            secure.AppendChar(c);
        using var fromSecure = new SecretString(secure);
        using var fromSpan = Secret("pä😀");

        using var one = fromSecure.ToUtf8();
        using var other = fromSpan.ToUtf8();
        Assert.Equal(Utf8("pä😀"), one.Span.ToArray());
        Assert.Equal(Utf8("pä😀"), other.Span.ToArray());
        Assert.False(fromSpan.IsAscii);
        using var back = fromSpan.ToSecureString();
        Assert.Equal(4, back.Length);
    }

    [Fact]
    public void Shows_nothing()
    {
        using var secret = Secret("hunter2");
        using var bytes = secret.ToUtf8();

        Assert.Equal("***", secret.ToString());
        Assert.Equal("***", bytes.ToString());
        Assert.DoesNotContain(typeof(SecretString).GetProperties(), p => p.PropertyType != typeof(int) && p.PropertyType != typeof(bool));
    }

    [Fact]
    public void Is_overwritten_when_disposed()
    {
        var secret = Secret("hunter2");
        var bytes = secret.ToUtf8();
        var array = bytes.Array;

        bytes.Dispose();
        bytes.Dispose();
        Assert.All(array, b => Assert.Equal(0, b));
        Assert.True(bytes.Span.IsEmpty);

        secret.Dispose();
        secret.Dispose();
        Assert.Throws<ObjectDisposedException>(() => secret.ToUtf8());
        Assert.Throws<ObjectDisposedException>(() => secret.ToSecureString());
    }

    [Fact]
    public void A_lone_surrogate_has_no_utf8_and_the_error_does_not_name_it()
    {
        using var secret = Secret("a\uD800");

        var exception = Assert.Throws<SaslException>(() => secret.ToUtf8());
        Assert.Null(exception.InnerException);
    }

    [Fact]
    public void An_empty_secret_is_a_secret()
    {
        using var secret = Secret("");
        using var bytes = secret.ToUtf8();

        Assert.Equal((0, 0), (secret.Length, bytes.Length));
        Assert.True(secret.IsAscii);
    }
}
