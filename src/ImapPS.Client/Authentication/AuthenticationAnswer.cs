namespace ImapPS.Client.Authentication;

/// <summary>How an attempt to log in ended, other than well.</summary>
public enum AuthenticationAnswer
{
    /// <summary>Tagged NO.</summary>
    No,

    /// <summary>Tagged BAD.</summary>
    Bad,

    /// <summary>The server said BYE or the connection broke.</summary>
    Disconnected,

    /// <summary>The client ended the exchange: a <see cref="SaslException"/>, or a challenge that isn't base64.</summary>
    Cancelled,
}
