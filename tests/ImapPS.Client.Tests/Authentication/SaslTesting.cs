using System.Text;
using ImapPS.Client.Authentication;

namespace ImapPS.Client.Tests.Authentication;

/// <summary>Text in place of bytes, as the RFCs' examples have it.</summary>
internal static class SaslTesting
{
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static SecretString Secret(string text) => new(text.AsSpan());

    public static string StartText(this SaslMechanism mechanism) => Encoding.UTF8.GetString(mechanism.Start());

    public static string RespondText(this SaslMechanism mechanism, string challenge) =>
        Encoding.UTF8.GetString(mechanism.Respond(Utf8(challenge)));

    public static SaslFailure FailsWith(Action action)
    {
        var exception = Assert.Throws<SaslException>(action);
        Assert.DoesNotContain(exception.Message, char.IsControl);
        return exception.Failure;
    }
}
