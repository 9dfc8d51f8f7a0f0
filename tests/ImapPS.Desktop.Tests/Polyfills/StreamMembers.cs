using System.Runtime.InteropServices;

namespace ImapPS;

/// <summary>Members of streams, readers and files that .NET Framework lacks and tests use.</summary>
internal static class StreamMembers
{
    extension(Stream stream)
    {
        public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes.ToArray(), 0, bytes.Length);

        public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Assert.True(MemoryMarshal.TryGetArray<byte>(buffer, out var segment));
            return await stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken);
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) =>
            await stream.WriteAsync(bytes.ToArray(), 0, bytes.Length, cancellationToken);

        public async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (!buffer.IsEmpty)
            {
                var read = await stream.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException();
                buffer = buffer.Slice(read);
            }
        }
    }

    extension(TextReader reader)
    {
        public Task<string> ReadToEndAsync(CancellationToken cancellationToken) => reader.ReadToEndAsync().WaitAsync(cancellationToken);

        public Task<string?> ReadLineAsync(CancellationToken cancellationToken) => reader.ReadLineAsync().WaitAsync(cancellationToken);
    }

    extension(Directory)
    {
        public static DirectoryInfo CreateTempSubdirectory(string? prefix = null) =>
            Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), prefix + Guid.NewGuid().ToString("N")));
    }

    extension(File)
    {
        /// <summary>For tests that ask <see cref="Edition.IsDesktop"/> first.</summary>
        public static UnixFileMode GetUnixFileMode(string path) => throw new PlatformNotSupportedException(path);

        public static Task<string> ReadAllTextAsync(string path, CancellationToken cancellationToken = default) =>
            Task.Run(() => File.ReadAllText(path), cancellationToken);

        public static Task WriteAllTextAsync(string path, string text, CancellationToken cancellationToken = default) =>
            Task.Run(() => File.WriteAllText(path, text), cancellationToken);
    }
}
