using System.Net.Security;

namespace ImapPS.Client.Transport;

/// <summary>What the platform tells of a connection's cipher suite.</summary>
internal static class CipherNames
{
    /// <summary>The IANA name of the suite; null where .NET Standard hides it.</summary>
    public static string? Suite(SslStream tls) =>
#if NET8_0_OR_GREATER
        tls.NegotiatedCipherSuite.ToString();
#else
        null;
#endif

    /// <summary>Why there is no name, and what is known instead; null if there is one.</summary>
    public static string? Note(SslStream tls) =>
#if NET8_0_OR_GREATER
        null;
#else
        $"Windows PowerShell tells only the cipher: {tls.CipherAlgorithm}, {tls.CipherStrength} bits.";
#endif
}
