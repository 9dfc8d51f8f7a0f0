using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>The items of FETCH that extensions add, as servers send them.</summary>
public class FetchExtrasTests
{
    private static readonly DateTimeOffset Saved = new(2024, 2, 29, 12, 0, 1, TimeSpan.FromHours(1));

    public static TheoryData<string, FetchExtras> Items => new()
    {
        { "PREVIEW \"Hello there\"", new FetchExtras { Preview = "Hello there" } },
        { "preview {5}\r\nHello", new FetchExtras { Preview = "Hello" } },
        { "PREVIEW \"gr\u00c3\u00bcn\"", new FetchExtras { Preview = "grün" } },
        { "PREVIEW \"\"", new FetchExtras { Preview = "" } },
        { "PREVIEW NIL", new FetchExtras() },
        { "SAVEDATE \"29-Feb-2024 12:00:01 +0100\"", new FetchExtras { SaveDate = Saved } },
        { "SAVEDATE NIL", new FetchExtras() },
        { "EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9)", new FetchExtras { EmailId = "M6d99ac3275bb4e", ThreadId = "T64b478a75b7ea9" } },
        { "EMAILID (M1) THREADID NIL", new FetchExtras { EmailId = "M1" } },
        { "EMAILID (M1) THREADID (NIL)", new FetchExtras { EmailId = "M1" } },
        { "EMAILID (NILS)", new FetchExtras { EmailId = "NILS" } },
        { "EMAILID ( -_a )", new FetchExtras { EmailId = "-_a" } },
        { "X-GM-MSGID 1278455344230334865 X-GM-THRID 18446744073709551615", new FetchExtras { GmailMessageId = 1278455344230334865, GmailThreadId = ulong.MaxValue } },
        { "X-GM-LABELS ()", new FetchExtras { GmailLabels = [] } },
        { "X-GM-LABELS (\\Inbox \"\\\\Sent\" Important \"Muy Importante\" &AMk-t&AOk- {3}\r\na b)", new FetchExtras { GmailLabels = ["\\Inbox", "\\Sent", "Important", "Muy Importante", "Été", "a b"] } },
        { "X-GM-LABELS (A&B)", new FetchExtras { GmailLabels = ["A&B"] } },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public void Each_item(string items, FetchExtras expected)
    {
        var fetch = Wire.GoodFetch($"UID 5 {items} RFC822.SIZE 7");
        Assert.Equal(expected, fetch.Extras);
        Assert.Equal(5u, fetch.Uid);
        Assert.Equal(7, fetch.Size);
    }

    [Fact]
    public void A_message_without_them_has_none() => Assert.Null(Wire.GoodFetch("UID 5 FLAGS () X-ODD (1)").Extras);

    [Fact]
    public void An_item_that_fails_is_not_taken_for_an_empty_one() => Assert.Null(Wire.Fetch("UID 5 EMAILID ()").Extras);

    [Fact]
    public void An_id_is_bounded()
    {
        Assert.Equal(255, Wire.GoodFetch($"EMAILID ({new string('a', 255)})").Extras!.EmailId!.Length);
        Assert.Single(Wire.Fetch($"EMAILID ({new string('a', 256)})").Problems);
    }

    [Fact]
    public void Labels_are_made_once()
    {
        var reader = new ResponseReader();
        var first = Wire.Read<FetchResponse>("* 1 FETCH (X-GM-LABELS (&AMk-t&AOk-))", reader);
        var second = Wire.Read<FetchResponse>("* 2 FETCH (X-GM-LABELS (&AMk-t&AOk-))", reader);
        Assert.Same(first.Extras!.GmailLabels![0], second.Extras!.GmailLabels![0]);
        reader.Utf8 = true;
        Assert.Equal(["&AMk-t&AOk-"], Wire.Read<FetchResponse>("* 1 FETCH (X-GM-LABELS (&AMk-t&AOk-))", reader).Extras!.GmailLabels);
    }
}
