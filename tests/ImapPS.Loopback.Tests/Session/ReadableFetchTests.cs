using System.Text;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Tests.Session;

/// <summary>Whatever a message holds, what FETCH says of it can be read.</summary>
public class ReadableFetchTests : SessionTest
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", " ", "\t", "\0", "--", "--b", "--b--", "--c\r\n", "\r\n--b\r\n", "\r\n--b--\r\n", "\r\n\r\n", ":", ";", ",", "<", ">", "(", ")", "[", "]", "\"", "\\", "{10}", "~{3+}\r\n",
        "From:", "To: ", "Cc:", "Subject: ", "Date: Mon, 5 Jan 2026 10:00:00 +0000", "Content-Type: ", "multipart/mixed; boundary=b", "multipart/digest; boundary=\"c\"", "message/rfc822",
        "text/plain; charset=\"x", "; name=\"a\\\"b\"", "Content-Disposition: attachment; filename=", "Content-Language: de, en", "Content-Transfer-Encoding: base64", "a@b.example", "=?utf-8?q?x?=", "\u00fc", "NIL", "text", "word",
    ];

    [Fact]
    public async Task Random_messages()
    {
        const int Count = 3000;
        var random = new Random(20260105);
        for (var i = 0; i < Count; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(60); n > 0; n--)
                text.Append(Pieces[random.Next(Pieces.Length)]).Append(random.Next(4) == 0 ? "\r\n" : "");
            Inbox.Add(Encoding.Latin1.GetBytes(text.ToString()));
        }

        using var client = await LoginAsync("INBOX");
        var lines = await client.CommandAsync("UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[] BODY.PEEK[1] BODY.PEEK[HEADER.FIELDS (FROM)])");
        Assert.Equal(Count + 1, lines.Count);
        for (var i = 0; i < Count; i++)
        {
            var fetch = Read(lines[i]);
            Assert.Empty(fetch.Problems);
            Assert.NotNull(fetch.Envelope);
            Assert.NotNull(fetch.Body);
            Assert.Equal(Inbox.Find((uint)i + 1)!.GetBytes(), fetch.Sections[0].Content);
            Assert.Equal(fetch.Size, fetch.Sections[0].Length);
        }
    }

    [Fact]
    public async Task Sizes_in_a_structure_are_those_of_its_sections()
    {
        Add("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n\n--b\nContent-Type: message/rfc822\n\nContent-Type: multipart/alternative; boundary=c\n\n--c\n\ntwo\n--c\nContent-Type: text/html\n\n<three>\n--c--\n--b--\n");
        using var client = await LoginAsync("INBOX");
        var structure = Read((await client.CommandAsync("UID FETCH 1 BODYSTRUCTURE"))[0]).Body!;
        var checkedParts = 0;
        var pending = new Stack<Protocol.Values.BodyPart>([structure]);
        while (pending.Count > 0)
        {
            var part = pending.Pop();
            foreach (var child in part.Parts)
                pending.Push(child);
            if (part.IsMultipart)
                continue;
            var section = Read((await client.CommandAsync($"UID FETCH 1 BODY.PEEK[{part.Section}]"))[0]).Sections[0];
            Assert.Equal(part.Size, section.Length);
            checkedParts++;
        }

        Assert.Equal(4, checkedParts);
    }

    private static FetchResponse Read(string response)
    {
        var framer = new Framer();
        framer.Append(Encoding.Latin1.GetBytes(response + "\r\n"));
        Assert.Equal(FrameKind.Message, framer.Read());
        return Assert.IsType<FetchResponse>(new ResponseReader().Read(framer.Message.Span, framer.Detached));
    }
}
