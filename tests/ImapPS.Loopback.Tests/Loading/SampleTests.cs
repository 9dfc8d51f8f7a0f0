using ImapPS.Loopback.Tests.Session;

namespace ImapPS.Loopback.Tests.Loading;

public class SampleTests : SessionTest
{
    [Fact]
    public async Task The_samples_that_the_project_ships_can_be_loaded_and_read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "src", "ImapPS.Demo", "Samples")))
            folder = folder.Parent;
        Assert.NotNull(folder);
        Options.Paths.Add(Path.Combine(folder.FullName, "src", "ImapPS.Demo", "Samples"));
        using var client = await LoginAsync("INBOX");
        var lines = await client.CommandAsync("UID FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY.PEEK[])");
        Assert.Equal(Inbox.Count + 1, lines.Count);
        Assert.InRange(Inbox.Count, 24, 1000);
    }
}
