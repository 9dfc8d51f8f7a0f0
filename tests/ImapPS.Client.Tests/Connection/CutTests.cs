using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Session;
using ImapPS.Loopback;
using ImapPS.Loopback.Faults;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Connection;

/// <summary>A whole conversation, cut at each octet: it ends in an error that says why, and it ends.</summary>
public class CutTests : EngineTest
{
    private static readonly FetchItems Everything = new()
    {
        Attributes = FetchAttributes.Flags | FetchAttributes.Size | FetchAttributes.Envelope | FetchAttributes.BodyStructure | FetchAttributes.InternalDate,
        Sections = [FetchSectionRequest.Whole],
    };

    private static readonly ImapError[] Fitting =
    [
        ImapError.ConnectionLost, ImapError.ConnectionFailed, ImapError.ServerClosed, ImapError.NotImap, ImapError.TlsFailed, ImapError.CommandTimeout, ImapError.GreetingTimeout,
    ];

    public CutTests()
    {
        Options.Mechanisms.Clear();
        Options.Mechanisms.Add("PLAIN");
    }

    /// <returns>How many messages were read.</returns>
    private async Task<int> ConverseAsync(TimeSpan? silence = null)
    {
        var session = await ConnectAsync(silence: silence);
        await using (session)
        {
            await session.SearchAsync(MailboxName.Inbox, SearchKey.Subject("INBOX"), Cancel);
            var count = 0;
            await foreach (var batch in session.FetchAllAsync(MailboxName.Inbox, Everything, cancellationToken: Cancel))
                count += batch.Messages.Count;
            return count;
        }
    }

    private async Task<long> LengthAsync(Func<LoopbackStatistics, long> octets)
    {
        Server.Statistics.Reset();
        Assert.Equal(3, await ConverseAsync().WaitAsync(Hang));
        return octets(Server.Statistics);
    }

    /// <summary>Runs until it is not cut any more; each run before that must end in a fitting error.</summary>
    private async Task CutAsync(long octet, bool mayStillSucceed)
    {
        try
        {
            var count = await ConverseAsync().WaitAsync(Hang);
            Assert.True(mayStillSucceed, $"octet {octet}: the conversation went on");
            Assert.Equal(3, count);
        }
        catch (ImapException e)
        {
            Assert.True(Fitting.Contains(e.Error), $"octet {octet}: {e}");
            Assert.DoesNotContain(e.Message, char.IsControl);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"octet {octet}: it hangs");
        }
    }

    [Fact]
    public async Task Cut_after_each_octet_that_the_server_sends()
    {
        Edition.NeedsMoreThanMono("time for a thousand connections");
        Fill(3);
        var length = await LengthAsync(s => s.OctetsSent);
        // The last octets are the goodbye, which nobody needs.
        var needed = length - 100;
        for (var octet = 0; octet < length; octet++)
        {
            Server.Faults.CutAfterSent(octet, octet % 2 == 0 ? CutKind.Close : CutKind.Reset);
            await CutAsync(octet, octet > needed);
        }
    }

    [Fact]
    public async Task Cut_after_each_octet_that_the_server_gets()
    {
        Fill(3);
        var length = await LengthAsync(s => s.OctetsReceived);
        for (var octet = 0; octet < length; octet++)
        {
            Server.Faults.CutAfterReceived(octet, octet % 2 == 0 ? CutKind.Close : CutKind.Reset);
            await CutAsync(octet, octet > length - 20);
        }
    }

    [Fact]
    public async Task A_line_that_stalls_ends_in_a_timeout_that_names_what_was_waited_for()
    {
        Fill(3);
        var length = await LengthAsync(s => s.OctetsSent);
        foreach (var octet in new[] { 300, length / 2, length - 200 })
        {
            Server.Faults.CutAfterSent(octet, CutKind.Stall);
            var exception = await FailsAsync(ImapError.CommandTimeout, () => ConverseAsync(TimeSpan.FromSeconds(1)));
            Assert.Matches("while (AUTHENTICATE|CAPABILITY|EXAMINE|UID SEARCH|UID FETCH) was waiting", exception.Message);
        }
    }

    [Fact]
    public async Task One_octet_at_a_time_makes_no_difference()
    {
        Fill(3);
        Server.Faults.OneByteAtATime = true;
        Assert.Equal(3, await ConverseAsync().WaitAsync(Hang));
    }

    [Fact]
    public async Task Cut_in_the_middle_of_a_large_literal()
    {
        Inbox.Add(new string('x', 300_000));
        var session = await ConnectAsync();
        await session.SelectAsync(MailboxName.Inbox, write: false, Cancel);
        Server.Faults.CutAfterSent(150_000);
        await FailsAsync(ImapError.ConnectionLost, () => ReadAsync(session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1), Everything, cancellationToken: Cancel)));
        Assert.Equal(SessionState.Broken, session.State);
        await FailsAsync(ImapError.ConnectionLost, () => session.SearchAsync(MailboxName.Inbox, SearchKey.All, Cancel));
    }
}
