using System.Text;

namespace ImapPS.Client.Authentication;

/// <summary>
/// The SASL mechanism LOGIN (draft-murchison-sasl-login): the server asks for a name, then for a password. Its prompts
/// differ from server to server, so that their order alone counts.
/// </summary>
public sealed class LoginMechanism(string userName, SecretString password) : SaslMechanism
{
    private bool _named;

    /// <inheritdoc/>
    public override string Name => "LOGIN";

    /// <inheritdoc/>
    public override bool SendsPassword => true;

    /// <inheritdoc/>
    public override bool SupportsInitialResponse => false;

    /// <inheritdoc/>
    protected override byte[] OnRespond(ReadOnlySpan<byte> challenge)
    {
        if (!_named)
        {
            _named = true;
            return Encoding.UTF8.GetBytes(userName);
        }

        if (IsComplete)
            throw Unexpected();

        using var utf8 = password.ToUtf8();
        SecretPresented = true;
        IsComplete = true;
        return utf8.Span.ToArray();
    }
}
