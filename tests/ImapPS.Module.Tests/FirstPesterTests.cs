namespace ImapPS.Module.Tests;

/// <inheritdoc/>
public sealed class FirstPesterTests(ITestOutputHelper output) : PesterTests(output)
{
    public static TheoryData<string> Files => EveryOther(0);

    [Theory]
    [MemberData(nameof(Files))]
    public Task Passes(string file) => PassAsync(file);
}
