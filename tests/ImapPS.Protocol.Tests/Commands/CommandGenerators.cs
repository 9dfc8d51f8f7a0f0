using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Tests.Commands;

/// <summary>Random commands, their strings chosen to be as awkward as users and servers are.</summary>
internal sealed class CommandGenerators
{
    private static readonly string[] Awkward =
    [
        "", "NIL", "nil", "\r\nA2 LOGOUT\r\n", "\r", "\n", "\"", "\\", "\\\"", "{5}\r\nabcde", "{5+}", "~{3}", "(", ")", "a b", "*", "%", "]", "[",
        "\u001b[2J", "\u0085", "\u202e", "\u2028", "&", "&-", "&AOk-", "é", "漢字", "😀", "INBOX", "inbox/é", "=", "+", "ALL", "1:*", "\t", "\u007f",
    ];

    private static readonly char[] Letters = "abzAZ09 \"\\(){}[]%*&+-=~,:<>./@\r\n\t\u0001\u007fé€ßΩ漢\u0085\u200f\ufeff".ToCharArray();

    public static Gen<string> Text { get; } = Gen.Frequency(
        (4, Gen.Elements(Awkward)),
        (8, from count in Gen.Choose(0, 30) from letters in Gen.ArrayOf(Gen.Elements(Letters), count) select new string(letters)),
        (1, from count in Gen.Elements(999, 1000, 1001, 4096, 4097, 70_000) from letter in Gen.Elements('x', '"', 'é', '\n') select new string(letter, count)));

    public CommandGenerators(bool utf8)
    {
        // A name that a server sent is sent back on the same connection, under the same encoding.
        Mailbox = Gen.OneOf(
            Text.Where(IsName).Select(MailboxName.Create),
            from count in Gen.Choose(1, 20)
            from bytes in Gen.ArrayOf(Gen.Choose(1, 255), count)
            select MailboxName.FromWire(bytes.Select(b => (byte)b).ToArray(), utf8));
        Command = Commands();
    }

    public static Gen<UidSet> Set { get; } =
        from count in Gen.Choose(1, 40)
        from ranges in Gen.ArrayOf(
            from first in Gen.OneOf(Gen.Choose(1, 200), Gen.Choose(1, int.MaxValue))
            from span in Gen.Elements(0, 0, 1, 50)
            from star in Gen.Frequency((20, Gen.Constant(false)), (1, Gen.Constant(true)))
            select new UidRange((uint)first, star ? UidRange.Star : (uint)first + (uint)span), count)
        select UidSet.FromRanges(ranges);

    public static Gen<MessageFlags> Flags { get; } =
        from system in Gen.Choose(0, 31)
        from keywords in Gen.SubListOf("$Forwarded", "Junk", "a]b".Replace("]", "-"), "\\Extension", "x&y")
        select MessageFlags.Create((SystemFlags)system, keywords.ToArray());

    public static Gen<FetchSectionRequest> Section { get; } =
        from text in Gen.Elements("", "HEADER", "TEXT", "1", "2.10.3", "1.MIME", "1.2.HEADER", "3.TEXT", "HEADER.FIELDS (Subject FROM)", "4.HEADER.FIELDS.NOT (x-y)")
        from kind in Gen.Choose(0, 2)
        from peek in Gen.Elements(true, false)
        from range in Gen.Elements(0u, 1u, uint.MaxValue)
        let part = text.All(c => char.IsDigit(c) || c == '.')
        select new FetchSectionRequest(text)
        {
            Binary = kind == 1 && part,
            SizeOnly = kind == 2 && part,
            Peek = peek || (kind == 2 && part),
            Origin = range == 0 || (kind == 2 && part) ? null : range - 1,
            Count = range == 0 || (kind == 2 && part) ? null : range,
        };

    public static Gen<FetchItems> Items { get; } =
        from attributes in Gen.Choose(1, 262143)
        from count in Gen.Choose(0, 5)
        from sections in Gen.ArrayOf(Section, count)
        from since in Gen.Elements<ulong?>(null, 1, long.MaxValue)
        from vanished in Gen.Elements(true, false)
        select new FetchItems { Attributes = (FetchAttributes)attributes, Sections = sections, ChangedSince = since, Vanished = vanished && since is not null };

    public static Gen<SearchKey> Key { get; } = KeyOf(4);

    public Gen<MailboxName> Mailbox { get; }

    public Gen<Command> Command { get; }

