using System.Text;
using ImapPS.Loopback.Loading;
using ImapPS.Loopback.Store;
using ImapPS.Protocol.Values;

namespace ImapPS.Loopback.Tests.Loading;

public sealed class MailLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imapps-loopback-").FullName;
    private readonly LoopbackStore _store = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_tree_becomes_a_mailbox_tree()
    {
        Write("one.eml", "Subject: one\nDate: Mon, 2 Feb 2026 10:00:00 +0100\n\nText\n");
        Write("Work/Projects/two.EML", "Subject: two\n\n");
        Write("Work/notes.txt", "not mail");
        MailLoader.Load(_store, _folder);
        Assert.Equal(["INBOX", "Work", "Work/Projects"], _store.Mailboxes.Select(static m => m.Name));
        var message = Assert.Single(_store.Inbox.Messages);
        Assert.Equal("Subject: one\r\nDate: Mon, 2 Feb 2026 10:00:00 +0100\r\n\r\nText\r\n", Text(message));
        Assert.Equal(new DateTimeOffset(2026, 2, 2, 10, 0, 0, TimeSpan.FromHours(1)), message.InternalDate);
        Assert.Single(_store["Work/Projects"].Messages);
        Assert.Empty(_store["Work"].Messages);
    }

    [Fact]
    public void A_folder_named_inbox_is_inbox()
    {
        Write("inbox/one.eml", "Subject: one\n\n");
        MailLoader.Load(_store, _folder);
        Assert.Single(_store.Mailboxes);
        Assert.Single(_store.Inbox.Messages);
    }

    [Fact]
    public void Octets_that_have_crlf_stay_as_they_are()
    {
        File.WriteAllBytes(Path.Combine(_folder, "x.eml"), [0x53, 0x3a, 0x20, 0xff, 0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x78]);
        MailLoader.Load(_store, _folder);
        Assert.Equal([0x53, 0x3a, 0x20, 0xff, 0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x78], _store.Inbox.Messages[0].GetBytes());
    }

    [Fact]
    public void An_mbox_in_a_folder_becomes_a_mailbox_of_its_name()
    {
        Write("Archive.mbox", "From a@x.example Mon Feb  2 10:11:12 2026\nSubject: one\n\nText\n");
        Write("unnamed", "From a@x.example Mon Feb  2 10:11:12 2026\nSubject: two\n\n");
        MailLoader.Load(_store, _folder);
        Assert.Equal(["INBOX", "Archive", "unnamed"], _store.Mailboxes.Select(static m => m.Name));
        Assert.Equal(new DateTimeOffset(2026, 2, 2, 10, 11, 12, TimeSpan.Zero), _store["Archive"].Messages[0].InternalDate);
    }

    [Fact]
    public void A_file_that_is_named_as_an_mbox_must_be_one()
    {
        Write("a.mbox", "Subject: one\n\nText\n");
        Write("empty.mbox", "");
        Assert.Contains("a.mbox", Assert.Throws<InvalidDataException>(() => MailLoader.Load(_store, Path.Combine(_folder, "a.mbox"))).Message, StringComparison.Ordinal);
        MailLoader.Load(_store, Path.Combine(_folder, "empty.mbox"));
        Assert.Empty(_store.Inbox.Messages);
    }

    [Fact]
    public void A_tree_can_lie_below_a_mailbox()
    {
        Write("one.eml", "Subject: one\n\n");
        Write("Work/two.eml", "Subject: two\n\n");
        MailLoader.Load(_store, _folder, "Archive/2026");
        MailLoader.Load(_store, Path.Combine(_folder, "one.eml"), "Archive");
        Assert.Equal([("INBOX", 0), ("Archive", 1), ("Archive/2026", 1), ("Archive/2026/Work", 1)], _store.Mailboxes.Select(static m => (m.Name, m.Count)));
    }

    [Fact]
    public void An_mbox_alone_goes_to_inbox()
    {
        Write("a.mbox", "From x\nSubject: one\nStatus: RO\nX-Status: AF\n\nText\n\nFrom y\nSubject: two\n\n");
        MailLoader.Load(_store, Path.Combine(_folder, "a.mbox"));
        Assert.Equal(MessageFlags.Parse("\\Seen", "\\Answered", "\\Flagged"), _store.Inbox.Messages[0].Flags);
        Assert.Equal(["Subject: one", "Subject: two"], _store.Inbox.Messages.Select(static m => Text(m).Split('\r')[0]));
    }

    [Fact]
    public void A_maildir_with_flags_and_subfolders()
    {
        Write("cur/1700000000.M1.host:2,FRS", "Subject: one\n\n");
        Write("cur/1700000001.M2.host:2,", "Subject: two\n\n");
        Write("cur/1700000003.M4.host!2,DPT", "Subject: four\n\n");
        Write("new/1700000002.M3.host", "Subject: three\n\n");
        Write(".Sent.2026/cur/1.x:2,S", "Subject: sent\n\n");
        Write(".Sent.2026/new/.keep", "");
        MailLoader.Load(_store, _folder);
        Assert.Equal(["Subject: one", "Subject: two", "Subject: three", "Subject: four"], _store.Inbox.Messages.Select(static m => Text(m).Split('\r')[0]));
        Assert.Equal(
            ["\\Seen \\Answered \\Flagged", "", "", "\\Deleted \\Draft $Forwarded"],
            _store.Inbox.Messages.Select(static m => m.Flags.ToString()));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), _store.Inbox.Messages[0].InternalDate);
        Assert.Single(_store["Sent/2026"].Messages);
    }

    [Fact]
    public void Nothing_there_is_told() => Assert.Throws<FileNotFoundException>(() => MailLoader.Load(_store, Path.Combine(_folder, "none")));

    private static string Text(LoopbackMessage message) => Encoding.Latin1.GetString(message.GetBytes());

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
