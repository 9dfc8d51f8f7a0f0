using System.Text;
using ImapPS.Client;
using ImapPS.Client.Messages;
using ImapPS.Client.Search;
using ImapPS.Client.Session;
using ImapPS.Integration.Tests.Servers;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Integration.Tests.Scenarios;

/// <summary>What can be fetched of messages: the items that each server offers, header fields, and parts.</summary>
public sealed class ReadingTests(DovecotServer dovecot, CyrusServer cyrus, CourierServer courier) : ServersTestBase(dovecot, cyrus, courier)
{
    private const string First = "From: =?utf-8?q?J=C3=BCrgen?= <a@example.org>\r\nSubject: first\r\nMessage-ID: <1@example.org>\r\nList-Id: A list\r\n <a.example.org>\r\nReceived: one\r\nReceived: two\r\n\r\nHello there\r\n";

    private const string Parts = "Subject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n"
        + "--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ngr=FCn\r\n"
        + "--a\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+Z3LDvG48L2I+\r\n--a--\r\n"
        + "--m\r\nContent-Type: text/plain; charset=x-nobody-knows\r\nContent-Disposition: attachment; filename=odd.txt\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BCn\r\n"
        + "--m\r\nContent-Type: text/plain; charset=utf-8; name=broken.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVs!!bG8g*d29ybGQ\r\n"
        + "--m\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ninner text\r\n--m--\r\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_item_that_a_server_offers_comes(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, First, Parts);
        await using var _ = session;
        var asked = FetchAttributes.Uid | FetchAttributes.Envelope
            | Offered(session, "PREVIEW", FetchAttributes.Preview) | Offered(session, "SAVEDATE", FetchAttributes.SaveDate)
            | Offered(session, "OBJECTID", FetchAttributes.EmailId | FetchAttributes.ThreadId) | (session.Capabilities.CondStore ? FetchAttributes.ModSeq : 0);
        Assert.Equal(name == "courier", asked == (FetchAttributes.Uid | FetchAttributes.Envelope));
        var before = DateTimeOffset.UtcNow.AddHours(-1);
        var read = await FetchAsync(session, mailbox, validity, new FetchItems { Attributes = asked });
        Assert.Equal([1u, 2u], read.Select(m => m.Uid));
        foreach (var message in read)
        {
            Assert.Empty(message.Problems);
            Assert.NotNull(message.Envelope);
            Assert.Equal((asked & FetchAttributes.ModSeq) != 0, message.ModSeq is > 0);
            Assert.Equal((asked & FetchAttributes.SaveDate) != 0, message.Extras?.SaveDate > before);
            Assert.Equal((asked & FetchAttributes.EmailId) != 0, message.Extras?.EmailId is { Length: > 0 });
        }

