using ImapPS.Fuzz;

namespace ImapPS.Client.Tests.Fuzzing;

/// <summary>A short run of the fuzz program (tests/fuzz), the same each time.</summary>
[Collection(AloneCollection.Name)]
public class ResponseFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20_260_420)]
    public void No_crash_no_hang_and_what_is_valid_is_read(int seed)
    {
        var fuzzer = new ResponseFuzzer(seed);
        for (var i = 0; i < 10_000; i++)
            Assert.Null(fuzzer.Run(i));
        Assert.True(fuzzer.Unreadable > 1000, "The damage does nothing.");
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) < 256 * 1024 * 1024);
    }
}
