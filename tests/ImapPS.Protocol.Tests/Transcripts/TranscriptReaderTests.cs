using System.Text;
using FsCheck.Fluent;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Protocol.Tests.Transcripts;

public class TranscriptReaderTests
{
    private static List<TranscriptExchange> Read(string text, TranscriptDirection? rawLog = null)
    {
        var reader = new TranscriptReader(keepContent: true, rawLog);
        var all = text.Split('\n').SelectMany(l => reader.Read(ByteText.Latin1.GetString(Encoding.UTF8.GetBytes(l)))).ToList();
        all.AddRange(reader.End());
        return all;
    }

    private static string Show(IEnumerable<TranscriptExchange> exchanges) => string.Join("; ", exchanges.Select(static e =>
        $"{e.Tag} {e.Name} {e.Arguments}".TrimEnd() + $" = {e.Status} {e.ResponseCount}{(e.Incomplete ? " incomplete" : "")}"));

    [Fact]
    public void Our_own_with_literals_filler_and_several_connections()
    {
        var all = Read("""
            # ImapPS transcript 1; redacted
            2026-01-02T03:04:05.000000Z 1 -- connected
            2026-01-02T03:04:05.000000Z 1 S: * OK ready
            2026-01-02T03:04:05.100000Z 2 S: * OK ready
            2026-01-02T03:04:06.000000Z 1 C: A1 UID FETCH 1 (BODY[])
            2026-01-02T03:04:06.100000Z 2 C: A1 APPEND INBOX {7}
            2026-01-02T03:04:06.200000Z 2 S: + OK
            2026-01-02T03:04:06.250000Z 1 S: * 1 FETCH (BODY[] {110}
            2026-01-02T03:04:06.300000Z 2 C| hello
            2026-01-02T03:04:06.350000Z 1 S| Subject: x
            2026-01-02T03:04:06.350000Z 1 S~ 98
            2026-01-02T03:04:06.400000Z 2 C:
            2026-01-02T03:04:06.450000Z 1 S:  UID 1)
            2026-01-02T03:04:06.500000Z 1 S: A1 OK [CODE 1 2] done
            2026-01-02T03:04:06.600000Z 2 S: A1 NO full
            """);
        Assert.Equal("* (greeting) = OK 1; * (greeting) = OK 1; A1 UID FETCH 1 (BODY[]) = OK 2; A1 APPEND INBOX {7} = NO 2", Show(all.OrderBy(static e => e.Started)));
        var fetch = all.Single(static e => e.Name == "UID FETCH");
        Assert.Equal("CODE 1 2", fetch.Code);
        Assert.Equal(TimeSpan.FromMilliseconds(500), fetch.Ended - fetch.Started);
        Assert.Equal("* 1 FETCH (BODY[] {110} UID 1)", fetch.Responses[0].Text);
        Assert.Equal("* 1 FETCH (BODY[] {110}\r\n".Length + 110 + " UID 1)\r\n".Length, fetch.Responses[0].Octets);
    }

    [Fact]
    public void Times_in_front_of_dialogs_and_content_of_literals_line_by_line()
    {
        var all = Read("""
            Connected to imaps://imap.example.org:993/
            2026-01-02T03:04:05Z S: * OK ready
            2026-01-02T03:04:06Z C: A00000001 FETCH 1 (BODY[])
            2026-01-02T03:04:06Z S: * 1 FETCH (BODY[] {16}
            2026-01-02T03:04:06Z S: A: b
            2026-01-02T03:04:06Z S:
            2026-01-02T03:04:06Z S:  hello
            2026-01-02T03:04:07Z S: )
            2026-01-02T03:04:08Z S: A00000001 OK done
            """);
        Assert.Equal("* (greeting) = OK 1; A00000001 FETCH 1 (BODY[]) = OK 2", Show(all));
        Assert.Equal("* 1 FETCH (BODY[] {16})", all[1].Responses[0].Text);
        Assert.Equal(TimeSpan.FromSeconds(2), all[1].Ended - all[1].Started);
    }

    [Fact]
    public void A_literal_that_has_lost_octets_ends_with_the_answer()
    {
        var all = Read("S: * OK ready\nC: a FETCH 1 (BODY[])\nS: * 1 FETCH (BODY[] {500}\nS: short\nS: )\nS: a OK done\nC: b NOOP\nS: b OK");
        Assert.Equal("* (greeting) = OK 1; a FETCH 1 (BODY[]) = OK 2 incomplete; b NOOP = OK 1", Show(all));
    }

    [Fact]
    public void A_terminal_with_what_the_program_says_itself()
    {
        var all = Read("Trying 127.0.0.1...\nEscape character is '^]'.\n* OK ready\na LOGIN joe pw\na NO wrong\nb AUTHENTICATE PLAIN\n+ \nAGpvZQBwdw==\nb OK in\nc SELECT INBOX\n* 1 EXISTS\nc OK done\nd APPEND INBOX {5}\nd NO no\ne LOGOUT\n* BYE\n");
        Assert.Equal("* (greeting) = OK 1; a LOGIN joe *** = NO 1; b AUTHENTICATE PLAIN = OK 2; c SELECT INBOX = OK 2; d APPEND INBOX {5} = NO 1 incomplete; e LOGOUT =  1 incomplete", Show(all));
        Assert.DoesNotContain(all, static e => e.Arguments.Contains("pw", StringComparison.Ordinal) || e.Arguments.Contains("AGpv", StringComparison.Ordinal));
    }

