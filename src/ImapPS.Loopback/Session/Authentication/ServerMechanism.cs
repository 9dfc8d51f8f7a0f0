namespace ImapPS.Loopback.Session.Authentication;

/// <summary>The server's side of one SASL exchange.</summary>
internal abstract class ServerMechanism
{
    /// <summary>What the server says before the client has said anything; null where the client begins.</summary>
    public virtual byte[]? FirstChallenge => null;

    /// <summary>Who has logged in, once the exchange has succeeded.</summary>
    public LoopbackUser? User { get; protected set; }

    /// <summary>Takes a message of the client.</summary>
    /// <param name="message">Its octets.</param>
    /// <param name="challenge">The next challenge; null once the exchange has ended, well if there is a <see cref="User"/>.</param>
    public abstract void Respond(byte[] message, out byte[]? challenge);
}
