namespace ImapPS.Loopback.Tests.Session;

public class CapabilityWordTests : SessionTest
{
    [Fact]
    public async Task What_comes_by_itself_can_be_switched_too()
    {
        Options.Without("starttls", "AUTH=PLAIN").With("LOGINDISABLED", "AUTH=CRAM-MD5", "move", "X-ODD");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        var words = (await client.CommandAsync("CAPABILITY"))[0].Split(' ');
        Assert.DoesNotContain("STARTTLS", words);
        Assert.DoesNotContain("AUTH=PLAIN", words);
        Assert.Contains("AUTH=CRAM-MD5", words);
        Assert.Contains("LOGINDISABLED", words);
        Assert.Contains("X-ODD", words);
        Assert.Single(words, static w => w.Equals("MOVE", StringComparison.OrdinalIgnoreCase));
        Assert.StartsWith("NO", (await client.CommandAsync("LOGIN user password"))[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("TWO WORDS")]
    [InlineData("A\r\n")]
    [InlineData("A]")]
    public void What_is_no_atom_is_no_capability(string word) => Assert.Throws<ArgumentException>(() => Options.With(word));
}
