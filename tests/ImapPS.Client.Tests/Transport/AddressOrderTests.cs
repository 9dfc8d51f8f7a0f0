using System.Net;
using ImapPS.Client.Transport;

namespace ImapPS.Client.Tests.Transport;

/// <summary>RFC 8305 section 4.</summary>
public class AddressOrderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::1 ::2 10.0.0.1 10.0.0.2", "::1 10.0.0.1 ::2 10.0.0.2")]
    [InlineData("10.0.0.1 10.0.0.2 10.0.0.3 ::1", "10.0.0.1 ::1 10.0.0.2 10.0.0.3")]
    [InlineData("::1 ::2 ::3", "::1 ::2 ::3")]
    [InlineData("::1 ::1 10.0.0.1 ::1", "::1 10.0.0.1")]
    public void The_families_take_turns(string given, string expected) => Assert.Equal(
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        AddressOrder.Interleave(given.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToList()).Select(static a => a.ToString()));
}
