using System.Net;
using ImapPS.Client.Connecting;

namespace ImapPS.Client.Tests.Connecting;

public class CompressionPolicyTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.8.9.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("10.255.0.1", false)]
    [InlineData("11.0.0.1", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("192.168.3.4", false)]
    [InlineData("192.167.3.4", true)]
    [InlineData("169.254.1.1", false)]
    [InlineData("::ffff:192.168.3.4", false)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("fe80::1", false)]
    [InlineData("febf::1", false)]
    [InlineData("fec0::1", true)]
    [InlineData("fc00::1", false)]
    [InlineData("fdff::1", false)]
    [InlineData("fe00::1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData(null, true)]
    public void A_near_server_is_left_alone(string? address, bool worthIt) =>
        Assert.Equal(worthIt, CompressionPolicy.IsWorthIt(address is null ? null : IPAddress.Parse(address)));
}
