using FsCheck;
using FsCheck.Fluent;
using ImapPS.Client.Checkpoints;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>What is written is read, and what somebody edited badly is said to be wrong where it is.</summary>
public class CheckpointContentTests
{
    private const string Good = """
        {
          "version": 1, "server": "imap.example.org", "user": "user", "comment": "by hand",
          "mailboxes": [ {
            "mailbox": "inbox", "uidValidity": 7, "uidNext": 100, "highestModSeq": 55, "inDoubt": "3,7:9", "note": [ { } ],
            "recent": [ { "uid": 99, "messageId": "<a@example.org>", "date": "2026-03-01T10:00:00+01:00", "size": 77 } ],
            "known": "1:2,4:6", "ahead": [ { "uid": 6, "modSeq": 56 } ], "flags": [ { "flags": "\\Seen $Work", "uids": "1,4:6" } ]
          } ]
        }
        """;

    [Fact]
    public void Reads_what_it_knows_and_lets_the_rest_be()
    {
        var position = CheckpointContent.Read(Good).Find("INBOX")!;
        Assert.Equal((7u, 100u, 55ul, "3,7:9", "1:2,4:6"), (position.UidValidity, position.UidNext, position.HighestModSeq!.Value, position.InDoubt.ToString(), position.Known!.ToString()));
        Assert.Equal(new RecentMessage(99, "<a@example.org>", new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1)), 77), Assert.Single(position.Recent));
        Assert.Equal(56ul, position.Ahead[6]);
        Assert.Equal([1u, 4u, 5u, 6u], position.Flags.Keys.Order());
        Assert.True(position.Flags[4].HasKeyword("$work") && position.Flags[4].Has(SystemFlags.Seen));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var position =
            from name in Gen.Elements("INBOX", "Größe \"quoted\" \\ 漢字", "a/b")
            from validity in Gen.Choose(1, int.MaxValue)
            from next in Gen.Choose(2, 300)
            from doubt in Gen.ListOf(Gen.Choose(1, next - 1))
            from known in Gen.ListOf(Gen.Choose(1, next - 1))
            from follows in Gen.Elements(true, false)
            from modSeq in Gen.Choose(0, 1000)
            from flags in Gen.Elements("", "\\Seen", "\\Seen $Work \\Flagged")
            select Position(name, (uint)validity, (uint)next, doubt.Select(static u => (uint)u), follows ? known.Select(static u => (uint)u).ToArray() : null, modSeq == 0 ? null : (ulong)modSeq, flags);
        Prop.ForAll(position.ToArbitrary(), before =>
        {
            var content = new CheckpointContent("imap.example.org", before.UidValidity % 2 == 0 ? "user" : null);
            content.Set(before);
            var text = content.Write();
            var read = CheckpointContent.Read(text);
            Assert.Equal((content.Server, content.User), (read.Server, read.User));
            var after = read.Find(before.Mailbox)!;
            Assert.Equal((before.UidValidity, before.UidNext, before.HighestModSeq, before.InDoubt.ToString(), before.Known?.ToString()), (after.UidValidity, after.UidNext, after.HighestModSeq, after.InDoubt.ToString(), after.Known?.ToString()));
            Assert.Equal(before.Recent, after.Recent);
            Assert.Equal(before.Ahead, after.Ahead);
            Assert.Equal(before.Flags, after.Flags);
            Assert.Equal(text, read.Write());
        }).QuickCheckThrowOnFailure();

        static MailboxPosition Position(string name, uint validity, uint next, IEnumerable<uint> doubt, uint[]? known, ulong? modSeq, string flags)
        {
            var position = new MailboxPosition(name, validity) { UidNext = next, HighestModSeq = modSeq, InDoubt = new UidRanges(UidSet.From(doubt)), Known = known is null ? null : new UidRanges(UidSet.From(known)) };
            position.Recent.Add(new RecentMessage(next - 1, next % 2 == 0 ? null : "<\"ü\"@example.org>", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3.5)), next));
            foreach (var uid in known ?? [])
            {
                if (modSeq is { } told)
                    position.Ahead[uid] = told + uid;
                else
                    position.Flags[uid] = MessageFlags.Parse(flags.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }

            return position;
        }
    }

    [Theory]
    [InlineData("\"uidNext\": 100", "\"uidNext\": \"100\"", "mailboxes[0].uidNext")]
    [InlineData("\"uidNext\": 100", "\"uidNext\": -1", "mailboxes[0].uidNext")]
    [InlineData("\"uidNext\": 100", "\"uidNext\": 0", "mailboxes[0].uidNext")]
    [InlineData("\"uidNext\": 100", "\"uidNext\": 1.5", "mailboxes[0].uidNext")]
    [InlineData("\"uidNext\": 100", "\"uidNext\": 4294967296", "mailboxes[0].uidNext")]
    [InlineData("\"uidNext\": 100", "\"uidNext\": 1e300", "Not JSON")]
    [InlineData("\"uidNext\": 100,", "", "mailboxes[0].uidNext is missing")]
    [InlineData("\"uidValidity\": 7", "\"uidValidity\": null", "mailboxes[0].uidValidity")]
    [InlineData("\"highestModSeq\": 55", "\"highestModSeq\": true", "mailboxes[0].highestModSeq")]
    [InlineData("\"3,7:9\"", "\"3,7:*\"", "mailboxes[0].inDoubt")]
    [InlineData("\"3,7:9\"", "\"3,7:200\"", "mailboxes[0].inDoubt")]
    [InlineData("\"3,7:9\"", "\"three\"", "mailboxes[0].inDoubt")]
    [InlineData("\"3,7:9\"", "[ 3, 7 ]", "mailboxes[0].inDoubt")]
    [InlineData("\"1:2,4:6\"", "\"1:2,4:600\"", "mailboxes[0].known")]
    [InlineData("\"inbox\"", "\"\"", "mailboxes[0].mailbox")]
    [InlineData("\"uid\": 99", "\"uid\": 100", "mailboxes[0].recent[0].uid")]
    [InlineData("2026-03-01T10:00:00+01:00", "soon", "mailboxes[0].recent[0].date")]
    [InlineData("\\\\Seen $Work", "{", "mailboxes[0].flags[0].flags")]
    [InlineData("\"server\": \"imap.example.org\"", "\"server\": 1", "server")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "version")]
    [InlineData("\"version\": 1, ", "", "version is missing")]
    [InlineData("\"mailboxes\": [", "\"mailboxes\": [ 5, ", "mailboxes[0]")]
    public void Says_what_is_wrong(string good, string bad, string place)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var problem = Assert.Throws<FormatException>(() => CheckpointContent.Read(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_every_truncation_of_a_file()
    {
        for (var length = 0; length < Good.TrimEnd().Length; length++)
            Assert.Throws<FormatException>(() => CheckpointContent.Read(Good[..length]));
    }

    [Fact]
    public void A_newer_version_is_not_guessed_at() => Assert.Throws<NotSupportedException>(() => CheckpointContent.Read(Good.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)));
}
