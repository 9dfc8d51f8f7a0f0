using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImapPS.Protocol.Sasl;

/// <summary>The one message of PLAIN (RFC 4616 section 2). Holds the password, so disposing overwrites it.</summary>
public sealed class PlainMessage : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private PlainMessage(string? authorizationId, string userName, byte[] password)
    {
        AuthorizationId = authorizationId;
        UserName = userName;
        PasswordUtf8 = password;
    }

    /// <summary>Whom to act as, or null for the user itself.</summary>
    public string? AuthorizationId { get; }

    public string UserName { get; }

    public byte[] PasswordUtf8 { get; }

    // message   = [authzid] UTF8NUL authcid UTF8NUL passwd
    // authcid   = 1*SAFE ; MUST accept up to 255 octets
    // authzid   = 1*SAFE ; MUST accept up to 255 octets
    // passwd    = 1*SAFE ; MUST accept up to 255 octets

    /// <summary>Writes the message; the caller overwrites it once it is sent.</summary>
    /// <exception cref="ArgumentException">A part holds a NUL, or the user name or password is empty. The message repeats neither.</exception>
    public static byte[] Write(string? authorizationId, string userName, ReadOnlySpan<byte> passwordUtf8)
    {
        if (userName.Length == 0 || userName.IndexOf('\0') >= 0 || authorizationId?.IndexOf('\0') >= 0)
            throw new ArgumentException("PLAIN needs a user name, and takes no NUL in it or in the authorization id.", nameof(userName));
        if (passwordUtf8.IsEmpty || passwordUtf8.IndexOf((byte)0) >= 0)
            throw new ArgumentException("PLAIN needs a password, and takes no NUL in it.", nameof(passwordUtf8));

        var prefix = Encoding.UTF8.GetBytes(authorizationId + "\0" + userName + "\0");
        var message = new byte[prefix.Length + passwordUtf8.Length];
        prefix.CopyTo(message, 0);
        passwordUtf8.CopyTo(message.AsSpan(prefix.Length));
        return message;
    }

    /// <summary>Reads what a client sent; false for anything but three parts, the last two not empty, the names in UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out PlainMessage? message)
    {
        message = null;
        var first = bytes.IndexOf((byte)0);
        if (first < 0)
            return false;
        var second = bytes.Slice(first + 1).IndexOf((byte)0);
        if (second < 1)
            return false;

        var password = bytes.Slice(first + second + 2);
        if (password.IsEmpty || password.IndexOf((byte)0) >= 0)
            return false;

        try
        {
            var authorizationId = first == 0 ? null : StrictUtf8.GetString(bytes.Slice(0, first));
            message = new(authorizationId, StrictUtf8.GetString(bytes.Slice(first + 1, second)), password.ToArray());
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => SecretMemory.Clear(PasswordUtf8);
}
