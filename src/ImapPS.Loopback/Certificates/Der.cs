using System.Globalization;
using System.Text;

namespace ImapPS.Loopback.Certificates;

/// <summary>The few forms of DER (X.690) that a certificate and a PFX are made of; netstandard2.0 has no writer of its own.</summary>
internal static class Der
{
    public static byte[] Null { get; } = [0x05, 0x00];

    public static byte[] True { get; } = [0x01, 0x01, 0xff];

    public static byte[] Sequence(params byte[][] items) => Tagged(0x30, Join(items));

    public static byte[] Set(params byte[][] items) => Tagged(0x31, Join(items));

    public static byte[] OctetString(byte[] content) => Tagged(0x04, content);

    /// <summary>All bits of all octets.</summary>
    public static byte[] BitString(byte[] content) => Tagged(0x03, Join([0], content));

    /// <summary>A BIT STRING of one octet whose last bits are unused, as KeyUsage is.</summary>
    public static byte[] NamedBits(byte bits, byte unused) => [0x03, 0x02, unused, bits];

    public static byte[] Integer(int value) => Integer([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);

    /// <summary>A number that isn't negative, its octets in network order.</summary>
    public static byte[] Integer(byte[] value)
    {
        var start = 0;
        while (start < value.Length - 1 && value[start] == 0)
            start++;
        var digits = value.AsSpan(start).ToArray();
        return Tagged(0x02, digits[0] >= 0x80 ? Join([0], digits) : digits);
    }

    public static byte[] Oid(string dotted)
    {
        var arcs = dotted.Split('.').Select(static a => uint.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        var content = new List<byte> { (byte)((arcs[0] * 40) + arcs[1]) };
        foreach (var arc in arcs.Skip(2))
        {
            for (var shift = 28; shift > 0; shift -= 7)
            {
                if (arc >> shift != 0)
                    content.Add((byte)(0x80 | (arc >> shift)));
            }

            content.Add((byte)(arc & 0x7f));
        }

        return Tagged(0x06, [.. content]);
    }

    public static byte[] Utf8String(string text) => Tagged(0x0c, Encoding.UTF8.GetBytes(text));

    public static byte[] UtcTime(DateTimeOffset time) =>
        Tagged(0x17, Encoding.ASCII.GetBytes(time.UtcDateTime.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture)));

    /// <summary>[number] EXPLICIT.</summary>
    public static byte[] Explicit(int number, byte[] content) => Tagged((byte)(0xa0 | number), content);

    /// <summary>[number] IMPLICIT of a primitive type.</summary>
    public static byte[] Implicit(int number, byte[] content) => Tagged((byte)(0x80 | number), content);

    private static byte[] Tagged(byte tag, byte[] content)
    {
        byte[] header = content.Length switch
        {
            < 0x80 => [tag, (byte)content.Length],
            <= 0xff => [tag, 0x81, (byte)content.Length],
            _ => [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length],
        };
        return Join(header, content);
    }

    private static byte[] Join(params byte[][] items)
    {
        var result = new byte[items.Sum(static i => i.Length)];
        var at = 0;
        foreach (var item in items)
        {
            item.CopyTo(result, at);
            at += item.Length;
        }

        return result;
    }
}
