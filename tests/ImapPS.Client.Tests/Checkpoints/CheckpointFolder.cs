namespace ImapPS.Client.Tests.Checkpoints;

/// <summary>Where the checkpoints of a test class lie.</summary>
public sealed class CheckpointFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("imapps-checkpoint-").FullName;

    public string NewFile() => System.IO.Path.Combine(Path, Guid.NewGuid().ToString("N") + ".json");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
