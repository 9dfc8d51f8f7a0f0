using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace ImapPS.Protocol.Sasl;

/// <summary>The three things that code with secrets needs and netstandard2.0 lacks: compare, clear and random bytes.</summary>
public static class SecretMemory
{
    /// <summary>Compares in a time that depends on the lengths alone, so that a peer can't guess byte by byte.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static bool FixedTimeEquals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
            return false;

        var difference = 0;
        for (var i = 0; i < left.Length; i++)
            difference |= left[i] ^ right[i];
        return difference == 0;
    }

    /// <summary>Overwrites a buffer; never optimised away, though nobody reads the buffer again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Clear(Span<byte> buffer) => buffer.Clear();

    /// <inheritdoc cref="Clear(Span{byte})"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    public static void Clear(Span<char> buffer) => buffer.Clear();

    /// <summary>Bytes from the operating system's cryptographic generator.</summary>
    public static byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        using var generator = RandomNumberGenerator.Create();
        generator.GetBytes(bytes);
        return bytes;
    }

    /// <summary>
    /// A nonce that SCRAM and DIGEST-MD5 take: 144 random bits as 24 characters of base64, so without comma, quote or padding.
    /// </summary>
    public static string CreateNonce() => Convert.ToBase64String(RandomBytes(18));
}
