using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ImapPS.Client.Diagnosis;

/// <summary>
/// The first message of a TLS client, offering one version alone. Written by hand because the platform's own TLS refuses
/// old versions before anything is sent, and so could never tell what the server would have said. The server's answer
/// names the version it chose; the handshake ends there.
/// </summary>
/// <remarks>
/// <code>
/// struct {                                    ; RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2
///     ProtocolVersion legacy_version; Random random; opaque legacy_session_id&lt;0..32&gt;;
///     CipherSuite cipher_suites&lt;2..2^16-2&gt;; opaque legacy_compression_methods&lt;1..2^8-1&gt;;
///     Extension extensions&lt;8..2^16-1&gt;;
/// } ClientHello;
/// </code>
/// </remarks>
internal static class ClientHello
{
    private const int Tls12 = 0x0303;
    private const int Tls13 = 0x0304;

    private static readonly int[] Suites13 = [0x1301, 0x1302, 0x1303];

    // From the best to 3DES, so that an old server finds something and it is the version alone that decides.
    private static readonly int[] OlderSuites =
    [
        0xC02C, 0xC030, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0x009F, 0x009E, 0xCCAA, 0xC024, 0xC028, 0xC023, 0xC027, 0xC00A, 0xC014,
        0xC009, 0xC013, 0x006B, 0x0067, 0x0039, 0x0033, 0x009D, 0x009C, 0x003D, 0x003C, 0x0035, 0x002F, 0xC012, 0x0016, 0x000A,
    ];

    // x25519, secp256r1, x448, secp521r1, secp384r1, ffdhe2048.
    private static readonly int[] Groups = [0x001D, 0x0017, 0x001E, 0x0019, 0x0018, 0x0100];

    // ECDSA and RSA with SHA-2, PSS, EdDSA, and SHA-1 at the end for what is old.
    private static readonly int[] Signatures =
    [
        0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080A, 0x080B, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201,
    ];

    /// <param name="version">0x0301 (TLS 1.0) to 0x0304 (TLS 1.3).</param>
    /// <param name="host">Named to the server if it is a name.</param>
    public static byte[] Write(int version, string host)
    {
        var body = new List<byte>();
        Number(body, Math.Min(version, Tls12));
        body.AddRange(Random(32));
        Block8(body, Random(32));
        Block16(body, Numbers(version == Tls13 ? Suites13 : OlderSuites));
        Block8(body, [0]);
        Block16(body, Extensions(version, host));

        var message = new List<byte> { 1, 0 };
        Block16(message, body);
        var record = new List<byte> { 0x16, 3, 1 };
        Block16(record, message);
        return [.. record];
    }

    private static List<byte> Extensions(int version, string host)
    {
        var all = new List<byte>();
        if (!IPAddress.TryParse(host, out _) && host.Length is > 0 and < 256 && host.All(static c => c is > ' ' and < '\x7f'))
        {
            var name = new List<byte> { 0 };
            Block16(name, Encoding.ASCII.GetBytes(host.TrimEnd('.')));
            var list = new List<byte>();
            Block16(list, name);
            Extension(all, 0x0000, list);
        }

        Extension(all, 0x000A, Block16(Numbers(Groups)));
        if (version == Tls13)
        {
            Extension(all, 0x002B, [2, 3, 4]);
            var share = new List<byte>();
            Number(share, Groups[0]);
            // Any 32 bytes are a point of x25519; nobody needs the secret, as the handshake is not finished.
            Block16(share, Random(32));
            Extension(all, 0x0033, Block16(share));
        }
        else
        {
            Extension(all, 0x000B, [1, 0]);
            Extension(all, 0xFF01, [0]);
        }

        if (version >= Tls12)
            Extension(all, 0x000D, Block16(Numbers(Signatures)));
        return all;
    }

    private static void Extension(List<byte> all, int type, IReadOnlyCollection<byte> content)
    {
        Number(all, type);
        Block16(all, content);
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }

    private static List<byte> Numbers(int[] values)
    {
        var bytes = new List<byte>();
        foreach (var value in values)
            Number(bytes, value);
        return bytes;
    }

    private static void Number(List<byte> target, int value)
    {
        target.Add((byte)(value >> 8));
        target.Add((byte)value);
    }

    private static void Block8(List<byte> target, byte[] content)
    {
        target.Add((byte)content.Length);
        target.AddRange(content);
    }

    private static List<byte> Block16(IReadOnlyCollection<byte> content)
    {
        var block = new List<byte>();
        Block16(block, content);
        return block;
    }

    private static void Block16(List<byte> target, IReadOnlyCollection<byte> content)
    {
        Number(target, content.Count);
        target.AddRange(content);
    }
}