        // Cyrus makes previews only where it is told to.
        Assert.Equal(name == "dovecot" ? "Hello there" : null, read[0].Extras?.Preview);
        Assert.NotEqual("NIL", read[0].Extras?.ThreadId);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Single_items_come_alone(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, First, Parts);
        await using var _ = session;
        var sizes = await FetchAsync(session, mailbox, validity, new FetchItems { Attributes = FetchAttributes.Size });
        Assert.Equal([First.Length, Parts.Length], sizes.Select(m => (int)m.Size!.Value));
        Assert.All(sizes, m => Assert.True(m is { Envelope: null, Body: null, InternalDate: null, Extras: null, Sections.Count: 0 }));
        var structures = await FetchAsync(session, mailbox, validity, new FetchItems { Attributes = FetchAttributes.BodyStructure });
        Assert.All(structures, m => Assert.True(m is { Envelope: null, Body: not null, Size: null }));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Header_fields_come_by_name(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, First, Parts);
        await using var _ = session;
        var read = await FetchAsync(session, mailbox, validity, new FetchItems { Attributes = FetchAttributes.Uid, Sections = [FetchSectionRequest.HeaderFields(["list-id", "Received", "X-None"])] });
        Assert.Equal("List-Id: A list\r\n <a.example.org>\r\nReceived: one\r\nReceived: two\r\n\r\n", Text(Assert.Single(read[0].Sections)));
        Assert.Equal("\r\n", Text(Assert.Single(read[1].Sections)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Parts_are_found_by_structure_and_decoded_as_well_as_they_can_be(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, First, Parts);
        await using var _ = session;
        var structures = await FetchAsync(session, mailbox, validity, new FetchItems { Attributes = FetchAttributes.BodyStructure });
        Assert.Equal("1", BodyParts.FindText(structures[0].Body, "plain")!.Section);
        Assert.Null(BodyParts.FindText(structures[0].Body, "html"));
        var body = structures[1].Body;
        Assert.Equal("1.1", BodyParts.FindText(body, "plain")!.Section);
        Assert.Equal("1.2", BodyParts.FindText(body, "html")!.Section);
        Assert.Null(BodyParts.Find(body, "5"));

        var contents = await ReadAsync(session, mailbox, validity, body, "1.1", "1.2", "2", "3", "4.1", "4.HEADER");
        Assert.Equal("grün", contents["1.1"].Text);
        Assert.Equal("<b>grün</b>", contents["1.2"].Text);
        Assert.Equal("grün", contents["2"].Text);
        Assert.Contains("x-nobody-knows", Assert.Single(contents["2"].Problems));
        Assert.Equal("Hello world", contents["3"].Text);
        Assert.Contains("damaged", Assert.Single(contents["3"].Problems));
        Assert.Equal("inner text", contents["4.1"].Text!.TrimEnd());
        Assert.StartsWith("Subject: inner", contents["4.HEADER"].Text);
        Assert.All(contents.Where(c => c.Key is not ("2" or "3")), c => Assert.Empty(c.Value.Problems));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_message_that_vanished_is_told_and_costs_no_other(string name)
    {
        var (session, mailbox, validity) = await FilledAsync(name, First, First, First);
        await using var _ = session;
        Assert.Equal(3, (await session.SearchAsync(mailbox, SearchKey.All, Token)).Count);
        await using (var other = await EngineClient.ConnectAsync(await StartedAsync(name)))
            Assert.Null(Assert.Single(await other.RemoveAsync(mailbox, validity, UidSet.Of(2), new RemoveOptions(), Token)).Error);

        // A server may go on showing a message until it has told that it is gone.
        await session.Connection.ExecuteAsync(SimpleCommand.Noop, null, null, Token);
        Assert.Equal([1u, 3u], (await FetchAsync(session, mailbox, validity, new FetchItems { Attributes = FetchAttributes.Size }, "1:3")).Select(m => m.Uid));
        var requests = new uint[] { 1, 2, 3 }.Select(uid => new ContentRequest(uid, "1", static () => new MemoryStream())).ToArray();
        var errors = new List<ImapError?>();
        await foreach (var result in session.ReadContentsAsync(mailbox, validity, requests, null, Token))
            errors.Add(result.Error?.Error);
        Assert.Equal(new ImapError?[] { null, ImapError.MessageNotFound, null }, errors);
    }

    private static FetchAttributes Offered(ImapSession session, string capability, FetchAttributes items) => session.Capabilities.Has(capability) ? items : 0;

    private static string Text(FetchSection section) => Encoding.UTF8.GetString(section.Content!);

    private static async Task<List<FetchResponse>> FetchAsync(ImapSession session, MailboxName mailbox, uint validity, FetchItems items, string uids = "1:2")
    {
        var read = new List<FetchResponse>();
        await foreach (var batch in session.FetchAsync(mailbox, validity, UidSet.Parse(uids), items, cancellationToken: Token))
            read.AddRange(batch.Messages);
        return read;
    }

    private static async Task<Dictionary<string, PartContent>> ReadAsync(ImapSession session, MailboxName mailbox, uint validity, BodyPart? structure, params string[] sections)
    {
        var requests = sections.Select(s =>
        {
            var stream = new MemoryStream();
            return new ContentRequest(2, s, () => stream) { Encoding = BodyParts.Find(structure, s)?.Encoding, State = stream };
        }).ToArray();
        var contents = new Dictionary<string, PartContent>();
        await foreach (var result in session.ReadContentsAsync(mailbox, validity, requests, new ContentOptions { Binary = false }, Token))
        {
            Assert.Null(result.Error);
            var section = result.Request.Section;
            contents.Add(section, new PartContent(section, BodyParts.Find(structure, section), ((MemoryStream)result.Request.State!).ToArray(), result.IsDamaged));
        }

        return contents;
    }

    private async Task<(ImapSession Session, MailboxName Mailbox, uint Validity)> FilledAsync(string name, params string[] messages)
    {
        var server = await StartedAsync(name);
        var session = await EngineClient.ConnectAsync(server);
        var mailbox = MailboxName.Create(server.Mailbox("Reading-" + Guid.NewGuid().ToString("N")[..8]));
        uint validity = 0;
        await foreach (var added in session.AppendAsync(mailbox, messages.Select(m => new AppendItem(AppendSource.FromBytes(Encoding.ASCII.GetBytes(m)))), new AppendOptions { CreateMailbox = true }, Token))
        {
            Assert.Null(added.Error);
            validity = added.UidValidity;
        }

        return (session, mailbox, validity);
    }
}
