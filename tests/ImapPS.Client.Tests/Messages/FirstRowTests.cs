using ImapPS.Client.Messages;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Messages;

/// <summary>How soon something is seen of a large mailbox.</summary>
public class FirstRowTests : RawTest
{
    private const string Row = "UID 1 ENVELOPE (NIL \"one\" NIL NIL NIL NIL NIL NIL NIL NIL) RFC822.SIZE 3";

    /// <summary>Answers nothing before all is asked that can be asked in one round trip, and then no more than is needed.</summary>
    private static Func<RawPeer, Task> Sparing(bool whole) => async peer =>
    {
        await peer.LogInAsync("IMAP4rev1 ESEARCH");
        var opening = await peer.ExpectAsync("EXAMINE");
        var search = await peer.ExpectAsync("UID SEARCH RETURN (ALL) ALL");
        var fetch = await peer.ExpectAsync(whole ? "UID FETCH 1:1024 (UID RFC822.SIZE)" : "UID FETCH 1:64 ");
        await peer.SendAsync("* 100000 EXISTS", "* OK [UIDVALIDITY 1] v", $"{opening} OK", $"* ESEARCH (TAG \"{search}\") UID ALL 1:100000", $"{search} OK");
        if (whole)
        {
            await peer.SendAsync([.. Enumerable.Range(1, 1024).Select(static n => $"* {n} FETCH (UID {n} RFC822.SIZE 3)"), $"{fetch} OK"]);
            while (!(await peer.ReadCommandAsync()).Text.Contains("BODY.PEEK[]", StringComparison.Ordinal))
            {
                // More sizes.
            }
        }

        await peer.SendAsync($"* 1 FETCH ({Row}{(whole ? " BODY[] \"abc\"" : "")})");
        await peer.KeepSilentAsync();
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_comes_with_the_opening_and_with_its_content_one_round_trip_later(bool whole)
    {
        var session = await ConnectAsync(Sparing(whole));
        var items = new FetchItems { Attributes = FetchAttributes.Envelope | FetchAttributes.Size, Sections = whole ? [FetchSectionRequest.Whole] : [] };
        var rows = session.FetchAllAsync(MailboxName.Inbox, items, null, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await rows.MoveNextAsync().AsTask().WaitAsync(Hang));
        Assert.Equal("one", rows.Current.Messages[0].Envelope!.Subject);
        await rows.DisposeAsync();
    }
}