    [Fact]
    public void Dovecots_rawlog()
    {
        Assert.Equal("a NOOP =  0 incomplete", Show(Read("1700000000.000001 a NOOP\n1700000001.000001 ", TranscriptDirection.Client)));
        var all = Read("1700000000.000001 * PREAUTH hi\n1700000000.500000 a NOOP\n1700000001.000000 a OK");
        Assert.Equal("* (greeting) = PREAUTH 1; a NOOP = OK 1", Show(all));
        Assert.Equal(TimeSpan.FromMilliseconds(500), all[1].Ended - all[1].Started);
    }

    [Fact]
    public void Cyruss_telemetry_log()
    {
        var all = Read("---------- joe Sat Nov 21 2026\n\n<1700000000<a SELECT INBOX\n>1700000002>* 1 EXISTS\n* 0 RECENT\na OK done\n<1700000003<b NOOP\n>1700000003>b OK\n");
        Assert.Equal("a SELECT INBOX = OK 3; b NOOP = OK 1", Show(all));
        Assert.Equal(TimeSpan.FromSeconds(2), all[0].Ended - all[0].Started);
    }

    [Fact]
    public void What_imaplib_prints()
    {
        var all = Read("  59:59.90 imaplib version 2.58\n  59:59.91 < b'* OK ready'\n  59:59.95 > b'FNKD0 FETCH 1 (BODY[])\\r\\n'\n  00:00.10 < b'* 1 FETCH (BODY[] {300}'\n  00:00.11 read literal size 300\n  00:00.12 < b')'\n  00:00.20 < b'FNKD0 OK done'");
        Assert.Equal("* (greeting) = OK 1; FNKD0 FETCH 1 (BODY[]) = OK 2", Show(all));
        Assert.Equal(250, Math.Round((all[1].Ended - all[1].Started)!.Value.TotalMilliseconds));
    }

    [Fact]
    public void What_is_none_says_what_is()
    {
        var problem = Assert.Throws<FormatException>(() => Read("Dear diary\nToday"));
        Assert.All(TranscriptReader.FormatNames, name => Assert.Contains(name, problem.Message, StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => Read(new string('\n', 2_000)));
        Assert.Throws<FormatException>(() => new TranscriptReader().Read(new string('x', TranscriptReader.MaxLine + 1)));
    }

    [Fact]
    public void An_answer_to_a_challenge_that_is_not_in_the_trace_is_not_told()
    {
        var all = Read("S: + \nC: AGpvZQBwdw==\nS: a OK in\nC: b NOOP\nS: b OK");
        Assert.DoesNotContain("AGpv", Show(all), StringComparison.Ordinal);
        Assert.Contains("b NOOP = OK 1", Show(all), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_traces_take_their_length_and_no_more()
    {
        // With a cost that grows by its square these would not end.
        var clock = new StringBuilder("  59:59.91 < b'* OK ready'\n");
        for (var i = 0; i < 60_000; i++)
            clock.Append(i % 2 == 0 ? "  00:00.10 < b'* 1 EXISTS'\n" : "  59:00.00 < b'* 1 EXISTS'\n");
        Assert.Equal(60_001, Read(clock.ToString()).Count);
        var log = string.Concat(Enumerable.Repeat(">1700000000>x<1700000000<y\n", 100_000));
        Assert.NotEmpty(Read(log));
        Assert.Throws<FormatException>(() => Read(string.Concat(Enumerable.Repeat(">1700000000>" + new string('x', 1_000) + "<1700000000<y\n", 17_000))));
    }

    [Fact]
    public void Filler_and_responses_are_bounded()
    {
        Assert.Throws<FormatException>(() => Read("# ImapPS transcript 1; redacted\n2026-01-02T03:04:05.000000Z 1 S~ 999999999999999"));
        var reader = new TranscriptReader();
        reader.Read("S: * OK ready");
        reader.Read("C: a FETCH 1:* UID");
        for (var i = 0; i < 2_000; i++)
            reader.Read($"S: * {i} FETCH (UID {i})");
        reader.Read("S: a OK");
        var fetch = reader.End().Single(static e => e.Name == "FETCH");
        Assert.Equal(2_001, fetch.ResponseCount);
        Assert.Equal(TranscriptExchange.MaxResponses, fetch.Responses.Count);
    }

    [Fact]
    public void Nothing_makes_it_fail_in_another_way() => Properties.Check(
        Gen.ArrayOf(Gen.Elements("S: ", "C: ", "* OK", "a ", "NOOP", " {3}", "{99}", "\n", "\n", "# ImapPS transcript 1; redacted\n", "2026-01-02T03:04:05.000000Z 1 S| ", "1700000000.000001 ", ">1700000000>", "<1700000000<", " 1:02.33 < b'", "'", "+ ", "BAD ", "AUTHENTICATE", "\\x", "\0", "é", "[", "]", "\r", "99999999999999 "))
            .Select(static words => string.Concat(words)),
        2_000,
        text =>
        {
            try
            {
                Assert.All(Read(text), static e => Assert.True(e.ResponseCount >= e.Responses.Count));
            }
            catch (FormatException)
            {
                // The one way in which it may.
            }
        });
}
