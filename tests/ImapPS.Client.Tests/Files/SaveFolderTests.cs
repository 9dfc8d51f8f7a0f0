using ImapPS.Client.Files;

namespace ImapPS.Client.Tests.Files;

/// <summary>Whole files under their names, nothing else, and nothing outside the folder.</summary>
public sealed class SaveFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("imapps-save").FullName;
    private readonly SaveFolder _folder;

    public SaveFolderTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "in"));
        _folder = new SaveFolder(Path.Combine(_root, "in"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Names_that_are_taken_get_numbers()
    {
        Assert.Equal(
            ["a.txt", "a (2).txt", "a (3).txt"],
            Enumerable.Range(0, 3).Select(i => Save("a.txt", ConflictRule.Rename, $"{i}")!.Name).ToArray());
        Assert.Equal("2", File.ReadAllText(Path.Combine(_folder.FullPath, "a (3).txt")));
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public void A_file_that_is_there_is_skipped_replaced_or_an_error()
    {
        File.WriteAllText(Path.Combine(_folder.FullPath, "a.txt"), "old");
        Assert.Null(_folder.Begin("a.txt", ConflictRule.Skip));
        var error = Assert.Throws<ImapException>(() => _folder.Begin("a.txt", ConflictRule.Fail));
        Assert.Equal(ImapError.FileExists, error.Error);
        Assert.Equal("old", File.ReadAllText(Path.Combine(_folder.FullPath, "a.txt")));
        Save("a.txt", ConflictRule.Overwrite, "new");
        Assert.Equal("new", File.ReadAllText(Path.Combine(_folder.FullPath, "a.txt")));
        Assert.Single(Files());
    }

    [Theory]
    [InlineData(ConflictRule.Skip)]
    [InlineData(ConflictRule.Fail)]
    public void A_file_that_comes_in_between_is_not_lost(ConflictRule rule)
    {
        using var pending = _folder.Begin("a.txt", rule)!;
        pending.Open().Write("mine"u8);
        File.WriteAllText(Path.Combine(_folder.FullPath, "a.txt"), "theirs");
        if (rule == ConflictRule.Skip)
            Assert.Null(pending.Commit(null));
        else
            Assert.Equal(ImapError.FileExists, Assert.Throws<ImapException>(() => pending.Commit(null)).Error);
        Assert.Equal("theirs", File.ReadAllText(Assert.Single(Files())));
    }

    [Fact]
    public void What_is_given_up_leaves_nothing()
    {
        using (var pending = _folder.Begin("a.txt", ConflictRule.Rename)!)
        {
            pending.Open().Write("half"u8);
            Assert.EndsWith(".part", Assert.Single(Files()));
        }

        Assert.Empty(Files());
    }

    [Fact]
    public void The_time_is_the_message_s()
    {
        var time = new DateTimeOffset(2024, 2, 29, 12, 30, 15, TimeSpan.FromHours(2));
        Assert.Equal(time.UtcDateTime, Save("a.txt", ConflictRule.Rename, "x", time)!.LastWriteTimeUtc);
        Assert.True(Save("b.txt", ConflictRule.Rename, "x", DateTimeOffset.MinValue)!.LastWriteTimeUtc > new DateTime(2020, 1, 1));
    }

#if NET // .NET Framework makes no links
    [Theory]
    [InlineData(ConflictRule.Rename, "link (2).txt")]
    [InlineData(ConflictRule.Overwrite, "link.txt")]
    public void A_link_is_never_written_through(ConflictRule rule, string expected)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Links need a privilege there.");
        foreach (var target in new[] { "there.txt", "nowhere.txt" })
        {
            var outside = Path.Combine(_root, target);
            if (target == "there.txt")
                File.WriteAllText(outside, "outside");
            File.CreateSymbolicLink(Path.Combine(_folder.FullPath, "link.txt"), outside);
            var saved = Save("link.txt", rule, "saved", folder: new SaveFolder(_folder.FullPath))!;
            Assert.Equal(expected, saved.Name);
            Assert.Null(saved.LinkTarget);
            Assert.Equal(target == "there.txt", File.Exists(outside));
            if (target == "there.txt")
                Assert.Equal("outside", File.ReadAllText(outside));
            foreach (var file in Files())
                File.Delete(file);
        }
    }
#endif

    [Theory]
    [InlineData(ConflictRule.Overwrite)]
    [InlineData(ConflictRule.Skip)]
    public void Two_of_one_name_that_are_saved_together_are_both_kept(ConflictRule rule)
    {
        Save("a.txt", rule, "1");
        Assert.Equal("a (2).txt", Save("a.txt", rule, "2")!.Name);
        Assert.Equal("1", File.ReadAllText(Path.Combine(_folder.FullPath, "a.txt")));
    }

    [Theory]
    [InlineData("../a")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("")]
    public void What_is_no_name_is_refused(string name) => Assert.Throws<ArgumentException>(() => _folder.Begin(name, ConflictRule.Rename));

    [Fact]
    public void A_folder_that_is_not_there()
    {
        var error = Assert.Throws<ImapException>(() => new SaveFolder(Path.Combine(_root, "none")));
        Assert.Equal(ImapError.FileFailed, error.Error);
        Assert.Contains("There is no folder", error.Message);
    }

    [Fact]
    public void A_folder_that_vanishes_or_may_not_be_written()
    {
        Directory.Delete(_folder.FullPath);
        using var pending = _folder.Begin("a.txt", ConflictRule.Rename)!;
        Assert.Equal(ImapError.FileFailed, Assert.Throws<ImapException>(pending.Open).Error);
    }

    [Fact]
    public void A_full_disk_is_told_as_such()
    {
        Edition.NeedsMoreThanMono("error numbers of files");
        if (!File.Exists("/dev/full"))
            Assert.Skip("There is no /dev/full.");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1);
        var error = Assert.ThrowsAny<IOException>(() =>
        {
            full.Write(new byte[100_000]);
            full.Flush();
        });
        Assert.Equal(ImapError.DiskFull, FileErrors.ToException(error, "x").Error);
        Assert.Equal(ImapError.FileAccessDenied, FileErrors.ToException(new UnauthorizedAccessException(), "x").Error);
    }

    private FileInfo? Save(string name, ConflictRule rule, string text, DateTimeOffset? time = null, SaveFolder? folder = null)
    {
        using var pending = (folder ?? _folder).Begin(name, rule)!;
        pending.Open().Write(System.Text.Encoding.UTF8.GetBytes(text));
        return pending.Commit(time);
    }

    private string[] Files() => Directory.GetFileSystemEntries(_folder.FullPath);
}
