namespace ImapPS.Loopback.Tests.Session;

/// <summary>COMPRESS=DEFLATE, against the platform's own DeflateStream.</summary>
public class CompressTests : SessionTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_its_OK_on_both_sides_compress(bool tls)
    {
        Fill(50);
        using var client = await ConnectAsync(tls);
        await client.ReadLineAsync();
        await client.CommandAsync("LOGIN user password");
        Assert.Equal(["OK DEFLATE active"], await client.CommandAsync("COMPRESS DEFLATE"));
        client.Compress();
        Assert.StartsWith("OK", (await client.CommandAsync("SELECT INBOX"))[^1]);
        Assert.Equal(51, (await client.CommandAsync("UID FETCH 1:* (UID BODY.PEEK[])")).Count);
        Assert.Equal(["NO [COMPRESSIONACTIVE] DEFLATE is active already"], await client.CommandAsync("COMPRESS DEFLATE"));
        Assert.Equal(["* BYE Logging out", "OK LOGOUT completed"], await client.CommandAsync("LOGOUT"));
        Assert.Null(await client.ReadLineAsync());
        Assert.Equal(1, Server.Statistics.Compressions);
    }

    [Fact]
    public async Task Not_before_the_login()
    {
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.StartsWith("BAD", (await client.CommandAsync("COMPRESS DEFLATE"))[^1]);
    }

    [Theory]
    [InlineData("COMPRESS")]
    [InlineData("COMPRESS GZIP")]
    [InlineData("COMPRESS DEFLATE 9")]
    public async Task Nothing_but_DEFLATE(string command)
    {
        using var client = await LoginAsync();
        Assert.StartsWith("BAD", (await client.CommandAsync(command))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("NOOP"))[^1]);
    }

    [Fact]
    public async Task A_client_that_goes_on_in_the_clear_is_told()
    {
        using var client = await LoginAsync();
        await client.CommandAsync("COMPRESS DEFLATE");
        await client.SendAsync("t9 NOOP\r\n");
        client.Compress();
        Assert.Contains("not DEFLATE", await client.ReadLineAsync());
    }
}
