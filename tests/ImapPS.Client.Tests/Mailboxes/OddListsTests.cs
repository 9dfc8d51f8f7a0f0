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
