using System.Globalization;
using System.Security.Authentication;

namespace ImapPS.Client.Diagnosis;

/// <summary>Versions, cipher suites and alerts by name.</summary>
internal static class TlsNames
{
    public static string Version(SslProtocols protocol) => (int)protocol switch
    {
        192 => "TLS 1.0",
        768 => "TLS 1.1",
        3072 => "TLS 1.2",
        12288 => "TLS 1.3",
        _ => protocol.ToString(),
    };

    /// <summary>A version as it stands on the wire.</summary>
    public static string Version(int wire) => wire switch
    {
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        0x0303 => "TLS 1.2",
        0x0304 => "TLS 1.3",
        _ => "version 0x" + wire.ToString("X4", CultureInfo.InvariantCulture),
    };

    /// <summary>By its IANA name where the platform knows it.</summary>
    public static string Suite(int wire)
    {
#if NET8_0_OR_GREATER
        var suite = (System.Net.Security.TlsCipherSuite)wire;
        if (Enum.IsDefined(suite))
            return suite.ToString();
#endif
        return "0x" + wire.ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <summary>RFC 8446 section 6.</summary>
    public static string Alert(int description) => description switch
    {
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        47 => "illegal_parameter",
        49 => "access_denied",
        50 => "decode_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        109 => "missing_extension",
        112 => "unrecognized_name",
        120 => "no_application_protocol",
        _ => "alert " + description.ToString(CultureInfo.InvariantCulture),
    };
}
