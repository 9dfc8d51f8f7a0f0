using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>Responses as a server may make them, with text that is full of the grammar's own signs.</summary>
internal static class ResponseGenerators
{
    private static readonly Gen<string> Pieces = Gen.Elements(
        "a", "Re: ", "\"", "\\", "(", ")", "))", "{5}", "{5}\r\n", "\r\n", "\n", "NIL", "]", "[", "%", "*", " ", "=?utf-8?q?x?=", "ä", "日本", "\ud83d\ude00", "\0", "~{1}", "\u0001");

    public static Gen<string> Text { get; } = Gen.Frequency(
        (8, Pieces.ListOf().Select(p => string.Concat(p))),
        (1, Gen.Elements(900, 1001, 5000).Select(n => new string('x', n))));

    public static Gen<string?> NText { get; } = Gen.Frequency((1, Gen.Constant<string?>(null)), (3, Text.Select(t => (string?)t)));

    /// <summary>Text at a line's end: the writer replaces what can't stand there, and the reader strips spaces before it.</summary>
    private static Gen<string> LineText { get; } = Pieces.ListOf()
        .Select(p => string.Concat(p).Replace("\r", "").Replace("\n", "").Replace("\0", "").TrimStart(' ', '['));

    public static Gen<string> Word { get; } = Gen.Elements("A", "X-ODD", "STATUS=SIZE", "$Label1", "a.b", "I18NLEVEL=1", "ß");

    public static Gen<MailboxName> Mailbox { get; } = Gen.OneOf(
        Gen.Elements("INBOX", "Sent Items", "NIL", "a\"b\\c", "Entwürfe & mehr", "日本語/台北", "a(b)", "[Gmail]/All", "%*").Select(MailboxName.Create),
        Gen.Elements(new byte[] { 0xff, 0x41 }, [(byte)'A', (byte)'&', (byte)'B'], [13, 10]).Select(raw => MailboxName.FromWire(raw, utf8: false)));

    public static Gen<MessageFlags> Flags { get; } =
        Gen.Elements("\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft", "\\Recent", "$Forwarded", "Junk", "\\Odd", "NIL")
            .ListOf().Select(names => MessageFlags.Parse(names.ToArray()));

    public static Gen<uint> Number { get; } = Gen.OneOf(Gen.Choose(0, 20).Select(n => (uint)n), Gen.Elements(uint.MaxValue, 4294967290u));

    public static Gen<uint> NzNumber { get; } = Number.Select(n => Math.Max(n, 1));

    public static Gen<ulong> Number64 { get; } = Gen.OneOf(Number.Select(n => (ulong)n), Gen.Elements(ulong.MaxValue, 1ul << 63));

    public static Gen<UidSet> Set { get; } = Gen.Choose(1, 60).NonEmptyListOf().Select(n => UidSet.From(n.Select(u => (uint)u)));

    private static Gen<IReadOnlyList<UidRange>> Ranges { get; } =
        (from first in Gen.Choose(1, 60) from last in Gen.Choose(1, 60) select new UidRange((uint)first, (uint)last))
        .NonEmptyListOf().Select(r => (IReadOnlyList<UidRange>)r.ToArray());

    private static Gen<CapabilitySet> Capabilities { get; } = Word.ListOf().Select(w => new CapabilitySet(w));

    public static Gen<ResponseCode> Code { get; } = Gen.OneOf(
        Gen.Elements("ALERT", "PARSE", "READ-ONLY", "NOMODSEQ", "CAPABILITY", "UIDNEXT", "X-ODD").Select(n => new ResponseCode(n)),
        Gen.Elements("a \"b (c", "1 2", "LONGENTRIES 5", "{5}").Select(a => new ResponseCode("X-ODD") { Arguments = a }),
        Word.NonEmptyListOf().Select(w => (ResponseCode)new CapabilityCode(new CapabilitySet(w))),
        Flags.Select(f => (ResponseCode)new PermanentFlagsCode(f)),
        Gen.Elements("UTF-8", "a]b", "a\"b\\", "NIL", "").ListOf().Select(c => (ResponseCode)new BadCharsetCode(c.ToArray())),
        Number64.Select(n => (ResponseCode)new NumberCode("HIGHESTMODSEQ", n)),
        from validity in NzNumber from uids in Ranges select (ResponseCode)new AppendUidCode(validity, uids),
        from validity in NzNumber from source in Ranges from to in Ranges select (ResponseCode)new CopyUidCode(validity, source, to),
        Set.Select(s => (ResponseCode)new ModifiedCode(s)),
        Gen.Constant((ResponseCode)new ReferralCode("imap://a;AUTH=*@h/\"x\" y")));

