using System.Collections.Concurrent;
using ImapPS.Client.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Tests.Connection;

/// <summary>How connections end, and what is told of it then and later.</summary>
public class BrokenConnectionTests : RawTest
{
    private static Func<RawPeer, Task> Answering(params string[] lines) => async peer =>
    {
        await peer.SendAsync("* OK hi");
        var (tag, _) = await peer.ReadCommandAsync();
        await peer.SendAsync(lines.Select(l => l.Replace("{tag}", tag, StringComparison.Ordinal)).ToArray());
        await peer.KeepSilentAsync();
    };

    /// <summary>As often as it takes: the writer may be about to note that it has written.</summary>
    private static Task FallSilentAsync(ImapConnection connection) => UntilAsync(() =>
    {
        Silence.Pass(connection, Silence.Long + Hang);
        return connection.Cause is not null;
    });

    private static Task<StatusResponse> NoopAsync(ImapConnection connection) => connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel);

    [Fact]
    public async Task Bye_in_the_middle_of_a_command_tells_the_servers_text()
    {
        var connection = await OpenAsync(Answering("* 3 EXISTS", "* BYE [UNAVAILABLE] Shutting\tdown"));
        var exception = await FailsAsync(ImapError.ServerClosed, () => NoopAsync(connection));
        Assert.Contains("Shutting\\u0009down", exception.Message);
        Assert.Equal("UNAVAILABLE", exception.ErrorId);
        // Later use tells the first cause, and not that the connection is gone.
        Assert.Equal("UNAVAILABLE", (await FailsAsync(ImapError.ServerClosed, () => NoopAsync(connection))).ErrorId);
        connection.Break(new ImapException(ImapError.ConnectionLost, "another cause"));
        Assert.Equal(ImapError.ServerClosed, connection.Cause!.Error);
        Assert.Equal(ConnectionPhase.Closed, connection.Phase);
    }

    [Fact]
    public async Task An_answer_before_the_bye_counts()
    {
        var connection = await OpenAsync(Answering("{tag} OK done", "* BYE gone"));
        Assert.Equal("done", (await NoopAsync(connection).WaitAsync(Hang)).Text);
        await UntilAsync(() => connection.Cause is not null);
        Assert.Equal(ImapError.ServerClosed, connection.Cause!.Error);
    }

    [Fact]
    public async Task An_end_without_a_word_is_a_lost_connection()
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            await peer.ReadLineAsync();
        });
        var all = Enumerable.Range(0, 3).Select(_ => NoopAsync(connection)).ToArray();
        foreach (var each in all)
            await FailsAsync(ImapError.ConnectionLost, () => each);
    }

    [Theory]
    [InlineData("A9999 OK who asked")]
    [InlineData("{tag}x OK almost")]
    [InlineData("{tag} WAT is this")]
    [InlineData("{tag}")]
    [InlineData("{tag} BYE tagged")]
    public async Task An_answer_to_no_command_or_that_is_none_breaks_the_connection(string line)
    {
        var connection = await OpenAsync(Answering(line));
        await FailsAsync(ImapError.ProtocolViolation, () => NoopAsync(connection));
    }

    [Theory]
    [InlineData("* XYZZY whatever {7} it is")]
    [InlineData("* 5 XYZZY")]
    [InlineData("* 99999999999999999999 EXISTS")]
    [InlineData("*")]
    [InlineData("*  ")]
    [InlineData("nonsense")]
    [InlineData("* LIST (((")]
    [InlineData("\0\0\0")]
    [InlineData("* OK [")]
    [InlineData("* \0\0 \u001b[2J")]
    [InlineData("")]
    public async Task What_nobody_knows_is_passed_over(string line)
    {
        var connection = await OpenAsync(Answering(line, "{tag} OK"));
        await NoopAsync(connection).WaitAsync(Hang);
        Assert.Null(connection.Cause);
        Assert.DoesNotContain(Trace, l => l.Any(char.IsControl));
    }

    [Fact]
    public async Task Silence_ends_the_connection_and_names_the_command()
    {
        var connection = await OpenAsync(Answering("* 1 EXISTS"), o => o with { SilenceTimeout = TimeSpan.FromMilliseconds(200) });
        var exception = await FailsAsync(ImapError.CommandTimeout, () => NoopAsync(connection));
        Assert.Contains("NOOP", exception.Message);
        Assert.Contains("0.2 seconds", exception.Message);
    }

    [Fact]
    public async Task A_server_that_speaks_now_and_then_is_not_silent_and_one_that_nobody_asks_may_be()
    {
        using var asked = new SemaphoreSlim(0);
        using var speak = new SemaphoreSlim(0);
        var connection = await OpenAsync(
            async peer =>
            {
                await peer.SendAsync("* OK hi");
                for (var round = 0; round < 3; round++)
                {
                    var tag = await peer.ExpectAsync("NOOP");
                    asked.Release();
                    for (var i = 0; i < 3; i++)
                    {
                        await speak.WaitAsync();
                        await peer.SendAsync($"* {i} EXISTS");
                    }

                    await speak.WaitAsync();
                    await peer.SendAsync($"{tag} OK");
                }
            },
            o => o with { SilenceTimeout = Silence.Long });
        var heard = 0;
        connection.Unsolicited = _ => Interlocked.Increment(ref heard);
        for (var round = 0; round < 2; round++)
        {
            var noop = NoopAsync(connection);
            Assert.True(await asked.WaitAsync(Hang, Cancel));
            for (var i = 1; i <= 3; i++)
            {
                Silence.Pass(connection, Silence.Long - Hang);
                speak.Release();
                await UntilAsync(() => Volatile.Read(ref heard) == (round * 3) + i);
            }

            speak.Release();
            await noop.WaitAsync(Hang);
            // Longer than the timeout, with nothing in flight.
            Silence.Pass(connection, Silence.Long + Silence.Long);
            Assert.Null(connection.Cause);
        }

        var last = NoopAsync(connection);
        Assert.True(await asked.WaitAsync(Hang, Cancel));
        await FallSilentAsync(connection);
        await FailsAsync(ImapError.CommandTimeout, () => last);
        // It may go home.
        speak.Release(4);
    }

    [Fact]
    public async Task No_timeout_means_no_end()
    {
        var connection = await OpenAsync(
            async peer =>
            {
                await peer.SendAsync("* OK hi");
                var tag = await peer.ExpectAsync("NOOP");
                await Task.Delay(300);
                await peer.SendAsync($"{tag} OK");
                await peer.KeepSilentAsync();
            },
            o => o with { SilenceTimeout = Timeout.InfiniteTimeSpan });
        await NoopAsync(connection).WaitAsync(Hang);
    }

    [Fact]
    public async Task Disposing_fails_what_is_in_flight_and_what_is_queued()
    {
        var connection = await OpenAsync(Answering());
        var barrier = connection.ExecuteAsync(SimpleCommand.Check, null, CommandTraits.Alone, Cancel);
        var queued = Enumerable.Range(0, 50).Select(_ => NoopAsync(connection)).ToArray();
        await connection.DisposeAsync().AsTask().WaitAsync(Hang);
        await connection.DisposeAsync().AsTask().WaitAsync(Hang);
        foreach (var each in queued.Append(barrier))
            await FailsAsync(ImapError.SessionClosed, () => each);
        await FailsAsync(ImapError.SessionClosed, () => NoopAsync(connection));
    }

    [Fact]
    public async Task A_queued_command_that_is_cancelled_is_never_sent()
    {
        using var cancel = new CancellationTokenSource();
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var tag = await peer.ExpectAsync("NOOP");
            await UntilAsync(() => cancel.IsCancellationRequested);
            await peer.SendAsync($"{tag} OK");
            await peer.SendAsync($"{await peer.ExpectAsync("NAMESPACE")} OK");
            await peer.KeepSilentAsync();
        });
        var first = connection.ExecuteAsync(SimpleCommand.Noop, null, CommandTraits.Alone, Cancel);
        var second = connection.ExecuteAsync(SimpleCommand.Check, null, null, cancel.Token);
        var third = connection.ExecuteAsync(SimpleCommand.Namespace, cancellationToken: Cancel);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Hang));
        await Task.WhenAll(first, third).WaitAsync(Hang);
        // A token that was cancelled before sends nothing either.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.ExecuteAsync(SimpleCommand.Check, null, null, cancel.Token).WaitAsync(Hang));
        Assert.DoesNotContain(Trace, line => line.Contains("CHECK", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TryAccept")]
    [InlineData("Flush")]
    [InlineData("Answered")]
    [InlineData("Complete")]
    public async Task A_sink_that_throws_leaves_nobody_waiting(string call)
    {
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK hi");
            var first = await peer.ExpectAsync("NOOP");
            await peer.ExpectAsync("CHECK");
            await peer.SendAsync("* 3 EXISTS");
            // Were the answer to come in one piece with the data, there would be no moment at which to hand it on.
            if (call != "Flush")
                await peer.SendAsync($"{first} OK");
            await peer.KeepSilentAsync();
        });
        var sink = new RecordingSink(r => r is ExistsResponse) { Throws = call };
        var first = connection.ExecuteAsync(SimpleCommand.Noop, sink, null, Cancel);
        var second = connection.ExecuteAsync(SimpleCommand.Check, new RecordingSink(_ => false) { Throws = "Complete" }, null, Cancel);
        await Task.WhenAny(first, Task.Delay(Hang, Cancel));
        Assert.True(first.IsCompleted);
        var exception = await FailsAsync(ImapError.ConnectionLost, () => second);
        Assert.Contains("a fault of the sink", exception.Message);
    }

    [Fact]
    public async Task A_listener_that_throws_costs_nothing()
    {
        var connection = await OpenAsync(Answering("* 3 EXISTS", "{tag} OK [ALERT] look"));
        connection.Unsolicited = _ => throw new NotSupportedException("a fault of the listener");
        await NoopAsync(connection).WaitAsync(Hang);
        Assert.Null(connection.Cause);
        Assert.Equal(2, Trace.Count(line => line.Contains("a fault of the listener", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_trace_that_fails_ends_the_trace_alone()
    {
        var trace = new ProtocolTrace(line =>
        {
            if (line.Contains("NOOP", StringComparison.Ordinal))
                throw new IOException("disk full");
        });
        var connection = await OpenAsync(Answering("{tag} OK"), o => o with { Trace = trace });
        await NoopAsync(connection).WaitAsync(Hang);
        Assert.IsType<IOException>(trace.Failure);
        var pending = NoopAsync(connection);
        await connection.DisposeAsync().AsTask().WaitAsync(Hang);
        await FailsAsync(ImapError.SessionClosed, () => pending);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_receiver_is_not_a_silent_server(bool blocks)
    {
        var connection = await OpenAsync(
            async peer =>
            {
                await peer.SendAsync("* OK hi");
                var tag = await peer.ExpectAsync("UID FETCH");
                await peer.SendTextAsync("* 1 FETCH (UID 1 BODY[] {100000}\r\n" + new string('x', 100_000));
                await peer.SendAsync(")", $"{tag} OK");
                await peer.KeepSilentAsync();
            },
            o => o with { SilenceTimeout = Silence.Long });
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = new SlowSink(() =>
        {
            reached.SetResult();
            return blocks ? Task.FromResult(goOn.Task.Wait(Hang)) : goOn.Task;
        });
        var command = new UidFetchCommand(Protocol.Values.UidSet.Of(1), new FetchItems { Sections = [FetchSectionRequest.Whole] });
        var fetch = connection.ExecuteAsync(command, sink, null, Cancel);
        await reached.Task.WaitAsync(Hang);
        Silence.Pass(connection, Silence.Long + Silence.Long);
        goOn.SetResult();
        await fetch.WaitAsync(Hang);
        Assert.Equal(100_000, sink.Received);
    }

    [Fact]
    public async Task A_slow_source_is_not_a_silent_server()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connection = await OpenAsync(
            async peer =>
            {
                await peer.SendAsync("* OK [CAPABILITY IMAP4rev1 LITERAL+] hi");
                var (tag, _) = await peer.ReadCommandAsync();
                await peer.ReadLineAsync();
                await peer.SendAsync($"{tag} OK");
                await peer.ExpectAsync("NOOP");
                asked.SetResult();
                await peer.KeepSilentAsync();
            },
            o => o with { SilenceTimeout = Silence.Long });
        var literal = new SlowLiteral(1000);
        var append = connection.ExecuteAsync(new AppendCommand(Protocol.Values.MailboxName.Inbox, [new AppendEntry(literal, null, null)]), null, null, Cancel);
        await literal.Reached.WaitAsync(Hang);
        Silence.Pass(connection, Silence.Long + Silence.Long);
        literal.GoOn();
        Assert.Equal(StatusKind.Ok, (await append.WaitAsync(Hang)).Status);
        // Once all is sent it is the server's turn again.
        var noop = NoopAsync(connection);
        await asked.Task.WaitAsync(Hang);
        await FallSilentAsync(connection);
        await FailsAsync(ImapError.CommandTimeout, () => noop);
    }

    [Fact]
    public async Task A_connection_that_is_given_up_is_reset_so_that_nothing_on_its_way_arrives_later()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var connection = await OpenAsync(
            async peer =>
            {
                await peer.SendAsync("* OK [CAPABILITY IMAP4rev1] hi");
                await peer.ReadCommandAsync();
                asked.SetResult();
                ended.SetResult(await Assert.ThrowsAnyAsync<IOException>(peer.ReadLineAsync));
            },
            o => o with { SilenceTimeout = Silence.Long });
        var noop = NoopAsync(connection);
        await asked.Task.WaitAsync(Hang);
        await FallSilentAsync(connection);
        await FailsAsync(ImapError.CommandTimeout, () => noop);
        var end = await ended.Task.WaitAsync(Hang, Cancel);
        Assert.Equal(System.Net.Sockets.SocketError.ConnectionReset, Assert.IsType<System.Net.Sockets.SocketException>(end.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task What_was_kept_for_a_listener_is_told_before_what_comes_meanwhile()
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connection = await OpenAsync(async peer =>
        {
            await peer.SendAsync("* OK [ALERT] first");
            await listening.Task;
            await peer.SendAsync("* OK [ALERT] second");
            await peer.KeepSilentAsync();
        });
        var heard = new ConcurrentQueue<string>();
        connection.Unsolicited = response =>
        {
            if (listening.TrySetResult())
                // Time for the other to come; where it is told out of turn, it is most likely seen.
                Thread.Sleep(200);
            heard.Enqueue(((StatusResponse)response).Text);
        };
        await UntilAsync(() => heard.Count == 2);
        Assert.Equal(["first", "second"], heard);
    }
}
