using ImapPS.Client.Messages;
using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>What no server should send.</summary>
public class HostileServerTests : RawTest
{
    private static readonly FetchItems Envelope = new() { Attributes = FetchAttributes.Envelope | FetchAttributes.Size };

    private static readonly FetchItems Body = new() { Sections = [FetchSectionRequest.Whole] };

    /// <summary>Answers the first UID FETCH with this, then a second one with a message that is as it should be.</summary>
    private static Func<RawPeer, Task> Fetching(Func<RawPeer, Task> answer, string second = "* 2 FETCH (UID 2 RFC822.SIZE 7 ENVELOPE (NIL \"two\" NIL NIL NIL NIL NIL NIL NIL NIL))") => async peer =>
    {
        await peer.LogInAsync();
        await peer.OpenAsync();
        var tag = await peer.ExpectAsync("UID FETCH 1 ");
        await answer(peer);
        await peer.SendAsync($"{tag} OK done");
        tag = await peer.ExpectAsync("UID FETCH 2 ");
        await peer.SendAsync(second, $"{tag} OK done");
        await peer.KeepSilentAsync();
    };

    private static async Task<List<FetchResponse>> ReadAsync(ImapSession session, uint uid, FetchItems items, FetchOptions? options = null)
    {
        return await Read().WaitAsync(Hang);

        async Task<List<FetchResponse>> Read()
        {
            var result = new List<FetchResponse>();
            await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(uid), items, options, Cancel))
                result.AddRange(batch.Messages);
            return result;
        }
    }

    /// <summary>The bad message costs itself, is reported, and the session goes on.</summary>
    private async Task<FetchResponse> SurvivesAsync(Func<RawPeer, Task> answer)
    {
        var session = await ConnectAsync(Fetching(answer));
        var first = Assert.Single(await ReadAsync(session, 1, Envelope));
        Assert.Equal("two", Assert.Single(await ReadAsync(session, 2, Envelope)).Envelope!.Subject);
        return first;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_header_line_of_two_million_octets_is_read(bool asLiteral)
    {
        var subject = new string('s', 2_000_000);
        var message = await SurvivesAsync(peer => peer.SendTextAsync(
            $"* 1 FETCH (UID 1 RFC822.SIZE 7 ENVELOPE (NIL {(asLiteral ? "{2000000}\r\n" + subject : "\"" + subject + "\"")} NIL NIL NIL NIL NIL NIL NIL NIL))\r\n"));
        Assert.Equal(subject, message.Envelope!.Subject);
        Assert.Empty(message.Problems);
    }

    [Theory]
    [InlineData("UID 1 RFC822.SIZE 7 ENVELOPE ")]
    [InlineData("RFC822.SIZE 7 ENVELOPE ")]
    [InlineData("UID 1 BODYSTRUCTURE ")]
    public async Task A_hundred_thousand_open_parentheses_cost_one_message_which_is_reported(string before)
    {
        var message = await SurvivesAsync(peer => peer.SendAsync($"* 1 FETCH ({before}{new string('(', 100_000)}"));
        Assert.NotEmpty(message.Problems);
        Assert.Null(message.Envelope);
        Assert.Equal(before.StartsWith("UID", StringComparison.Ordinal) ? 1u : 0u, message.Uid);
    }

    [Theory]
    [InlineData("* 1 FETCH UID 1 FLAGS ()")]
    [InlineData("* 1 FETCH (UID x RFC822.SIZE 7)")]
    [InlineData("* 1 FETCH (UID 99999999999 RFC822.SIZE 7)")]
    [InlineData("* 1 fetch")]
    public async Task A_fetch_that_cannot_be_read_is_not_left_out_in_silence(string line)
    {
        var message = await SurvivesAsync(peer => peer.SendAsync(line));
        Assert.NotEmpty(message.Problems);
    }

    [Fact]
    public async Task An_envelope_that_is_nil_is_no_reason_to_hide_the_message()
    {
        var message = await SurvivesAsync(peer => peer.SendAsync("* 1 FETCH (UID 1 RFC822.SIZE 7 ENVELOPE NIL)"));
        Assert.Equal(7, message.Size);
        Assert.Null(message.Envelope);
    }

    [Fact]
    public async Task Nul_octets_do_no_harm()
    {
        var message = await SurvivesAsync(peer => peer.SendTextAsync(
            "* 1 FETCH (UID 1 RFC822.SIZE 7 ENVELOPE (NIL \"a\0b\" NIL NIL NIL NIL NIL NIL NIL {3}\r\n\0\0\0))\r\n\0\0\0\r\n* \0\r\n"));
        Assert.StartsWith("a", message.Envelope!.Subject);
        Assert.Empty(message.Problems);
        Assert.DoesNotContain(Trace, line => line.Any(char.IsControl));
    }

    [Theory]
    [InlineData("4294967295")]
    [InlineData("4294967296")]
    [InlineData("5000000")]
    [InlineData("99999999999999999999")]
    public async Task A_literal_that_announces_too_much_inside_an_envelope_ends_the_connection(string length)
    {
        var session = await ConnectAsync(Fetching(async peer =>
        {
            await peer.SendTextAsync($"* 1 FETCH (UID 1 ENVELOPE (NIL {{{length}}}\r\nabc");
            await peer.KeepSilentAsync();
        }));
        var exception = await FailsAsync(ImapError.ProtocolViolation, () => ReadAsync(session, 1, Envelope));
        Assert.Matches("MaxGatheredLiteral|MaxLiteralSize", exception.Message);
    }

    [Fact]
    public async Task The_same_literal_is_no_better_where_content_was_asked_for()
    {
        var session = await ConnectAsync(Fetching(async peer =>
        {
            await peer.SendTextAsync("* 1 FETCH (UID 1 ENVELOPE (NIL {4294967295}\r\nabc");
            await peer.KeepSilentAsync();
        }));
        await FailsAsync(ImapError.ProtocolViolation, () => ReadAsync(session, 1, Body));
    }

    [Fact]
    public async Task A_large_literal_where_nobody_asked_for_one_is_passed_over()
    {
        await SurvivesAsync(async peer =>
        {
            await peer.SendTextAsync("* LIST () \"/\" {70000}\r\n" + new string('n', 70_000) + "\r\n* XYZZY {100000}\r\n" + new string('x', 100_000) + " \"and\"\r\n");
            await peer.SendTextAsync("* 3 FETCH (UID 77 BODY[] {90000}\r\n" + new string('b', 90_000) + ")\r\n");
            await peer.SendAsync("* 1 FETCH (UID 1 RFC822.SIZE 7 ENVELOPE NIL)");
        });
    }

    [Fact]
    public async Task A_content_over_the_callers_limit_costs_itself_alone()
    {
        var session = await ConnectAsync(Fetching(
            peer => peer.SendTextAsync("* 1 FETCH (UID 1 BODY[] {300000}\r\n" + new string('b', 300_000) + ")\r\n"),
            "* 2 FETCH (UID 2 BODY[] {5}\r\nsmall)"));
        var options = FetchOptions.Default with { MaxLiteral = 200_000 };
        var message = Assert.Single(await ReadAsync(session, 1, Body, options));
        Assert.Equal(1u, message.Uid);
        Assert.Null(Assert.Single(message.Sections).Content);
        Assert.Contains("300000 bytes are over the limit of 200000 (MaxLiteral)", Assert.Single(message.Problems));
        Assert.Equal("small"u8.ToArray(), Assert.Single(await ReadAsync(session, 2, Body, options)).Sections[0].Content);
    }

    [Fact]
    public async Task A_content_under_the_limit_is_gathered_whole()
    {
        var content = string.Concat(Enumerable.Range(0, 40_000).Select(n => n + "\r\n"));
        var session = await ConnectAsync(Fetching(
            async peer =>
            {
                await peer.SendTextAsync($"* 1 FETCH (UID 1 BODY[] {{{content.Length}}}\r\n");
                for (var at = 0; at < content.Length; at += 10_007)
                    await peer.SendTextAsync(content.Substring(at, Math.Min(10_007, content.Length - at)));
                await peer.SendTextAsync(" FLAGS (\\Seen))\r\n");
            },
            "* 2 FETCH (UID 2 BODY[] NIL)"));
        var message = Assert.Single(await ReadAsync(session, 1, Body));
        Assert.Equal(Octets(content), Assert.Single(message.Sections).Content);
        Assert.True(message.Flags!.Has(SystemFlags.Seen));
        Assert.Empty(message.Problems);
        Assert.Equal(2u, Assert.Single(await ReadAsync(session, 2, Body)).Uid);
    }

    [Fact]
    public async Task A_line_without_end_ends_the_connection_at_its_limit()
    {
        var session = await ConnectAsync(
            Fetching(async peer =>
            {
                while (true)
                    await peer.SendTextAsync(new string('x', 65_536));
            }),
            o => o with { Limits = ProtocolLimits.Default with { MaxLineLength = 1024 * 1024 } });
        var exception = await FailsAsync(ImapError.ProtocolViolation, () => ReadAsync(session, 1, Envelope));
        Assert.Contains("MaxLineLength", exception.Message);
    }

    [Fact]
    public async Task A_literal_shorter_than_announced_is_followed_until_sense_is_lost()
    {
        var session = await ConnectAsync(Fetching(async peer =>
        {
            await peer.SendTextAsync("* 1 FETCH (UID 1 RFC822.SIZE 7 ENVELOPE (NIL {40}\r\nshort NIL NIL NIL NIL NIL NIL NIL NIL))\r\n");
            await peer.SendAsync("A9999 OK some answer");
            await peer.KeepSilentAsync();
        }));
        await FailsAsync(ImapError.ProtocolViolation, () => ReadAsync(session, 1, Envelope));
    }
}
