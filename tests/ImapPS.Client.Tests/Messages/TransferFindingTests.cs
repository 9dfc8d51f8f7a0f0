using ImapPS.Client.Connecting;
using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Session;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>What is told of a COPY or MOVE whose answer was lost, from what is in both mailboxes then.</summary>
public class TransferFindingTests : EngineTest
{
    private static readonly MailboxName Target = MailboxName.Create("Target");
    private static readonly DateTimeOffset Date = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static MessageIdentity Like(string? header, long size = 100, int seconds = 0) => new(size, Date.AddSeconds(seconds), header);

    private static string Of(bool isMove, uint[] still, MessageIdentity[] noted, params MessageIdentity[] added)
    {
        var finding = TransferFinding.Of(
            UidSet.Of(1, (uint)noted.Length),
            noted.Select(static (n, i) => ((uint)i + 1, n)).ToDictionary(static n => n.Item1, static n => n.n),
            Set(still),
            added.Select(static (a, i) => new KeyValuePair<uint, MessageIdentity>((uint)i + 101, a)).ToArray(),
            isMove);
        return $"{string.Join(' ', finding.Done.OrderBy(static d => d.Key).Select(static d => $"{d.Key}>{d.Value}"))}|{finding.NotDone}|{finding.Unknown}";
    }

    [Fact]
    public void A_copy_is_known_by_its_header_and_another_of_its_size_and_time_is_not_taken_for_it()
    {
        Assert.Equal("1>101||", Of(false, [1], [Like("a")], Like("a")));
        Assert.Equal("|1|", Of(false, [1], [Like("a")], Like("b")));
        Assert.Equal("2>101|1|", Of(false, [1, 2], [Like("a"), Like("b")], Like("b")));
        // The server gave it another date.
        Assert.Equal("||1", Of(false, [1], [Like("a")], Like("a", seconds: 60)));
        Assert.Equal("|1|", Of(false, [1], [Like("a")], Like("b", seconds: 60)));
        // The original is gone by now, so that nobody knows its header.
        Assert.Equal("1>102 2>101||", Of(false, [2], [Like(null), Like("b")], Like("b"), Like("a")));
    }

    [Fact]
    public void Of_messages_that_look_the_same_those_were_moved_that_are_gone()
    {
        Assert.Equal("2>101|1|", Of(true, [1], [Like(null), Like(null)], Like(null)));
        Assert.Equal("2>101||1", Of(true, [1], [Like(null), Like(null)], Like(null), Like(null)));
        Assert.Equal("||1", Of(true, [], [Like(null)]));
        Assert.Equal("||1", Of(true, [1], [Like(null)], Like(null, seconds: 60)));
    }

    [Fact]
    public async Task No_original_is_deleted_for_another_message_of_its_size_and_time()
    {
        Options.Without("MOVE");
        var original = Inbox.Add("Message-ID: <1@example.org>\r\nSubject: one\r\n\r\nText\r\n", null, Date);
        var target = Server.Mailboxes.GetOrCreate("Target");
        var gap = 0;
        Reconnect = new ReconnectPolicy
        {
            Wait = (_, _) =>
            {
                if (gap++ == 0)
                    target.Add("Message-ID: <2@example.org>\r\nSubject: two\r\n\r\nText\r\n", null, Date);
                return Task.CompletedTask;
            },
        };
        var session = await ConnectAsync();
        Server.Faults.AnswerNext("UID COPY", "* BYE out");
        var result = Assert.Single(await session.MoveAsync(MailboxName.Inbox, Inbox.UidValidity, Set(original.Uid), Target, Cancel).WaitAsync(Hang));
        Assert.Null(result.Error);
        Assert.Equal(0, Inbox.Count);
        // The copy was not made before, and is made now.
        Assert.Equal(["two", "one"], target.Messages.Select(static m => System.Text.Encoding.ASCII.GetString(m.GetBytes().ToArray()).Split("Subject: ")[1][..3]));
    }
}
