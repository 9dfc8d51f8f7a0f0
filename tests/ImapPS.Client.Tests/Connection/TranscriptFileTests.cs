using ImapPS.Client.Connection;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Client.Tests.Connection;

public sealed class TranscriptFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly Transcript _transcript = new();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void It_is_appended_to_and_nobody_elses_to_read()
    {
        for (var round = 1; round <= 2; round++)
        {
            using (TranscriptFile.Open(_path, _transcript, redact: true, static e => Assert.Fail(e.Message)))
                _transcript.Note($"attempt {round}");
            _transcript.Note("after the end");
        }

        var lines = File.ReadAllLines(_path);
        Assert.Equal(4, lines.Length);
        Assert.Equal(TranscriptFormat.Header(redacted: true), lines[2]);
        Assert.EndsWith(" 0 -- attempt 2", lines[3]);
#if NET // .NET Framework knows no file modes
        if (!OperatingSystem.IsWindows() && !Edition.IsDesktop)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
#endif
    }

    [Fact]
    public void A_path_that_can_not_be_written_is_an_error_at_once() =>
        Assert.ThrowsAny<IOException>(() => TranscriptFile.Open(Path.Combine(_path, "no", "such"), _transcript, redact: true, static _ => { }));

    [Fact]
    public void A_full_disk_ends_the_file_and_nothing_else()
    {
        Edition.NeedsMoreThanMono("devices as files");
        if (!File.Exists("/dev/full"))
            Assert.Skip("There is no /dev/full.");
        // The header alone is too much for it.
        Assert.ThrowsAny<IOException>(() => TranscriptFile.Open("/dev/full", _transcript, redact: true, static _ => { }));
        Assert.False(_transcript.IsActive);
        _transcript.Note("goes on");
    }
}