    private Gen<Command> Commands() => Gen.OneOf(
        Gen.Elements(SimpleCommand.Known.ToArray()).Select(c => (Command)c),
        from user in Text from password in Text select (Command)new LoginCommand(user, Secret(password)),
        from secret in Text from none in Gen.Elements(true, false) select (Command)new AuthenticateCommand("XOAUTH2", none ? null : Secret(secret)),
        Gen.NonEmptyListOf(Gen.Elements("CONDSTORE", "UTF8=ACCEPT", "IMAP4rev2")).Select(c => (Command)new EnableCommand(c.ToArray())),
        Gen.Constant((Command)new CompressCommand()),
        Id(),
        List(),
        from mailbox in Mailbox from items in Gen.Choose(1, 1023) select (Command)new StatusCommand(mailbox, (StatusItems)items),
        from mailbox in Mailbox from bits in Gen.Choose(0, 3) from resync in Resync select (Command)new SelectCommand(mailbox, (bits & 1) != 0) { CondStore = (bits & 2) != 0, Resync = resync },
        from key in Key
        from options in Gen.Choose(0, 31)
        from partial in Partial
        from uid in Gen.Elements(true, false)
        select (Command)new UidSearchCommand(key) { Return = Return(options, partial), Partial = partial, ByUid = uid },
        from key in Key
        from count in Gen.Choose(1, 4)
        from criteria in Gen.ArrayOf(from sort in Gen.Choose(0, 8) from reverse in Gen.Elements(true, false) select new SortCriterion((SortKey)sort, reverse), count)
        from options in Gen.Choose(0, 31)
        from partial in Partial
        from uid in Gen.Elements(true, false)
        select (Command)new UidSortCommand(criteria, key) { Return = Return(options, partial), Partial = partial, ByUid = uid },
        from key in Key from algorithm in Gen.Choose(0, 2) from uid in Gen.Elements(true, false) select (Command)new UidThreadCommand((ThreadAlgorithm)algorithm, key) { ByUid = uid },
        from key in Key
        from count in Gen.Choose(0, 3)
        from sources in Gen.ArrayOf(Source(), count)
        from options in Gen.Choose(1, 31)
        select (Command)new MultiSearchCommand(sources, key) { Return = (SearchReturn)options },
        from items in Items select (Command)new UidFetchCommand(UidSet.All, items) { OfSaved = true },
        from set in Set
        from items in Items
        from uid in Gen.Elements(true, false)
        select (Command)new UidFetchCommand(set, items) { ByUid = uid || items.Vanished },
        from set in Set
        from mode in Gen.Elements(StoreMode.Add, StoreMode.Remove, StoreMode.Replace)
        from flags in Flags
        from bits in Gen.Choose(0, 3)
        from since in Gen.Elements<ulong?>(null, 0, 77, long.MaxValue)
        select (Command)new UidStoreCommand(set, mode, flags) { Silent = (bits & 1) != 0, ByUid = (bits & 2) != 0, UnchangedSince = since },
        from count in Gen.Choose(0, 4) from groups in Gen.ArrayOf(Group(), count) from status in Gen.Elements(true, false) select (Command)new NotifyCommand(groups) { Status = status && count > 0 },
        from set in Set from mailbox in Mailbox from uid in Gen.Elements(true, false) select (Command)new UidCopyCommand(set, mailbox) { ByUid = uid },
        from set in Set from mailbox in Mailbox from uid in Gen.Elements(true, false) select (Command)new UidMoveCommand(set, mailbox) { ByUid = uid },
        Set.Select(s => (Command)new UidExpungeCommand(s)),
        from mailbox in Mailbox
        from other in Mailbox
        from kind in Gen.Choose(0, 4)
        select kind switch
        {
            0 => new CreateCommand(mailbox) { SpecialUse = mailbox.Name.Length % 2 == 0 ? [] : ["\\Sent", "\\X-Odd"] },
            1 => new DeleteCommand(mailbox),
            2 => new SubscribeCommand(mailbox),
            3 => new UnsubscribeCommand(mailbox),
            _ => (Command)new RenameCommand(mailbox, other),
        },
        Text.Select(static t => (Command)new GetQuotaCommand(t)),
        from mailbox in Mailbox select (Command)new GetQuotaRootCommand(mailbox),
        from mailbox in MetadataMailbox()
        from entries in Gen.NonEmptyListOf(Entries)
        select (Command)new GetMetadataCommand(mailbox, entries.ToArray()),
        from mailbox in MetadataMailbox()
        from entries in Gen.NonEmptyListOf(from entry in Entries from value in Gen.OneOf(Gen.Constant<string?>(null), Text.Select(t => (string?)t)) select new KeyValuePair<string, string?>(entry, value))
        select (Command)new SetMetadataCommand(mailbox, entries.ToArray()),
        Append(),
        Replace(),
        from set in Set
        from mode in Gen.Elements(StoreMode.Add, StoreMode.Remove, StoreMode.Replace)
        from labels in Gen.ListOf(Gen.OneOf(Text.Where(t => IsName(t) && t.Length < 100 && !IsInbox(t)), Gen.Elements("\\Inbox", "\\Starred")), 4)
        from silent in Gen.Elements(true, false)
        from byUid in Gen.Elements(true, false)
        select (Command)new UidStoreLabelsCommand(set, mode, labels) { Silent = silent, ByUid = byUid });

