namespace ImapPS.Client.Diagnosis;

/// <summary>One certificate of a chain.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Issuer">Who signed it.</param>
/// <param name="NotBefore">Valid from.</param>
/// <param name="NotAfter">Valid until.</param>
/// <param name="Key">Algorithm and size of its key, as "RSA 2048".</param>
/// <param name="SignatureAlgorithm">How it was signed.</param>
/// <param name="Thumbprint">SHA-256, in hexadecimal.</param>
/// <param name="SentByServer">False if it came from a store of this machine, or was given as an authority.</param>
/// <param name="IsSelfSigned">Whether it is a root, or stands for itself.</param>
public sealed record ChainLink(
    string Subject,
    string Issuer,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    string Key,
    string SignatureAlgorithm,
    string Thumbprint,
    bool SentByServer,
    bool IsSelfSigned)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Subject} ({Key}, until {NotAfter:yyyy-MM-dd}{(SentByServer ? "" : ", not sent by the server")})";
}
