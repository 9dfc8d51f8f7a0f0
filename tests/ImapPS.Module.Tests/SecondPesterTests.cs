namespace ImapPS.Module.Tests;

/// <inheritdoc/>
public sealed class SecondPesterTests(ITestOutputHelper output) : PesterTests(output)
{
    public static TheoryData<string> Files => EveryOther(1);

    [Theory]
    [MemberData(nameof(Files))]
    public Task Passes(string file) => PassAsync(file);
}