    public static Gen<Response> Status { get; } =
        from tag in Gen.Elements(null, "A1", "x.y", "a]1")
        from kind in Gen.Elements(StatusKind.Ok, StatusKind.No, StatusKind.Bad, StatusKind.PreAuth, StatusKind.Bye)
        from code in Gen.OneOf(Gen.Constant<ResponseCode?>(null), Code.Select(c => (ResponseCode?)c))
        from text in LineText
        select (Response)new StatusResponse(kind is StatusKind.PreAuth or StatusKind.Bye ? null : tag, kind, code, text);

    private static Gen<Response> List { get; } =
        from lsub in Gen.Elements(true, false)
        from attributes in Gen.Elements("\\Noselect", "\\HasChildren", "\\Sent", "X").ListOf()
        from delimiter in Gen.Elements<char?>(null, '/', '.', '\\', '"')
        from mailbox in Mailbox
        from old in Gen.OneOf(Gen.Constant<MailboxName?>(null), Mailbox.Select(m => (MailboxName?)m))
        from child in Gen.Elements<string[]?>(null, ["SUBSCRIBED"], ["SUBSCRIBED", "SPECIAL-USE"])
        select (Response)new ListResponse(lsub, attributes.ToArray(), delimiter, mailbox, old, child);

    private static Gen<Response> Namespaces { get; } =
        from lists in (from prefix in Gen.OneOf(Gen.Constant<MailboxName?>(null), Mailbox.Select(m => (MailboxName?)m))
                       from delimiter in Gen.Elements<char?>(null, '/', '\\')
                       select new NamespaceEntry(prefix, delimiter)).ListOf().ListOf(3)
        select (Response)new NamespaceResponse(lists[0].ToArray(), lists[1].ToArray(), lists[2].ToArray());

    private static Gen<Response> Metadata { get; } =
        from mailbox in Gen.OneOf(Gen.Constant<MailboxName?>(null), Mailbox.Select(m => (MailboxName?)m))
        from namesOnly in Gen.Elements(true, false)
        from entries in (from name in Text.Where(t => t.Length > 0) from value in NText select new KeyValuePair<string, string?>(name, value)).NonEmptyListOf()
        select (Response)new MetadataResponse(mailbox, entries.Select(e => namesOnly ? new KeyValuePair<string, string?>(e.Key, null) : e).ToArray(), namesOnly);

    private static Gen<Response> Quota { get; } =
        from root in Text
        from resources in (from name in Gen.Elements("STORAGE", "MESSAGE", "X-ODD") from usage in Number64 from limit in Number64 select new QuotaResource(name, usage, limit)).ListOf()
        select (Response)new QuotaResponse(root, resources.ToArray());

    private static Gen<Response> QuotaRoots { get; } =
        from mailbox in Mailbox from roots in Text.ListOf() select (Response)new QuotaRootResponse(mailbox, roots.ToArray());

    private static Gen<Response> MailboxStatus { get; } =
        from mailbox in Mailbox
        from n in Some(Number).ListOf(6)
        from w in Some(Number64).ListOf(3)
        from id in Gen.Elements(null, "F2212ea87-6097")
        select (Response)new MailboxStatusResponse(mailbox)
        {
            Messages = n[0], Recent = n[1], UidNext = n[2], UidValidity = n[3], Unseen = n[4], Deleted = n[5],
            Size = w[0], HighestModSeq = w[1], AppendLimit = w[2], MailboxId = id,
        };

