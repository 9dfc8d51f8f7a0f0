namespace ImapPS.Loopback.Tests.Session;

public class CapabilitySwitchTests : SessionTest
{
    [Theory]
    [InlineData("ID", "ID NIL")]
    [InlineData("ENABLE", "ENABLE CONDSTORE")]
    [InlineData("NAMESPACE", "NAMESPACE")]
    [InlineData("UIDPLUS", "UID EXPUNGE 1")]
    [InlineData("MOVE", "UID MOVE 1 Other")]
    [InlineData("MOVE", "MOVE 1 Other")]
    [InlineData("UNSELECT", "UNSELECT")]
    [InlineData("LIST-EXTENDED", "LIST (SUBSCRIBED) \"\" *")]
    [InlineData("LIST-EXTENDED", "LIST \"\" (INBOX Other)")]
    [InlineData("LIST-EXTENDED", "LIST \"\" * RETURN (CHILDREN)")]
    [InlineData("LIST-STATUS", "LIST \"\" * RETURN (STATUS (MESSAGES))")]
    [InlineData("SPECIAL-USE", "LIST (SPECIAL-USE) \"\" *")]
    [InlineData("SPECIAL-USE", "LIST \"\" * RETURN (SPECIAL-USE)")]
    [InlineData("STATUS=SIZE", "STATUS INBOX (SIZE)")]
    [InlineData("ESEARCH", "UID SEARCH RETURN (COUNT) ALL")]
    [InlineData("CONDSTORE", "SELECT INBOX (CONDSTORE)")]
    [InlineData("CONDSTORE", "STATUS INBOX (HIGHESTMODSEQ)")]
    [InlineData("CONDSTORE", "UID FETCH 1 (MODSEQ)")]
    [InlineData("CONDSTORE", "UID FETCH 1 (FLAGS) (CHANGEDSINCE 1)")]
    [InlineData("CONDSTORE", "UID STORE 1 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)")]
    [InlineData("CONDSTORE", "UID SEARCH MODSEQ 1")]
    [InlineData("IDLE", "IDLE")]
    [InlineData("BINARY", "UID FETCH 1 (BINARY.PEEK[1])")]
    [InlineData("WITHIN", "UID SEARCH YOUNGER 60")]
    [InlineData("COMPRESS=DEFLATE", "COMPRESS DEFLATE")]
    [InlineData("LITERAL+", "LIST \"\" {1+}\r\n*")]
    public async Task What_is_switched_off_is_neither_offered_nor_taken(string capability, string command)
    {
        Options.Without(capability);
        Fill(1);
        Server.Mailboxes.GetOrCreate("Other");
        using var client = await LoginAsync("INBOX");
        Assert.DoesNotContain(capability, (await client.CommandAsync("CAPABILITY"))[0].Split(' '));
        Assert.StartsWith("BAD ", (await client.CommandAsync(command))[^1]);
        Assert.StartsWith("OK", (await client.CommandAsync("NOOP"))[^1]);
    }

    [Theory]
    [InlineData("ID NIL")]
    [InlineData("ENABLE CONDSTORE")]
    [InlineData("NAMESPACE")]
    [InlineData("UID EXPUNGE 1")]
    [InlineData("UID MOVE 1 Other")]
    [InlineData("UNSELECT")]
    [InlineData("LIST (SUBSCRIBED) \"\" *")]
    [InlineData("LIST \"\" (INBOX Other) RETURN (CHILDREN SPECIAL-USE SUBSCRIBED STATUS (MESSAGES SIZE HIGHESTMODSEQ))")]
    [InlineData("UID SEARCH RETURN (COUNT) ALL")]
    [InlineData("SELECT INBOX (CONDSTORE)")]
    [InlineData("UID FETCH 1 (FLAGS) (CHANGEDSINCE 1)")]
    [InlineData("UID FETCH 1 (BINARY.PEEK[1])")]
    [InlineData("UID SEARCH YOUNGER 60")]
    [InlineData("LIST \"\" {1+}\r\n*")]
    public async Task What_is_on_is_taken(string command)
    {
        Fill(1);
        Server.Mailboxes.GetOrCreate("Other");
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith("OK", (await client.CommandAsync(command))[^1]);
    }

    [Fact]
    public async Task Sasl_ir()
    {
        Options.Without("SASL-IR");
        using var client = await ConnectAsync();
        await client.ReadLineAsync();
        Assert.StartsWith("BAD", (await client.CommandAsync("AUTHENTICATE PLAIN AHVzZXIAcGFzc3dvcmQ="))[0]);
    }

    [Fact]
    public async Task Without_uidplus_no_copyuid_and_appenduid()
    {
        Options.Without("UIDPLUS");
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Assert.Equal(["* 2 EXISTS", "OK UID COPY completed"], await client.CommandAsync("UID COPY 1 INBOX"));
        Assert.Equal(["* 3 EXISTS", "OK APPEND completed"], await client.CommandAsync("APPEND INBOX {1+}\r\nx"));
    }

    [Fact]
    public async Task Without_condstore_no_modseq()
    {
        Options.Without("CONDSTORE");
        Fill(1);
        using var client = await LoginAsync();
        Assert.DoesNotContain(await client.CommandAsync("SELECT INBOX"), static l => l.Contains("MODSEQ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_children_and_special_use_no_such_attributes()
    {
        Options.Without("CHILDREN", "SPECIAL-USE");
        Server.Mailboxes.AddSpecialMailboxes();
        using var client = await LoginAsync();
        Assert.Contains("* LIST () \"/\" \"Sent\"", await client.CommandAsync("LIST \"\" *"));
    }

    [Theory]
    [InlineData(4096, "OK")]
    [InlineData(4097, "BAD")]
    public async Task Literal_minus(int length, string expected)
    {
        Options.Without("LITERAL+").With("LITERAL-");
        using var client = await LoginAsync("INBOX");
        Assert.StartsWith(expected, (await client.CommandAsync($"APPEND INBOX {{{length}+}}\r\n{new string('x', length)}"))[^1]);
    }

    [Fact]
    public async Task Words_can_be_added()
    {
        Options.With("X-FUTURE");
        using var client = await LoginAsync();
        Assert.Contains("X-FUTURE", (await client.CommandAsync("CAPABILITY"))[0]);
    }

    [Fact]
    public async Task Starttls_can_be_hidden_and_be_missing()
    {
        Options.ShowStartTls = false;
        using var client = await ConnectAsync();
        Assert.DoesNotContain("STARTTLS", await client.ReadLineAsync());
        Assert.StartsWith("OK", (await client.CommandAsync("STARTTLS"))[0]);

        await using var without = LoopbackServer.Start(new LoopbackOptions { Tls = false });
        Assert.Equal(0, without.TlsPort);
        Assert.Null(without.Certificate);
        using var other = await RawClient.ConnectAsync(without);
        Assert.DoesNotContain("STARTTLS", await other.ReadLineAsync());
        Assert.StartsWith("BAD", (await other.CommandAsync("STARTTLS"))[0]);
    }
}
