using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Many messages cost few round trips: none waits for the answer to another.</summary>
public class AppendPipeliningTests : RawTest
{
    private const int Count = 15;

    private static readonly string[] Lines = ["Subject: x", "", new('x', 600)];

    /// <summary>Has all messages before it says of any whether it was added.</summary>
    private static Func<RawPeer, Task> AnsweringLast(bool goesAhead) => async peer =>
    {
        await peer.LogInAsync(goesAhead ? "IMAP4rev1 LITERAL+" : "IMAP4rev1");
        var tags = new List<string>();
        for (var i = 0; i < Count; i++)
        {
            tags.Add(await peer.ExpectAsync("APPEND INBOX "));
            if (!goesAhead)
                await peer.SendAsync("+ go on");
            foreach (var line in Lines)
            {
                if (await peer.ReadLineAsync() != line)
                    throw new InvalidOperationException($"'{line}' was expected, '{peer.Lines[^1]}' came.");
            }
        }

        await peer.SendAsync([.. tags.Select(static t => $"{t} OK added")]);
        await peer.KeepSilentAsync();
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_LITERAL_plus_one_round_trip_for_all_and_without_it_one_a_message(bool goesAhead)
    {
        var session = await ConnectAsync(AnsweringLast(goesAhead));
        var items = Enumerable.Range(1, Count).Select(static _ => WritingHarness.Item(string.Join("\r\n", Lines))).ToArray();
        Assert.All(await AddAsync().WaitAsync(Hang), static r => Assert.Null(r.Error));

        async Task<List<AppendResult>> AddAsync()
        {
            var results = new List<AppendResult>();
            await foreach (var result in session.AppendAsync(MailboxName.Inbox, items, null, Cancel))
                results.Add(result);
            Assert.Equal(Count, results.Count);
            return results;
        }
    }
}
