using ImapPS.Fuzz;

namespace ImapPS.Client.Tests.Fuzzing;

/// <summary>A short run of connections against damaged answers, the same each time.</summary>
[Collection(AloneCollection.Name)]
public class ConnectionFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(20_260_420)]
    public void No_crash_no_hang_and_what_is_valid_is_taken(int seed)
    {
        var fuzzer = new ConnectionFuzzer(seed);
        for (var i = 0; i < 3000; i++)
            Assert.Null(fuzzer.Run(i));
        Assert.True(fuzzer.Broken > 100, "The damage does nothing.");
        Assert.True(fuzzer.Fetches > 3000);
    }
}
