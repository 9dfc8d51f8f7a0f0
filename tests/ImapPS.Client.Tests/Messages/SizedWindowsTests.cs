using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Content whose sizes are asked for first, at servers that tell odd ones.</summary>
public class SizedWindowsTests : RawTest
{
    private static readonly FetchItems Whole = new() { Sections = [FetchSectionRequest.Whole] };

    [Fact]
    public async Task A_message_without_a_size_comes_alone_and_one_that_cannot_be_read_is_told()
    {
        var asked = new List<string>();
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.OpenAsync();
            while (true)
            {
                var (tag, text) = await peer.ReadCommandAsync();
                asked.Add(text);
                if (text.Contains("RFC822.SIZE", StringComparison.Ordinal))
                    await peer.SendAsync("* 1 FETCH (UID 1 RFC822.SIZE 3)", "* 2 FETCH (UID 2 RFC822.SIZE -7)", "* 3 FETCH (UID 3 RFC822.SIZE 3)", "* 4 FETCH (((", "* 5 FETCH (UID 5 RFC822.SIZE 3)");
                foreach (var uid in text.Contains("BODY", StringComparison.Ordinal) ? UidSet.Parse(text.Split(' ')[2]).Uids() : [])
                    await peer.SendAsync($"* {uid} FETCH (UID {uid} BODY[] \"abc\")");
                await peer.SendAsync($"{tag} OK");
            }
        });
        var read = new List<FetchResponse>();
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(1, 5), Whole, FetchOptions.Default with { WindowTime = TimeSpan.MaxValue }, Cancel))
            read.AddRange(batch.Messages);
        Assert.Equal(["1", "2", "3,5"], asked.Where(a => a.Contains("BODY", StringComparison.Ordinal)).Select(a => a.Split(' ')[2]));
        Assert.Equal([1u, 2, 3, 5], read.Where(m => m.Uid != 0).Select(m => m.Uid));
        Assert.NotEmpty(Assert.Single(read, m => m.Uid == 0).Problems);
    }

    [Fact]
    public async Task One_message_is_asked_for_at_once()
    {
        var asked = new List<string>();
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.OpenAsync();
            var (tag, text) = await peer.ReadCommandAsync();
            asked.Add(text);
            await peer.SendAsync("* 1 FETCH (UID 7 BODY[] \"abc\")", $"{tag} OK");
        });
        await foreach (var batch in session.FetchAsync(MailboxName.Inbox, null, UidSet.Of(7), Whole, null, Cancel))
            Assert.Equal("abc"u8.ToArray(), batch.Messages[0].Sections[0].Content);
        Assert.Equal(["UID FETCH 7 (UID BODY.PEEK[])"], asked);
    }
}
