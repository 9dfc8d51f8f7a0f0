using System.Buffers.Binary;
using ImapPS.Client.Diagnosis;

namespace ImapPS.Client.Tests.Diagnosis;

public sealed class TlsHelloTests
{
    [Theory]
    [InlineData(0x0301)]
    [InlineData(0x0302)]
    [InlineData(0x0303)]
    [InlineData(0x0304)]
    public void The_lengths_of_a_hello_add_up(int version)
    {
        var hello = ClientHello.Write(version, "mail.example");
        Assert.Equal(hello.Length - 5, BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(3)));
        Assert.Equal(hello.Length - 9, BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(7)));
        Assert.Equal(Math.Min(version, 0x0303), BinaryPrimitives.ReadUInt16BigEndian(hello.AsSpan(9)));
        Assert.True(hello.AsSpan().IndexOf("mail.example"u8) > 0);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("::1")]
    [InlineData("bücher.example")]
    public void What_is_no_name_is_not_named(string host) =>
        Assert.InRange(ClientHello.Write(0x0303, host).Length, 100, ClientHello.Write(0x0303, "a.example").Length - 10);

    [Fact]
    public void The_version_of_a_server_hello_is_read()
    {
        Assert.Equal(new ServerHello(0x0301, 0xC014, null), ServerHello.Read(Hello(0x0301, 0xC014)));
        Assert.Equal(new ServerHello(0x0304, 0x1301, null), ServerHello.Read(Hello(0x0303, 0x1301, 0, 0x33, 0, 1, 9, 0, 0x2B, 0, 2, 3, 4)));
        Assert.Equal(new ServerHello(0x0303, 0xC030, null), ServerHello.Read(Hello(0x0303, 0xC030, 0xFF, 1, 0, 1, 0)));
    }

    [Theory]
    [InlineData(0x0301, 0x0301, TlsVersionOutcome.Accepted)]
    [InlineData(0x0303, 0x0301, TlsVersionOutcome.Refused)]
    [InlineData(0x0302, 0x0302, TlsVersionOutcome.Accepted)]
    public void Only_the_version_that_was_offered_counts_as_accepted(int offered, int chosen, TlsVersionOutcome outcome) =>
        Assert.Equal(outcome, TlsVersionProbe.Judge(offered, Hello(chosen, 0xC030)).Outcome);

    [Fact]
    public void An_alert_is_a_refusal_with_a_name()
    {
        var report = TlsVersionProbe.Judge(0x0301, [0x15, 3, 1, 0, 2, 2, 70]);
        Assert.Equal((TlsVersionOutcome.Refused, "protocol_version"), (report.Outcome, report.Detail));
        Assert.Equal(TlsVersionOutcome.Refused, TlsVersionProbe.Judge(0x0301, []).Outcome);
        Assert.Equal(TlsVersionOutcome.NotTestable, TlsVersionProbe.Judge(0x0301, "* OK hi\r\n"u8).Outcome);
    }

    [Fact]
    public void Any_octets_are_read_without_a_fault()
    {
        var random = new Random(7);
        var good = Hello(0x0303, 0x1301, 0, 0x2B, 0, 2, 3, 4);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good.AsSpan(0, random.Next(good.Length + 1)).ToArray();
            for (var n = random.Next(4); n > 0 && bytes.Length > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            TlsVersionProbe.Judge(0x0303, bytes);
        }
    }

    private static byte[] Hello(int version, int suite, params byte[] extensions)
    {
        byte[] body = [2, 0, 0, 0, (byte)(version >> 8), (byte)version, .. new byte[32], 4, 1, 2, 3, 4, (byte)(suite >> 8), (byte)suite, 0, 0, (byte)extensions.Length, .. extensions];
        return [0x16, 3, 3, (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }
}
