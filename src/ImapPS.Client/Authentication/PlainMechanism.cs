using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>
/// PLAIN (RFC 4616). User name and password go as typed: preparing them is the server's part (section 2), and servers that
/// don't would refuse a password that we changed.
/// </summary>
public sealed class PlainMechanism(string userName, SecretString password, string? authorizationId = null) : SaslMechanism
{
    /// <inheritdoc/>
    public override string Name => "PLAIN";

    /// <inheritdoc/>
    public override bool SendsPassword => true;

    /// <inheritdoc/>
    protected override byte[] OnStart()
    {
        using var utf8 = password.ToUtf8();
        byte[] message;
        try
        {
            message = PlainMessage.Write(authorizationId, userName, utf8.Span);
        }
        catch (ArgumentException exception)
        {
            throw Fail(SaslFailure.ProhibitedCharacter, PlainText.Of(exception).TrimEnd('.'), exception);
        }

        SecretPresented = true;
        IsComplete = true;
        return message;
    }

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge) => throw Unexpected();
}