    private static Gen<SelectResync?> Resync { get; } = Gen.OneOf(
        Gen.Constant<SelectResync?>(null),
        from validity in Gen.Elements(1u, 67890007u, uint.MaxValue)
        from modSeq in Gen.Elements(1ul, 90060115194045027ul, (ulong)long.MaxValue)
        from known in Gen.OneOf(Gen.Constant<UidSet?>(null), Set.Where(s => !s.HasStar).Select(s => (UidSet?)s))
        from match in Gen.OneOf(Gen.Constant<SequenceMatch?>(null), Set.Where(s => !s.HasStar).Select(s => (SequenceMatch?)new SequenceMatch(UidSet.Of(1, (uint)s.Count), s)))
        select (SelectResync?)new SelectResync(validity, modSeq) { KnownUids = known, Match = match });

    private Gen<NotifyGroup> Group() =>
        from filter in Gen.Choose(0, 6)
        from events in Gen.Elements(0, 3, 7, 15, 16, 51, 255)
        from count in Gen.Choose(1, 3)
        from names in Gen.ArrayOf(Mailbox, count)
        from items in Items
        from none in Gen.Elements(true, false)
        select new NotifyGroup((NotifyFilter)filter, (NotifyEvents)events, filter >= (int)NotifyFilter.Subtree ? names : [])
        {
            NewItems = none || filter > 1 || (events & 1) == 0 ? null : items with { ChangedSince = null, Vanished = false },
        };

    private static Gen<string> Entries { get; } = Gen.Elements("/private/specialuse", "/shared/comment", "/private/vendor/\"x\"/(y)", "/shared/a{5}");

    private Gen<MailboxName?> MetadataMailbox() => Gen.OneOf(Gen.Constant<MailboxName?>(null), Mailbox.Select(m => (MailboxName?)m));

    private static Gen<PartialRange?> Partial { get; } = Gen.OneOf(
        Gen.Constant<PartialRange?>(null),
        from first in Gen.Choose(1, 100) from last in Gen.Elements(1u, 7u, uint.MaxValue) from end in Gen.Elements(true, false) select (PartialRange?)new PartialRange((uint)first, last, end));

    private static SearchReturn? Return(int options, PartialRange? partial)
    {
        var bits = (SearchReturn)options & (partial is null ? (SearchReturn)31 : ~SearchReturn.All);
        return bits == SearchReturn.None ? null : bits;
    }

    private Gen<SearchSource> Source() =>
        from kind in Gen.Choose(0, 6)
        from count in Gen.Choose(1, 3)
        from names in Gen.ArrayOf(Mailbox, count)
        select new SearchSource((SearchSourceKind)kind, kind >= (int)SearchSourceKind.Subtree ? names : []);

    private static Gen<Command> Id() =>
        from count in Gen.Choose(0, 4)
        from names in Gen.ArrayOf(Text.Where(t => Encoding.UTF8.GetByteCount(t) <= 30), count)
        from values in Gen.ArrayOf(Gen.OneOf(Text.Where(t => Encoding.UTF8.GetByteCount(t) <= 1024).Select(t => (string?)t), Gen.Constant<string?>(null)), count)
        select (Command)new IdCommand(names.Zip(values, (n, v) => new KeyValuePair<string, string?>(n, v)).ToArray());

    private static Gen<Command> List() =>
        from reference in Text.Where(IsMailboxText)
        from count in Gen.Choose(1, 3)
        from patterns in Gen.ArrayOf(Text.Where(IsMailboxText), count)
        from lsub in Gen.Elements(true, false)
        from selection in Gen.Choose(0, 15).Where(s => (s & 4) == 0 || (s & 9) != 0)
        from result in Gen.Choose(0, 7)
        from status in Gen.Elements<StatusItems?>(null, StatusItems.Messages, StatusItems.UidNext | StatusItems.Size)
        select (Command)(lsub
            ? new ListCommand(reference, [patterns[0]]) { Lsub = true }
            : new ListCommand(reference, patterns) { Selection = (ListSelection)selection, Return = (ListReturn)result, ReturnStatus = status });

