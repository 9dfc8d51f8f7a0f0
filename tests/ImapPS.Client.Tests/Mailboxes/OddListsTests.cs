using ImapPS.Client.Mailboxes;
using ImapPS.Client.Session;
using ImapPS.Client.Tests.Connection;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Mailboxes;

/// <summary>Servers that list in their own way.</summary>
public class OddListsTests : RawTest
{
    private static Func<RawPeer, Task> Listing(params string[] lines) => async peer =>
    {
        await peer.LogInAsync();
        var tag = await peer.ExpectAsync("LIST");
        await peer.SendAsync([.. lines, $"{tag} OK"]);
        while (true)
        {
            var (next, text) = await peer.ReadCommandAsync();
            await peer.SendAsync(text.StartsWith("EXAMINE", StringComparison.Ordinal) ? "* OK [UIDVALIDITY 1] v" : "* 0 RECENT", $"{next} OK");
        }
    };

    private Task<IReadOnlyList<MailboxInfo>> ListAsync(ImapSession session, StatusItems? status = null) => session.ListAsync("*", false, status, Cancel).WaitAsync(Hang);

    [Fact]
    public async Task A_name_that_cannot_be_decoded_is_kept_and_sent_back_octet_for_octet()
    {
        var session = await ConnectAsync(Listing("* LIST () \"/\" \"bad &*** name\"", "* LIST () \"/\" {8}\r\nno&\"\\ &x"));
        var all = await ListAsync(session);
        Assert.Equal(2, all.Count);
        Assert.All(all, m => Assert.False(m.Name.IsDecoded));
        foreach (var mailbox in all)
            await session.SelectAsync(mailbox.Name, write: false, Cancel).WaitAsync(Hang);
        Assert.Equal(["EXAMINE \"bad &*** name\"", "EXAMINE \"no&\\\"\\\\ &x\""], Trace.Where(l => l.Contains("EXAMINE", StringComparison.Ordinal)).Select(l => l[l.IndexOf("EXAMINE", StringComparison.Ordinal)..]));
    }

    [Fact]
    public async Task No_delimiter_doubles_strange_attributes_and_no_spaces()
    {
        var session = await ConnectAsync(Listing(
            "* LIST (\\HasNoChildren) NIL flat", "* LIST (\\X-Strange \\Sent) \"\\\\\" \"Sent\"", "* LIST (\\Marked) \"\\\\\" Sent", "* LIST () \".\" inbox", "* LIST (\\NonExistent) \"/\" ghost", "* LSUB () \"/\" other"));
        var all = await ListAsync(session);
        Assert.Equal(["flat", "Sent", "INBOX", "other"], all.Select(m => m.Name.Name));
        Assert.Null(all[0].Delimiter);
        Assert.Equal('\\', all[1].Delimiter);
        Assert.Equal(["\\X-Strange", "\\Sent", "\\Marked"], all[1].Attributes);
        Assert.Equal("Sent", all[1].SpecialUse);
        Assert.True(all[2].Name.IsInbox);
    }

    [Fact]
    public async Task A_status_that_never_comes_is_none()
    {
        var session = await ConnectAsync(Listing("* LIST () \"/\" A", "* LIST () \"/\" B"));
        Assert.All(await ListAsync(session, StatusItems.Messages), m => Assert.Null(m.Status));
    }

    [Theory]
    [InlineData("IMAP4rev1 LIST-EXTENDED")]
    [InlineData("IMAP4rev1")]
    public async Task A_thousand_mailboxes_with_their_status_take_two_round_trips(string capabilities)
    {
        const int Count = 1000;
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync(capabilities);
            // Nothing is answered before all of its round trip has come.
            string[] lists = [await peer.ExpectAsync("LIST"), .. capabilities == "IMAP4rev1" ? [await peer.ExpectAsync("LSUB")] : Array.Empty<string>()];
            await peer.SendAsync([.. Enumerable.Range(1, Count).Select(static n => $"* LIST () \"/\" Box{n}"), .. lists.Select(static t => $"{t} OK")]);
            var asked = new List<(string Tag, string Text)>();
            while (asked.Count < Count)
                asked.Add(await peer.ReadCommandAsync());
            await peer.SendAsync([.. asked.Select(static a => $"* STATUS {a.Text.Split(' ')[1]} (MESSAGES {a.Text.Split(' ')[1][3..]})\r\n{a.Tag} OK")]);
            await peer.KeepSilentAsync();
        });
        var all = await GatherAsync().WaitAsync(Hang);
        Assert.Equal(Enumerable.Range(1, Count).Select(static n => (uint?)n).Order(), all.Select(static m => m.Status?.Messages).Order());

        async Task<List<MailboxInfo>> GatherAsync()
        {
            var found = new List<MailboxInfo>();
            await foreach (var mailbox in session.EnumerateAsync(new MailboxQuery { Status = StatusItems.Messages, WithSubscriptions = true }, Cancel))
                found.Add(mailbox);
            return found;
        }
    }

    [Fact]
    public async Task Cancelling_takes_back_what_was_not_sent()
    {
        using var cancel = new CancellationTokenSource();
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync();
            var tag = await peer.ExpectAsync("LIST");
            await peer.SendAsync([.. Enumerable.Range(0, 20).Select(n => $"* LIST () \"/\" Box{n}"), $"{tag} OK"]);
            List<(string Tag, string Text)> came = [await peer.ReadCommandAsync()];
            await cancel.CancelAsync();
            while (came[^1].Text != "NOOP")
                came.Add(await peer.ReadCommandAsync());
            await peer.SendAsync([.. came.Select(c => $"{c.Tag} OK")]);
            await peer.KeepSilentAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.ListAsync("*", false, StatusItems.Messages, cancel.Token).WaitAsync(Hang));
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, cancellationToken: Cancel).WaitAsync(Hang);
        Assert.Null(session.Connection.Cause);
    }

    [Fact]
    public async Task A_name_of_eight_bit_goes_back_as_a_literal()
    {
        var session = await ConnectAsync(async peer =>
        {
            await peer.LogInAsync("IMAP4rev1 LITERAL+");
            var tag = await peer.ExpectAsync("LIST");
            await peer.SendAsync("* LIST () \"/\" \"caf\u00e9\"", $"{tag} OK");
            tag = await peer.ExpectAsync("EXAMINE {4+}");
            if (await peer.ReadLineAsync() != "caf\u00e9")
                throw new InvalidOperationException("The name has changed on its way.");
            await peer.SendAsync($"{tag} OK");
            await peer.KeepSilentAsync();
        });
        var name = Assert.Single(await ListAsync(session)).Name;
        await session.SelectAsync(name, write: false, Cancel).WaitAsync(Hang);
    }
}
