using ImapPS.Protocol.Sasl;
using static ImapPS.Client.Tests.Authentication.SaslTesting;

namespace ImapPS.Client.Tests.Authentication;

public class ScramHashTests
{
    [Theory]
    [InlineData("SCRAM-SHA-1")]
    [InlineData("SCRAM-SHA-256")]
    [InlineData("SCRAM-SHA-512")]
    public void Both_ways_to_derive_a_key_agree(string name)
    {
        Assert.True(ScramHash.TryGet(name, out var hash, out _));
        foreach (var iterations in new[] { 1, 2, 4096 })
            Assert.Equal(hash.Hi(Utf8("pässword"), [1, 2, 3], iterations), hash.HiManaged(Utf8("pässword"), [1, 2, 3], iterations));

        Assert.Equal(hash.Size, hash.Hash([]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => hash.Hi([1], [1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => hash.HiManaged([1], [1], 0));
    }

    [Theory]
    [InlineData("scram-sha-256-plus", "SCRAM-SHA-256", true)]
    [InlineData("SCRAM-SHA-1", "SCRAM-SHA-1", false)]
    [InlineData("SCRAM-SHA-224", null, false)]
    [InlineData("PLAIN", null, false)]
    [InlineData("-PLUS", null, true)]
    public void Names_are_found(string name, string? mechanism, bool plus)
    {
        ScramHash.TryGet(name, out var hash, out var isPlus);

        Assert.Equal(mechanism, hash?.Mechanism);
        Assert.Equal(plus, isPlus);
    }

    [Fact]
    public void Nonces_differ_and_are_printable()
    {
        var nonces = Enumerable.Range(0, 100).Select(_ => SecretMemory.CreateNonce()).ToArray();

        Assert.Equal(100, nonces.Distinct().Count());
        Assert.All(nonces, n => Assert.True(n.Length == 24 && n.All(c => c is > ' ' and <= '~' and not ',' and not '"')));
    }

    [Fact]
    public void Comparison_looks_at_every_byte()
    {
        Assert.True(SecretMemory.FixedTimeEquals([1, 2], [1, 2]));
        Assert.False(SecretMemory.FixedTimeEquals([1, 2], [1, 3]));
        Assert.False(SecretMemory.FixedTimeEquals([1, 2], [1, 2, 3]));
        Assert.True(SecretMemory.FixedTimeEquals([], []));
    }
}
