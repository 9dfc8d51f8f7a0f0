using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Limits;
using ImapPS.Protocol.Responses;

namespace ImapPS.Protocol.Tests.Responses;

/// <summary>Measures the memory of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(ReaderMemoryTests), DisableParallelization = true)]
[Collection(nameof(ReaderMemoryTests))]
public sealed class ReaderMemoryTests
{
    [Fact]
    public void The_caches_stay_as_large_as_they_are()
    {
        var reader = new ResponseReader();
        Feed(0, 20_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Feed(20_000, 100_000);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after - before < 2_000_000, $"{after - before} bytes more");
        GC.KeepAlive(reader);

        void Feed(int from, int count)
        {
            for (var i = from; i < from + count; i++)
            {
                Assert.NotNull(reader.Read(Encoding.ASCII.GetBytes(
                    $"* 1 FETCH (FLAGS (kw{i}) ENVELOPE (NIL NIL ((\"n{i}\" NIL \"m{i}\" \"h{i}\")) NIL NIL NIL NIL NIL NIL NIL) BODY (\"t{i}\" \"s\" (\"k{i}\" \"v\") NIL NIL \"e{i}\" 1))\r\n")));
            }
        }
    }
}
