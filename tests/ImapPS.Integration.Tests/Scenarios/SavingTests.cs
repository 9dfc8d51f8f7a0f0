using System.Text;
using ImapPS.Client;
using ImapPS.Client.Files;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>Messages and attachments as files, from each of the servers, and onto disks that are full or must not be written.</summary>
public sealed class SavingTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("imapps-saving-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Messages_come_out_as_they_went_in(string name)
    {
        var (session, mailbox, validity, texts) = await FilledAsync(name, 0, 10, 3_000_000);
        await using var _ = session;
        var folder = new SaveFolder(_folder.FullName);
        var files = Enumerable.Range(1, 3).ToDictionary(uid => (uint)uid, uid => folder.Begin($"{uid}.eml", ConflictRule.Fail)!);
        var results = await SaveAsync(session, mailbox, validity, files.Select(f => new ContentRequest(f.Key, "", f.Value.Open)));
        Assert.All(results, static r => Assert.Null(r.Error));
        foreach (var (uid, file) in files)
            Assert.Equal(texts[uid - 1], await File.ReadAllTextAsync(file.Commit(null)!.FullName, Encoding.Latin1, Token));
        Assert.Equal(["1.eml", "2.eml", "3.eml"], Names());
        Assert.Equal(3, await session.CountAsync(mailbox, SearchKey.Unseen, Token));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Attachments_are_decoded_and_nothing_else_is_fetched(string name)
    {
        var content = new byte[700_000];
        new Random(5).NextBytes(content);
        var base64 = Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks);
        var (session, mailbox, validity, _) = await FilledAsync(
            name,
            "MIME-Version: 1.0\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + string.Concat(Enumerable.Repeat("padding padding padding\r\n", 200_000))
            + $"--b\r\nContent-Type: application/octet-stream; name=\"../../.bashrc\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"../../.bashrc\"\r\n\r\n{base64}\r\n"
            + "--b\r\nContent-Type: text/plain; charset=x-nobody-knows; name=CON\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Disposition: attachment; filename=CON\r\n\r\ngr=C3=BCn\r\n"
            + "--b\r\nContent-Type: text/plain; name=broken.txt\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=broken.txt\r\n\r\nSGVsbG8!g*d29ybGQ\r\n--b--\r\n");
        await using var _s = session;
        var parts = AttachmentPart.Find(await BodyAsync(session, mailbox, validity), inline: false).ToArray();
        Assert.Equal(3, parts.Length);
        var folder = new SaveFolder(_folder.FullName);
        var files = parts.Select(p => (p.Part, File: folder.Begin(SafeFileName.CreateFromPath(p.Name, "attachment", folder.MaxNameLength), ConflictRule.Rename)!)).ToArray();
        var before = session.Connection.BytesReceived;
        var results = await SaveAsync(session, mailbox, validity, files.Select(f => new ContentRequest(1, f.Part.Section, f.File.Open) { Size = f.Part.Size, Encoding = f.Part.Encoding }));
        var received = session.Connection.BytesReceived - before;
        Assert.All(results, static r => Assert.Null(r.Error));
        foreach (var (_, file) in files)
            file.Commit(null);
        Assert.Equal(["_CON", "_bashrc", "broken.txt"], Names().Order(StringComparer.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "_bashrc"), Token));
        Assert.Equal("grün", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "_CON"), Token));
        // Whoever decodes it, the server or this side, the beginning is what can be read.
        Assert.StartsWith("Hello", await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "broken.txt"), Token), StringComparison.Ordinal);
        Assert.InRange(received, content.Length, base64.Length + 40_000);
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_leaves_no_half_and_the_session_goes_on()
    {
        await using var disk = await MountedFolder.SmallAsync(_folder, 512);
        var (session, mailbox, validity, _) = await FilledAsync("dovecot", 100, 2_000_000, 100);
        await using var _s = session;
        var folder = new SaveFolder(disk.Path);
        var files = Enumerable.Range(1, 3).Select(uid => folder.Begin($"{uid}.eml", ConflictRule.Rename)!).ToArray();
        var results = await SaveAsync(session, mailbox, validity, files.Select((f, i) => new ContentRequest((uint)i + 1, "", f.Open)));
        Assert.Equal(ImapError.DiskFull, results[1].Error!.Error);
        files[1].Dispose();
        files[0].Commit(null);
        files[2].Commit(null);
        Assert.Equal(["1.eml", "3.eml"], Directory.GetFiles(disk.Path).Select(Path.GetFileName).Order());
        Assert.Equal(3, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    [Fact]
    public async Task A_folder_that_must_not_be_written_is_told()
    {
        await using var disk = await MountedFolder.ReadOnlyAsync(_folder);
        var (session, mailbox, validity, _) = await FilledAsync("dovecot", 100);
        await using var _s = session;
        var file = new SaveFolder(disk.Path).Begin("1.eml", ConflictRule.Rename)!;
        var error = Assert.Single(await SaveAsync(session, mailbox, validity, [new ContentRequest(1, "", file.Open)])).Error;
        Assert.Equal(ImapError.FileAccessDenied, error!.Error);
        Assert.Contains(disk.Path, error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
        Assert.Equal(1, await session.CountAsync(mailbox, SearchKey.All, Token));
    }

    private IEnumerable<string> Names() => Directory.GetFileSystemEntries(_folder.FullName).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    private static async Task<List<ContentResult>> SaveAsync(ImapSession session, MailboxName mailbox, uint validity, IEnumerable<ContentRequest> requests)
    {
        var results = new List<ContentResult>();
        await foreach (var result in session.ReadContentsAsync(mailbox, validity, requests, null, Token))
            results.Add(result);
        return results;
    }

    private static async Task<BodyPart> BodyAsync(ImapSession session, MailboxName mailbox, uint validity)
    {
        BodyPart? body = null;
        await foreach (var batch in session.FetchAsync(mailbox, validity, UidSet.Of(1), new FetchItems { Attributes = FetchAttributes.Uid | FetchAttributes.BodyStructure }, cancellationToken: Token))
            body = Assert.Single(batch.Messages).Body;
        return body!;
    }

    private Task<(ImapSession Session, MailboxName Mailbox, uint Validity, string[] Texts)> FilledAsync(string name, params int[] sizes) =>
        FilledAsync(name, sizes.Select(size => $"From: a@example.org\r\nSubject: {size}\r\n\r\n{string.Concat(Enumerable.Repeat("0123456789abcdef\r\n", size / 18))}").ToArray());

    private async Task<(ImapSession Session, MailboxName Mailbox, uint Validity, string[] Texts)> FilledAsync(string name, params string[] texts)
    {
        var server = await StartedAsync(name);
        var session = await EngineClient.ConnectAsync(server);
        var mailbox = MailboxName.Create(server.Mailbox("Saving-" + Guid.NewGuid().ToString("N")[..8]));
        var items = texts.Select(static t => new AppendItem(AppendSource.FromBytes(Encoding.Latin1.GetBytes(t))));
        uint validity = 0;
        await foreach (var result in session.AppendAsync(mailbox, items, new AppendOptions { CreateMailbox = true }, Token))
        {
            Assert.Null(result.Error);
            validity = result.UidValidity;
        }

        return (session, mailbox, validity, texts);
    }
}
