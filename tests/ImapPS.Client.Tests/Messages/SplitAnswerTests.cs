using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>Servers that answer for one message in several responses.</summary>
public class SplitAnswerTests : RawTest
{
    private async Task<List<FetchResponse>> ReadAsync(FetchItems items, params string[] lines)
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            await peer.OpenAsync();
            var tag = await peer.ExpectAsync("UID FETCH");
            // Each line by itself, so that the reader runs dry between them.
            foreach (var line in lines)
                await peer.SendAsync(line);
            await peer.SendAsync($"{tag} OK");
            await peer.KeepSilentAsync();
        });
        return await Read().WaitAsync(Hang);

        async Task<List<FetchResponse>> Read()
        {
            var result = new List<FetchResponse>();
            await foreach (var batch in session.FetchAsync(MailboxName.Inbox, 1, UidSet.Parse("5:7"), items, cancellationToken: Cancel))
                result.AddRange(batch.Messages);
            return result;
        }
    }

    [Fact]
    public async Task Flags_and_content_apart()
    {
        var items = new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Flags | FetchAttributes.Size, Sections = [FetchSectionRequest.Header] };
        var read = await ReadAsync(
            items,
            "* 1 FETCH (UID 5 FLAGS (\\Seen) RFC822.SIZE 3)",
            "* 1 FETCH (UID 5 BODY[HEADER] {3}\r\nabc)",
            "* 2 FETCH (UID 6 FLAGS ())",
            "* 2 FETCH (UID 6 RFC822.SIZE 3 BODY[HEADER] {3}\r\ndef)",
            "* 3 FETCH (UID 7 RFC822.SIZE 3 BODY[HEADER] {3}\r\nghi)",
            "* 3 FETCH (UID 7 FLAGS (\\Flagged))");
        Assert.Equal([5u, 6u, 7u], read.Select(m => m.Uid));
        Assert.Equal(["abc", "def", "ghi"], read.Select(m => System.Text.Encoding.ASCII.GetString(Assert.Single(m.Sections).Content!)));
        Assert.Equal(["\\Seen", "", "\\Flagged"], read.Select(m => m.Flags!.ToString()));
        Assert.All(read, m => Assert.Equal(3, m.Size));
    }

    [Fact]
    public async Task What_the_server_leaves_out_does_not_hold_up_the_end()
    {
        var read = await ReadAsync(
            new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.Size | FetchAttributes.BodyStructure },
            "* 1 FETCH (UID 5 RFC822.SIZE 1)",
            "* 2 FETCH (UID 6 RFC822.SIZE 2 BODYSTRUCTURE (\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1))",
            "* 3 FETCH (UID 7 RFC822.SIZE 3 BODYSTRUCTURE NIL)");
        Assert.Equal([5u, 6u, 7u], read.Select(m => m.Uid));
        Assert.Equal([false, true, false], read.Select(m => m.Body is not null));
    }
}
