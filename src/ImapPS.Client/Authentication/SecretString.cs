using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using ImapPS.Protocol.Sasl;

namespace ImapPS.Client.Authentication;

/// <summary>
/// A password or token. It lives in one array that the garbage collector doesn't move and that disposing overwrites; no
/// string is made of it here, and ToString shows stars.
/// </summary>
/// <remarks>
/// What the platform doesn't allow: SASLprep of a password outside printable ASCII makes strings, as the platform
/// normalises nothing else; and Kerberos and NTLM take credentials in the platform's own type.
/// </remarks>
public sealed class SecretString : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly char[] _chars;
    private GCHandle _pin;
    private bool _disposed;

    /// <summary>Copies the secret; the caller overwrites its own copy.</summary>
    public SecretString(ReadOnlySpan<char> secret)
        : this(secret.Length) => secret.CopyTo(_chars);

    /// <summary>Copies the secret out of a SecureString, which stays the caller's.</summary>
    /// <exception cref="ObjectDisposedException">The SecureString is disposed.</exception>
    public SecretString(SecureString secret)
        : this((secret ?? throw new ArgumentNullException(nameof(secret))).Length)
    {
        var unmanaged = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            Marshal.Copy(unmanaged, _chars, 0, _chars.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(unmanaged);
        }
    }

    private SecretString(int length)
    {
        _chars = new char[length];
        _pin = GCHandle.Alloc(_chars, GCHandleType.Pinned);
    }

    /// <summary>Length in UTF-16 units.</summary>
    public int Length => _chars.Length;

    /// <summary>Whether every character is ASCII, so that all mechanisms and servers agree on its bytes.</summary>
    /// <exception cref="ObjectDisposedException">The secret is gone.</exception>
    public bool IsAscii
    {
        get
        {
            foreach (var c in Span)
            {
                if (c > '\x7F')
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether both hold the same.</summary>
    internal bool Holds(SecretString other) => Span.SequenceEqual(other.Span);

    /// <exception cref="ObjectDisposedException">The secret is gone.</exception>
    internal ReadOnlySpan<char> Span => _disposed ? throw new ObjectDisposedException(nameof(SecretString)) : _chars;

    /// <summary>The secret in UTF-8, to be disposed as soon as it is used.</summary>
    /// <exception cref="ObjectDisposedException">The secret is gone.</exception>
    /// <exception cref="SaslException">ProhibitedCharacter: a surrogate stands alone, so there is no UTF-8 for it.</exception>
    public SecretBytes ToUtf8() => Encode(StrictUtf8);

    /// <exception cref="SaslException">ProhibitedCharacter: the encoding has no bytes for a character.</exception>
    internal SecretBytes Encode(Encoding encoding)
    {
        if (_disposed)
            throw new ObjectDisposedException(nameof(SecretString));

        try
        {
            var bytes = new SecretBytes(encoding.GetByteCount(_chars));
            encoding.GetBytes(_chars, 0, _chars.Length, bytes.Array, 0);
            return bytes;
        }
        catch (EncoderFallbackException)
        {
            // Its message names the character: a part of the secret.
            throw new SaslException(SaslFailure.ProhibitedCharacter, "The secret holds a character that can't be encoded for this mechanism.");
        }
    }

    /// <summary>For the platform's credential types. The caller disposes it.</summary>
    internal SecureString ToSecureString()
    {
        var secure = new SecureString();
        foreach (var c in Span)
            secure.AppendChar(c);
        secure.MakeReadOnly();
        return secure;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        SecretMemory.Clear(_chars);
        if (_pin.IsAllocated)
            _pin.Free();
    }

    /// <summary>Never the content.</summary>
    public override string ToString() => "***";
}
