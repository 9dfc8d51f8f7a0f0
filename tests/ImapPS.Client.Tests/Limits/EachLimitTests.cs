using ImapPS.Client.Connection;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Limits;

/// <summary>Each limit as a session meets it: below and at it all is well, above it the limit is named, and what can live on does.</summary>
public class EachLimitTests : RawTest
{
    /// <summary>The limit in each of these tests, but where the name says more.</summary>
    private const int Limit = 2000;

    private static readonly FetchItems Envelope = new() { Attributes = FetchAttributes.Envelope };

    private static readonly FetchItems Body = new() { Sections = [FetchSectionRequest.Whole] };

    /// <summary>Tries this much more than the limit; gives the error or the problem, and null where there is none.</summary>
    private static readonly Dictionary<string, Func<EachLimitTests, int, Task<string?>>> Tries = new()
    {
        [nameof(ProtocolLimits.MaxLineLength)] = (t, n) => t.FetchAsync(new() { MaxLineLength = Limit }, Envelope, Fill("* 1 FETCH (UID 1 ENVELOPE (NIL \"{0}\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n", n)),
        [nameof(ProtocolLimits.MaxResponseSize)] = (t, n) => t.FetchAsync(new() { MaxResponseSize = Limit }, Envelope, Fill("* 1 FETCH (UID 1 ENVELOPE (\"{0}\" {{9}}\r\nin pieces NIL NIL NIL NIL NIL NIL NIL NIL))\r\n", n)),
        // What is over the threshold and nobody's to stream is held to MaxGatheredLiteral, and nothing else.
        [nameof(ProtocolLimits.LiteralThreshold)] = (t, n) => t.FetchAsync(new() { LiteralThreshold = Limit, MaxGatheredLiteral = 1 }, Envelope, Literal("ENVELOPE (NIL ", n, " NIL NIL NIL NIL NIL NIL NIL NIL)")),
        [nameof(ProtocolLimits.MaxLiteralSize)] = (t, n) => t.FetchAsync(new() { MaxLiteralSize = Limit }, Body, Literal("BODY[] ", n, "")),
        [nameof(ProtocolLimits.MaxGatheredLiteral)] = (t, n) => t.FetchAsync(new() { MaxGatheredLiteral = Limit, LiteralThreshold = 10 }, Envelope, Literal("ENVELOPE (NIL ", n, " NIL NIL NIL NIL NIL NIL NIL NIL)")),
        [nameof(ProtocolLimits.MaxNesting)] = (t, n) => t.FetchAsync(new() { MaxNesting = Limit }, Envelope, $"* 1 FETCH (UID 1 X-NEST {new string('(', Limit + n)}{new string(')', Limit + n)} ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n", lives: true),
        [nameof(ProtocolLimits.MaxListLength)] = (t, n) => t.FetchAsync(new() { MaxListLength = Limit }, Envelope, $"* 1 FETCH (UID 1 ENVELOPE (NIL \"s\" ({string.Concat(Enumerable.Repeat("(NIL NIL \"a\" \"b\")", Limit + n))}) NIL NIL NIL NIL NIL NIL NIL))\r\n", lives: true),
        [nameof(ProtocolLimits.MaxSetRanges)] = (t, n) => t.InvokeAsync(new() { MaxSetRanges = Limit }, "* SEARCH " + string.Join(" ", Enumerable.Range(1, Limit + n).Select(i => 2 * i)) + "\r\n"),
        [nameof(ProtocolLimits.MaxThreadNesting)] = (t, n) => t.InvokeAsync(new() { MaxThreadNesting = Limit }, $"* THREAD {new string('(', Limit + n)}1{new string(')', Limit + n)}\r\n"),
        [nameof(ProtocolLimits.MaxUnsolicited)] = (t, n) => t.FetchAsync(new() { MaxUnsolicited = Limit }, Envelope, string.Concat(Enumerable.Repeat("* 9 EXISTS\r\n", Limit + n)) + "* 1 FETCH (UID 1 ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n"),
        [nameof(ProtocolLimits.MaxAlerts)] = (t, n) => t.HearAsync(Limit + n),
        [nameof(ProtocolLimits.MaxCompressionRatio)] = (_, n) => Task.FromResult(Inflate(n, byRatio: true)),
        [nameof(ProtocolLimits.MaxCompressionExcess)] = (_, n) => Task.FromResult(Inflate(n, byRatio: false)),
    };

    public static TheoryData<string> Names { get; } = new(Tries.Keys);

    [Fact]
    public void Every_limit_is_tried()
    {
        Assert.Equal(LimitRange.All.Select(l => l.Name).Order(), Tries.Keys.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Below_and_at_the_limit_all_is_well(string name)
    {
        Assert.Null(await Tries[name](this, -1));
        Assert.Null(await Tries[name](this, 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Above_it_the_limit_is_named(string name)
    {
        var named = name == nameof(ProtocolLimits.LiteralThreshold) ? nameof(ProtocolLimits.MaxGatheredLiteral) : name;
        Assert.Contains(named, await Tries[name](this, 1));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task MaxResponseSize_holds_for_a_search_that_is_answered_in_pieces(int more, bool accepted)
    {
        const string Piece = "* SEARCH 1 2 3 4 5\r\n";
        var session = await ConnectAsync(
            async peer =>
            {
                await peer.LogInAsync();
                await peer.OpenAsync();
                var tag = await peer.ExpectAsync("UID SEARCH");
                await peer.SendTextAsync(string.Concat(Enumerable.Repeat(Piece, 100 + more)));
                await peer.SendAsync($"{tag} OK");
                await peer.KeepSilentAsync();
            },
            o => o with { Limits = new() { MaxResponseSize = 100 * Piece.Length } });
        if (accepted)
            Assert.Equal(5, (await session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel).WaitAsync(Hang)).Count);
        else
            Assert.Contains("MaxResponseSize", (await FailsAsync(ImapError.ProtocolViolation, () => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel))).Message);
    }

    [Fact]
    public async Task What_was_asked_for_ends_a_row_of_what_was_not()
    {
        var session = await ConnectAsync(
            async peer =>
            {
                await peer.LogInAsync();
                await peer.OpenAsync();
                for (var i = 0; i < 10; i++)
                {
                    var tag = await peer.ExpectAsync("UID FETCH");
                    await peer.SendTextAsync(string.Concat(Enumerable.Repeat("* 9 EXISTS\r\n", 70)) + "* 1 FETCH (UID 1 ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL))\r\n" + string.Concat(Enumerable.Repeat("* OK still here\r\n", 70)));
                    await peer.SendAsync($"{tag} OK");
                }

                await peer.KeepSilentAsync();
            },
            o => o with { Limits = new() { MaxUnsolicited = 100 } });
        for (var i = 0; i < 10; i++)
            Assert.Null(await ReadAsync(session, 1, Envelope));
    }

    [Theory]
    [InlineData("* 9 EXISTS")]
    [InlineData("* OK still here")]
    [InlineData("* CAPABILITY IMAP4rev1")]
    [InlineData("* 77 FETCH (UID 777 FLAGS ())")]
    [InlineData("+ go on")]
    [InlineData("nonsense")]
    public async Task Unsolicited_is_whatever_no_command_takes(string line)
    {
        var error = await FetchAsync(new() { MaxUnsolicited = Limit }, Envelope, string.Concat(Enumerable.Repeat(line + "\r\n", Limit + 1)));
        Assert.Contains("MaxUnsolicited", error);
    }

    private static string Fill(string format, int more)
    {
        var bare = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, "");
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, format, new string('x', Limit + more - bare.Length));
    }

    private static string Literal(string before, int more, string behind) => $"* 1 FETCH (UID 1 {before}{{{Limit + more}}}\r\n{new string('x', Limit + more)}{behind})\r\n";

    /// <summary>A row of zeros, and limits that it keeps to the octet.</summary>
    private static string? Inflate(int more, bool byRatio)
    {
        using var writer = new DeflateWriter();
        writer.Append(new ArraySegment<byte>(new byte[100_000]));
        var compressed = writer.Flush();
        var fair = 100_000 - (10L * compressed.Count);
        using var reader = new DeflateReader(byRatio
            ? new() { MaxCompressionRatio = 10 - more, MaxCompressionExcess = fair }
            : new() { MaxCompressionRatio = 10, MaxCompressionExcess = fair - more });
        reader.Append(compressed);
        try
        {
            while (reader.Read(new ArraySegment<byte>(new byte[4096])) > 0)
            {
                // All of it is to come out.
            }

            return null;
        }
        catch (FramingException e)
        {
            return e.Message;
        }
    }

    /// <summary>Answers one UID FETCH with this text; behind it, the session must go on where it can.</summary>
    private async Task<string?> FetchAsync(ProtocolLimits limits, FetchItems items, string answer, bool lives = false)
    {
        var session = await ConnectAsync(
            async peer =>
            {
                await peer.LogInAsync();
                await peer.OpenAsync();
                var tag = await peer.ExpectAsync("UID FETCH 1 ");
                await peer.SendTextAsync(answer);
                await peer.SendAsync($"{tag} OK done");
                tag = await peer.ExpectAsync("UID FETCH 2 ");
                await peer.SendAsync("* 2 FETCH (UID 2 BODY[] \"two\" ENVELOPE (NIL \"two\" NIL NIL NIL NIL NIL NIL NIL NIL))", $"{tag} OK done");
                await peer.KeepSilentAsync();
            },
            o => o with { Limits = limits });
        var problem = await ReadAsync(session, 1, items);
        if (problem is null || lives)
            Assert.Null(await ReadAsync(session, 2, items));
        else
            Assert.Equal(problem, (await FailsAsync(ImapError.ProtocolViolation, () => ReadThrowingAsync(session, 2, items))).Message);
        return problem;
    }

    private static async Task<string?> ReadAsync(ImapSession session, uint uid, FetchItems items)
    {
        try
        {
            return await ReadThrowingAsync(session, uid, items).WaitAsync(Hang);
        }
        catch (ImapException e)
        {
            return e.Message;
        }
    }

    private static async Task<string?> ReadThrowingAsync(ImapSession session, uint uid, FetchItems items)
    {
        var problems = new List<string>();
        var count = 0;
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(uid), items, null, Cancel))
        {
            count += batch.Messages.Count;
            problems.AddRange(batch.Messages.SelectMany(m => m.Problems));
        }

        Assert.Equal(1, count);
        return problems.Count == 0 ? null : string.Join("; ", problems);
    }

    private async Task<string?> InvokeAsync(ProtocolLimits limits, string answer)
    {
        var session = await ConnectAsync(
            async peer =>
            {
                await peer.LogInAsync();
                var tag = await peer.ExpectAsync("XYZZY");
                await peer.SendTextAsync(answer);
                await peer.SendAsync($"{tag} OK done");
                tag = await peer.ExpectAsync("NOOP");
                await peer.SendAsync($"{tag} OK done");
                await peer.KeepSilentAsync();
            },
            o => o with { Limits = limits });
        var given = await session.InvokeAsync(new RawCommand("XYZZY", []), null, write: false, Cancel).WaitAsync(Hang);
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        return (Assert.Single(given.Responses) as UnknownResponse)?.Problem;
    }

    private async Task<string?> HearAsync(int alerts)
    {
        Alerts.Clear();
        var session = await ConnectAsync(
            async peer =>
            {
                await peer.LogInAsync();
                var tag = await peer.ExpectAsync("NOOP");
                await peer.SendTextAsync(string.Concat(Enumerable.Range(1, alerts).Select(i => $"* OK [ALERT] number {i}\r\n")));
                await peer.SendAsync($"{tag} OK [ALERT] done");
                tag = await peer.ExpectAsync("NOOP");
                await peer.SendAsync($"{tag} OK [ALERT] again");
                await peer.KeepSilentAsync();
            },
            o => o with { Limits = new() { MaxAlerts = Limit + 2 } });
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        Assert.Equal(Math.Min(alerts + 2, Limit + 3), Alerts.Count);
        Assert.Equal("number 1", Alerts.First());
        return alerts + 2 <= Limit + 2 ? null : Alerts.Last();
    }
}