    private static Gen<Response> ESearch { get; } =
        from tag in NText
        from uid in Gen.Elements(true, false)
        from n in Some(NzNumber).ListOf(3)
        from all in Gen.OneOf(Gen.Constant<UidSequence?>(null), Sequence)
        from partial in Gen.OneOf(Gen.Constant<SearchPartial?>(null), from results in Gen.OneOf(Gen.Constant<UidSequence?>(null), Sequence) from end in Gen.Elements(true, false) select new SearchPartial(new PartialRange(3, 9, end), results))
        from mailbox in Gen.OneOf(Gen.Constant<MailboxName?>(null), Mailbox.Select(m => (MailboxName?)m))
        from validity in Some(NzNumber)
        from modSeq in Some(Number64)
        select (Response)new ESearchResponse(tag, uid)
        {
            Mailbox = mailbox, UidValidity = mailbox is null ? null : validity, Min = n[0], Max = n[1], Count = n[2], All = all, Partial = partial, ModSeq = modSeq,
        };

    private static Gen<UidSequence?> Sequence { get; } =
        from first in NzNumber from numbers in NzNumber.ListOf() select (UidSequence?)UidSequence.From([first, .. numbers]);

    /// <summary>Depths at random; a member without a number only where there are siblings, and children enough.</summary>
    private static Gen<Response> Thread { get; } =
        from numbers in NzNumber.ListOf()
        from steps in Gen.Choose(0, 1000).ListOf(numbers.Count)
        from blanks in Gen.Choose(0, 3).ListOf(numbers.Count)
        select (Response)new ThreadResponse(Threads(numbers, steps, blanks));

    private static Gen<Response> Id { get; } =
        from pairs in (from name in Text from value in NText select new KeyValuePair<string, string?>(name, value)).ListOf()
        select (Response)new IdResponse(pairs.ToArray());

    public static Gen<Response> Any { get; } = Gen.OneOf(
        Status,
        List,
        Namespaces,
        MailboxStatus,
        Metadata,
        Quota,
        QuotaRoots,
        ESearch,
        Thread,
        from numbers in NzNumber.ListOf() from modSeq in Some(Number64) select (Response)new SortResponse(numbers.ToArray(), modSeq),
        Id,
        FetchGenerators.Fetch.Select(f => (Response)f),
        LineText.Select(t => (Response)new ContinuationRequest(t)),
        Capabilities.Select(c => (Response)new CapabilityResponse(c)),
        Capabilities.Select(c => (Response)new EnabledResponse(c)),
        Flags.Select(f => (Response)new FlagsResponse(f)),
        Number.Select(n => (Response)new ExistsResponse(n)),
        Number.Select(n => (Response)new RecentResponse(n)),
        Number.Select(n => (Response)new ExpungeResponse(n)),
        from earlier in Gen.Elements(true, false) from set in Set select (Response)new VanishedResponse(earlier, set),
        from numbers in NzNumber.ListOf() from modSeq in Some(Number64) select (Response)new SearchResponse(numbers.ToArray(), modSeq),
        Gen.Constant((Response)new UnknownResponse("* XYZZY (a \"b\")"u8.ToArray())));

    private static ThreadMember[] Threads(List<uint> numbers, List<int> steps, List<int> blanks)
    {
        var members = new List<ThreadMember>();
        for (var i = 0; i < numbers.Count; i++)
        {
            if (blanks[i] == 0 && i > 0)
            {
                // A root that isn't there, and its two children.
                members.AddRange([new(0, 0), new(numbers[i], 1), new(numbers[i - 1], 1)]);
                continue;
            }

            members.Add(new ThreadMember(numbers[i], members.Count == 0 ? 0 : steps[i] % (members[^1].Depth + 2)));
        }

        return members.ToArray();
    }

    public static Gen<T?> Some<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Constant<T?>(null), gen.Select(v => (T?)v));
}
