using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>What may be in flight beside what (RFC 9051 section 5.5), and how answers find their commands.</summary>
public class PipeliningTests : RawTest
{
    private static readonly MailboxName Archive = MailboxName.Create("Archive");

    [Fact]
    public async Task Commands_go_out_together_and_answers_find_them_by_tag()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var tags = new List<string>();
            for (var i = 0; i < 3; i++)
                tags.Add(await peer.ExpectAsync("NOOP"));
            await peer.SendAsync($"{tags[2]} OK third", $"{tags[0]} NO first", $"{tags[1]} BAD second");
            await peer.KeepSilentAsync();
        });
        var commands = Enumerable.Range(0, 3).Select(_ => connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel)).ToArray();
        var answers = await Task.WhenAll(commands).WaitAsync(Hang);
        Assert.Equal(["first", "second", "third"], answers.Select(a => a.Text));
        Assert.Equal([StatusKind.No, StatusKind.Bad, StatusKind.Ok], answers.Select(a => a.Status));
    }

    public static TheoryData<string> Barriers() => ["STARTTLS", "LOGIN", "AUTHENTICATE", "LOGOUT"];

    [Theory]
    [MemberData(nameof(Barriers))]
    public async Task Nothing_is_in_flight_beside_a_barrier(string name)
    {
        var more = new List<bool>();
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 SASL-IR] hi");
            var before = await peer.ExpectAsync("NOOP");
            more.Add(await peer.HasMoreAsync());
            await peer.SendAsync($"{before} OK");
            var barrier = await peer.ExpectAsync(name);
            more.Add(await peer.HasMoreAsync());
            await peer.SendAsync($"{barrier} NO not now");
            var behind = await peer.ExpectAsync("NOOP");
            await peer.SendAsync($"{behind} OK");
            await peer.KeepSilentAsync();
        });
        using var secret = new SensitiveBytes("pw"u8.ToArray());
        Command command = name switch
        {
            "STARTTLS" => SimpleCommand.StartTls,
            "LOGIN" => new LoginCommand("user", secret),
            "AUTHENTICATE" => new AuthenticateCommand("PLAIN", secret),
            _ => SimpleCommand.Logout,
        };
        var before = connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel);
        var barrier = connection.ExecuteAsync(command, null, CommandTraits.Alone, Cancel);
        var behind = connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel);
        await Task.WhenAll(before, barrier, behind).WaitAsync(Hang);
        Assert.Equal([false, false], more);
    }

    [Fact]
    public async Task Select_waits_for_others_but_others_do_not_wait_for_it()
    {
        var more = new List<bool>();
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var before = await peer.ExpectAsync("NOOP");
            more.Add(await peer.HasMoreAsync());
            await peer.SendAsync($"{before} OK");
            var select = await peer.ExpectAsync("SELECT");
            var behind = await peer.ExpectAsync("CHECK");
            await peer.SendAsync($"{select} OK", $"{behind} OK");
            await peer.KeepSilentAsync();
        });
        var all = new[]
        {
            connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel),
            connection.ExecuteAsync(new SelectCommand(Archive, false), null, CommandTraits.AfterOthers, Cancel),
            connection.ExecuteAsync(SimpleCommand.Check, cancellationToken: Cancel),
        };
        await Task.WhenAll(all).WaitAsync(Hang);
        Assert.Equal([false], more);
    }

    [Fact]
    public async Task Commands_of_one_class_are_never_in_flight_together_and_keep_their_order()
    {
        var more = new List<bool>();
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var first = await peer.ExpectAsync("UID SEARCH SEEN");
            more.Add(await peer.HasMoreAsync());
            await peer.SendAsync("* SEARCH 1 2", $"{first} OK");
            var second = await peer.ExpectAsync("UID SEARCH UNSEEN");
            var other = await peer.ExpectAsync("NOOP");
            await peer.SendAsync("* SEARCH 3", $"{other} OK", $"{second} OK");
            await peer.KeepSilentAsync();
        });
        var searches = CommandTraits.Class("SEARCH");
        var one = new RecordingSink(r => r is SearchResponse);
        var two = new RecordingSink(r => r is SearchResponse);
        var all = new[]
        {
            connection.ExecuteAsync(new UidSearchCommand(SearchKey.Seen), one, searches, Cancel),
            connection.ExecuteAsync(new UidSearchCommand(SearchKey.Unseen), two, searches, Cancel),
            connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel),
        };
        await Task.WhenAll(all).WaitAsync(Hang);
        Assert.Equal([false], more);
        Assert.Equal([1u, 2u], ((SearchResponse)Assert.Single(one.Taken)).Numbers);
        Assert.Equal([3u], ((SearchResponse)Assert.Single(two.Taken)).Numbers);
        Assert.Equal("Complete", two.Calls[^1]);
        Assert.Equal("Answered", two.Calls[^2]);
    }

    [Fact]
    public async Task A_synchronising_literal_waits_for_its_turn_and_nothing_passes_it()
    {
        var more = new List<bool>();
        var text = "";
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var tag = await peer.ExpectAsync("UID SEARCH CHARSET UTF-8 SUBJECT {");
            more.Add(await peer.HasMoreAsync());
            await peer.SendAsync("* 5 EXISTS", "+ go on");
            text = await peer.ReadLineAsync();
            var behind = await peer.ExpectAsync("NOOP");
            await peer.SendAsync($"{tag} OK", $"{behind} OK");
            await peer.KeepSilentAsync();
        });
        var search = connection.ExecuteAsync(new UidSearchCommand(SearchKey.Subject("zwölf")), cancellationToken: Cancel);
        var behind = connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel);
        await Task.WhenAll(search, behind).WaitAsync(Hang);
        Assert.Equal([false], more);
        Assert.Equal("zw\u00c3\u00b6lf", text);
    }

    [Fact]
    public async Task Literal_plus_waits_for_nothing()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 LITERAL+] hi");
            var tag = await peer.ExpectAsync("UID SEARCH CHARSET UTF-8 SUBJECT {6+}");
            await peer.ReadLineAsync();
            await peer.SendAsync($"{tag} OK");
            await peer.KeepSilentAsync();
        });
        Assert.Equal(StatusKind.Ok, (await connection.ExecuteAsync(new UidSearchCommand(SearchKey.Subject("zwölf")), cancellationToken: Cancel).WaitAsync(Hang)).Status);
    }

    [Theory]
    [InlineData("NO [TOOBIG] too long")]
    [InlineData("BAD no literals here")]
    public async Task The_rest_of_a_command_whose_literal_is_refused_is_not_sent_and_the_connection_is_good(string refusal)
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var tag = await peer.ExpectAsync("UID SEARCH CHARSET UTF-8 SUBJECT {");
            await peer.SendAsync($"{tag} {refusal}");
            // One that nobody asked for must not be taken for the next command's.
            await peer.SendAsync("+ stray");
            tag = await peer.ExpectAsync("NOOP");
            await peer.SendAsync($"{tag} OK");
            tag = await peer.ExpectAsync("UID SEARCH CHARSET UTF-8 SUBJECT {");
            if (await peer.HasMoreAsync())
                throw new InvalidOperationException("The literal came without a continuation request.");
            await peer.SendAsync("+ go on");
            await peer.ReadLineAsync();
            await peer.SendAsync($"{tag} OK");
            await peer.KeepSilentAsync();
        });
        var search = new UidSearchCommand(SearchKey.Subject("zwölf"));
        var refused = await connection.ExecuteAsync(search, cancellationToken: Cancel).WaitAsync(Hang);
        Assert.NotEqual(StatusKind.Ok, refused.Status);
        await connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        Assert.Equal(StatusKind.Ok, (await connection.ExecuteAsync(search, cancellationToken: Cancel).WaitAsync(Hang)).Status);
    }

    [Fact]
    public async Task Continuation_requests_that_nobody_asked_for_are_dropped()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var tag = await peer.ExpectAsync("NOOP");
            for (var i = 0; i < 100; i++)
                await peer.SendTextAsync(string.Concat(Enumerable.Repeat("+ and\r\n", 1000)));
            await peer.SendAsync($"{tag} OK");
            await peer.KeepSilentAsync();
        }, o => o with { Trace = null });
        await connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        Assert.Null(connection.Cause);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Challenges_without_end_are_not_answered_without_end(bool atOnce)
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            await peer.ExpectAsync("AUTHENTICATE");
            if (atOnce)
                await peer.SendTextAsync(string.Concat(Enumerable.Repeat("+ \r\n", 100_000)));
            while (true)
            {
                await peer.SendAsync("+ ");
                await peer.ReadLineAsync();
            }
        });
        await FailsAsync(ImapError.ProtocolViolation, () => connection.ExecuteInteractiveAsync(new AuthenticateCommand("X", null), (_, _) => Task.FromResult<byte[]>([]), Cancel));
    }

    [Fact]
    public async Task A_command_that_cannot_be_written_fails_alone()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            await peer.SendAsync($"{await peer.ExpectAsync("NOOP")} OK");
            await peer.KeepSilentAsync();
        });
        var tooLong = UidSet.From(Enumerable.Range(1, 5000).Select(n => (uint)n * 3));
        await FailsAsync(ImapError.InvalidArgument, () => connection.ExecuteAsync(new UidFetchCommand(tooLong, new FetchItems { Attributes = FetchAttributes.Flags }), cancellationToken: Cancel));
        await FailsAsync(ImapError.InvalidArgument, () => connection.ExecuteAsync(new UidFetchCommand(UidSet.Of(1), new FetchItems()), cancellationToken: Cancel));
        await connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
    }

    [Fact]
    public async Task No_command_that_changes_messages_names_them_by_star_or_by_number()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            await peer.KeepSilentAsync();
        });
        var flags = MessageFlags.Create(SystemFlags.Seen);
        foreach (var set in new[] { UidSet.All, UidSet.Of(uint.MaxValue), UidSet.Parse("3,7:*"), UidSet.Parse("4294967295") })
        {
            foreach (Command command in new Command[] { new UidStoreCommand(set, StoreMode.Add, flags), new UidCopyCommand(set, Archive), new UidMoveCommand(set, Archive), new UidExpungeCommand(set) })
                await FailsAsync(ImapError.InvalidArgument, () => connection.ExecuteAsync(command, cancellationToken: Cancel));
        }

        var some = UidSet.Of(1, 3);
        foreach (Command command in new Command[] { new UidStoreCommand(some, StoreMode.Add, flags) { ByUid = false }, new UidCopyCommand(some, Archive) { ByUid = false }, new UidMoveCommand(some, Archive) { ByUid = false } })
            await FailsAsync(ImapError.InvalidArgument, () => connection.ExecuteAsync(command, cancellationToken: Cancel));
        Assert.DoesNotContain(Trace, line => line.Contains("C: ", StringComparison.Ordinal));
    }
}
