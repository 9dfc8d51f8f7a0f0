namespace ImapPS.Client.Authentication;

/// <summary>A SASL exchange that the client ends. No message holds a secret, nor control characters of the server's.</summary>
public sealed class SaslException : Exception
{
    public SaslException(SaslFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>Why, in a form that code can decide by.</summary>
    public SaslFailure Failure { get; }
}