    private static Gen<AppendEntry> Entry { get; } =
        from flags in Gen.OneOf(Flags.Select(f => (MessageFlags?)f), Gen.Constant<MessageFlags?>(null))
        from seconds in Gen.Elements<int?>(null, 0, 1, 1_700_000_000, int.MaxValue)
        from zone in Gen.Choose(-840, 840)
        from text in Text
        from form in Gen.Elements(AppendForm.Literal, AppendForm.Literal8, AppendForm.Utf8)
        select new AppendEntry(
            new MemoryLiteral(Encoding.UTF8.GetBytes(form == AppendForm.Literal ? text : text + "\0\r\n")),
            // Flags always stand before UTF8.
            form == AppendForm.Utf8 ? flags ?? MessageFlags.None : flags,
            seconds is { } s ? DateTimeOffset.FromUnixTimeSeconds(s).ToOffset(TimeSpan.FromMinutes(zone)) : null)
        {
            Form = form,
        };

    private Gen<Command> Append() =>
        from mailbox in Mailbox
        from count in Gen.Choose(1, 3)
        from entries in Gen.ArrayOf(Entry, count)
        select (Command)new AppendCommand(mailbox, entries);

    private Gen<Command> Replace() =>
        from uid in Gen.Elements(1u, 7u, uint.MaxValue)
        from mailbox in Mailbox
        from entry in Entry
        from byUid in Gen.Elements(true, false)
        select (Command)new UidReplaceCommand(uid, mailbox, entry) { ByUid = byUid };

    private static Gen<SearchKey> KeyOf(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Choose(0, 14).Select(w => (SearchKey)new SearchWordKey((SearchWord)w)),
            from field in Gen.Choose(0, 6) from text in Text select (SearchKey)new SearchTextKey((SearchField)field, text),
            from name in Text.Where(t => t.Length > 0) from text in Text select SearchKey.Header(name, text),
            from field in Gen.Choose(0, 8) from day in Gen.Choose(0, 3_652_058) select (SearchKey)new SearchDateKey((SearchDateField)field, DateTime.MinValue.AddDays(day)),
            from set in Gen.Elements(true, false) select (SearchKey)new SearchKeywordKey("$Junk", set),
            from larger in Gen.Elements(true, false) from size in Gen.Elements<ulong>(0, 1, long.MaxValue) select (SearchKey)new SearchSizeKey(size, larger),
            from uid in Gen.Elements(true, false) from set in Set select (SearchKey)new SearchSetKey(set, uid),
            from thread in Gen.Elements(true, false) from id in Gen.Elements("M1", "T_x-9", new string('a', 255)) select (SearchKey)new SearchObjectIdKey(id, thread),
            from thread in Gen.Elements(true, false) from id in Gen.Elements<ulong>(0, 7, long.MaxValue) select (SearchKey)new SearchGmailIdKey(id, thread),
            from label in Gen.Elements(true, false) from text in Text select (SearchKey)new SearchGmailTextKey(text, label),
            Gen.Elements(SearchKey.Saved, SearchKey.ModSeq(0), SearchKey.ModSeq(long.MaxValue), SearchKey.Older(1), SearchKey.Younger(uint.MaxValue)));
        if (depth == 0)
            return leaf;
        var inner = KeyOf(depth - 1);
        return Gen.Frequency(
            (3, leaf),
            (1, inner.Select(SearchKey.Not)),
            (1, inner.Select(SearchKey.Fuzzy)),
            (1, from left in inner from right in inner select SearchKey.Or(left, right)),
            (1, from count in Gen.Choose(1, 4) from keys in Gen.ArrayOf(inner, count) select SearchKey.And(keys)),
            (1, from count in Gen.Choose(1, 6) from keys in Gen.ArrayOf(inner, count) select SearchKey.AnyOf(keys)));
    }

    private static SensitiveBytes Secret(string text) => new(Encoding.UTF8.GetBytes(text));

    // A name like any other as a label, but not as a mailbox.
    private static bool IsInbox(string text) => text.Equals("INBOX", StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string text) => text.Length > 0 && IsMailboxText(text);

    private static bool IsMailboxText(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');
}
