using System.Text;
using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>What a message costs in memory when a whole mailbox is read.</summary>
public class AllocationTests
{
    private const int Messages = 2000;

    [Fact]
    public void An_envelope_costs_at_most_1500_bytes()
    {
        var perMessage = Measure(n =>
            $"* {n} FETCH (UID {n} FLAGS (\\Seen) INTERNALDATE \"17-Jul-2024 02:44:25 -0700\" RFC822.SIZE {4000 + n} {Envelope(n)})\r\n");
        Assert.InRange(perMessage, 1, 1500);
    }

    [Fact]
    public void An_envelope_with_a_body_structure_costs_at_most_3000_bytes()
    {
        var perMessage = Measure(n =>
            $"* {n} FETCH (UID {n} FLAGS (\\Seen) INTERNALDATE \"17-Jul-2024 02:44:25 -0700\" RFC822.SIZE {4000 + n} {Envelope(n)}"
            + $" BODYSTRUCTURE (((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" {n} 30 NIL NIL NIL NIL)"
            + $"(\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL \"quoted-printable\" {n} 60 NIL NIL NIL NIL) \"alternative\" (\"boundary\" \"----=_Part_{n}_1.2\") NIL NIL NIL)"
            + $"(\"application\" \"pdf\" (\"name\" \"r{n}.pdf\") NIL NIL \"base64\" 99 NIL (\"attachment\" (\"filename\" \"r{n}.pdf\")) NIL NIL) \"mixed\" (\"boundary\" \"----=_Part_{n}\") NIL NIL NIL))\r\n");
        Assert.InRange(perMessage, 1, 3000);
    }

    [Fact]
    public void Flags_without_an_envelope_cost_the_response_alone() =>
        Assert.InRange(Measure(n => $"* {n} FETCH (UID {n} FLAGS (\\Seen $Forwarded))\r\n"), 1, 200);

    /// <summary>About 570 octets; no two senders or recipients in a row are equal, half of the messages are replies.</summary>
    private static string Envelope(int n)
    {
        var from = $"((\"Person Number {n}\" NIL \"person.{n}\" \"mail{n % 50}.example.org\"))";
        return $"ENVELOPE (\"Wed, 17 Jul 2024 02:23:25 -0700 (PDT)\" \"Re: IMAP4rev2 working group meeting summary and minutes, part {n}\" {from} {from} {from}"
            + $" ((NIL NIL \"imap-{n}\" \"cac.washington.edu\")) ((NIL NIL \"minutes-{n}\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\"))"
            + $" NIL {(n % 2 == 0 ? "NIL" : $"\"<A27397-{n}@cac.washington.edu>\"")} \"<B27397-0100000-{n}@cac.washington.edu>\")";
    }

    private static long Measure(Func<int, string> line)
    {
        var octets = Enumerable.Range(1, Messages).Select(n => Encoding.ASCII.GetBytes(line(n))).ToArray();
        var reader = new ResponseReader();
        Assert.Empty(Assert.IsType<FetchResponse>(reader.Read(octets[0])).Problems);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var message in octets)
            reader.Read(message);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Messages;
    }
}
