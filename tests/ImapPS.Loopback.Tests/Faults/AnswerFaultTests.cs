using System.Diagnostics;
using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Tests.Session;

namespace ImapPS.Loopback.Tests.Faults;

public class AnswerFaultTests : SessionTest
{
    [Fact]
    public async Task A_given_answer_once()
    {
        using var client = await LoginAsync();
        Server.Faults.AnswerNext("select", "{tag} NO [INUSE] not now");
        Assert.Equal(["NO [INUSE] not now"], await client.CommandAsync("SELECT INBOX"));
        Assert.StartsWith("OK", (await client.CommandAsync("SELECT INBOX"))[^1]);
    }

    [Fact]
    public async Task A_given_answer_of_several_lines_for_several_commands()
    {
        using var client = await LoginAsync();
        Server.Faults.AnswerNext(LoopbackFaults.AnyCommand, "* 7 EXISTS\n{tag} BAD nonsense", times: 2);
        Assert.Equal(["* 7 EXISTS", "BAD nonsense"], await client.CommandAsync("NOOP"));
        Assert.Equal(["* 7 EXISTS", "BAD nonsense"], await client.CommandAsync("LIST \"\" *"));
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task A_command_can_be_carried_out_and_denied()
    {
        Fill(1);
        using var client = await LoginAsync("INBOX");
        Server.Faults.AnswerNext("UID COPY", "{tag} NO failed", execute: true);
        Assert.Equal(["* 2 EXISTS", "NO failed"], await client.CommandAsync("UID COPY 1 INBOX"));
        Assert.Equal(2, Inbox.Count);
    }

    [Fact]
    public async Task Text_before_between_and_behind()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        Server.Faults.InjectBefore("UID FETCH", "* OK before");
        Server.Faults.InjectAfterResponses("UID FETCH", 2, "* OK between\n* 9 EXISTS");
        Server.Faults.InjectAfterResponses("UID FETCH", 99, "* OK at the end");
        Server.Faults.InjectAfter("UID FETCH", "* OK behind");
        Assert.Equal(
            ["* OK before", "* 1 FETCH (UID 1)", "* 2 FETCH (UID 2)", "* OK between", "* 9 EXISTS", "* 3 FETCH (UID 3)", "* OK at the end", "OK UID FETCH completed"],
            await client.CommandAsync("UID FETCH 1:* UID"));
        Assert.Equal("* OK behind", await client.ReadLineAsync());
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }

    [Fact]
    public async Task Bye_in_the_middle_of_a_command()
    {
        Fill(3);
        using var client = await LoginAsync("INBOX");
        Server.Faults.InjectAfterResponses("UID FETCH", 1, "* BYE [UNAVAILABLE] going down", thenClose: true);
        await client.SendAsync("a UID FETCH 1:* UID\r\n");
        Assert.Equal("* 1 FETCH (UID 1)\r\n* BYE [UNAVAILABLE] going down\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task An_answer_to_a_command_that_was_not_sent_yet()
    {
        Options.Faults.InjectAfter(LoopbackFaults.Greeting, "A0001 OK done already");
        using var client = await ConnectAsync();
        Assert.StartsWith("* OK", await client.ReadLineAsync());
        Assert.Equal("A0001 OK done already", await client.ReadLineAsync());
    }

    [Fact]
    public async Task One_octet_at_a_time()
    {
        Fill(3);
        Options.Faults.OneByteAtATime = true;
        using var client = await LoginAsync("INBOX");
        Assert.Equal(4, (await client.CommandAsync("UID FETCH 1:* (UID ENVELOPE BODY.PEEK[])")).Count);
    }

    [Fact]
    public async Task One_octet_at_a_time_inside_tls()
    {
        Options.Faults.OneByteAtATime = true;
        using var client = await ConnectAsync(tls: true);
        Assert.StartsWith("* OK", await client.ReadLineAsync());
    }

    [Fact]
    public async Task Silence_and_its_end()
    {
        using var client = await LoginAsync();
        Server.Faults.Silent = true;
        await client.SendAsync("a NOOP\r\n");
        Assert.True(await client.IsSilentAsync(TimeSpan.FromMilliseconds(150)));
        Server.Faults.Silent = false;
        Assert.Equal(["OK NOOP completed"], await client.ReadToAsync("a"));
    }

    [Fact]
    public async Task Thinks_before_each_answer()
    {
        using var client = await LoginAsync();
        Server.Faults.AnswerDelay = TimeSpan.FromMilliseconds(60);
        var time = Stopwatch.StartNew();
        await client.SendAsync("a NOOP\r\nb NOOP\r\nc NOOP\r\n");
        await client.ReadToAsync("c");
        Assert.InRange(time.ElapsedMilliseconds, 175, 60_000);
    }

    [Fact]
    public async Task Unasked_text_to_all()
    {
        using var one = await LoginAsync();
        using var two = await LoginAsync();
        await Server.SendToAllAsync("* BYE restart\n* OK really");
        foreach (var client in new[] { one, two })
        {
            Assert.Equal("* BYE restart", await client.ReadLineAsync());
            Assert.Equal("* OK really", await client.ReadLineAsync());
        }
    }

    [Fact]
    public async Task All_faults_can_be_taken_back()
    {
        var faults = Server.Faults;
        faults.AnswerNext(LoopbackFaults.AnyCommand, "{tag} NO");
        faults.InjectBefore(LoopbackFaults.AnyCommand, "* OK");
        faults.CutAfterSent(0);
        faults.CutAfterReceived(0);
        faults.Silent = faults.OneByteAtATime = faults.KeepsPlaintextAfterStartTls = true;
        faults.Latency = faults.AnswerDelay = TimeSpan.FromSeconds(9);
        faults.Clear();
        using var client = await LoginAsync();
        Assert.Equal(["OK NOOP completed"], await client.CommandAsync("NOOP"));
    }
}
