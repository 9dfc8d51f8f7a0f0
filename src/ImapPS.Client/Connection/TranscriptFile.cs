using System.Text;
using System.Threading.Channels;
using ImapPS.Client.Files;
using ImapPS.Protocol.Transcripts;

namespace ImapPS.Client.Connection;

/// <summary>
/// Writes a transcript to a file that nobody but its user can read, beside the session and never in its way: what waits to
/// be written is bounded, and what the disk is too slow for is left out, and said to be. Each batch is flushed, so that a
/// crash costs the last lines at most. A disk that is full ends the file, not the session.
/// </summary>
public sealed class TranscriptFile : IDisposable
{
    /// <summary>How many characters may wait to be written.</summary>
    private const int MaxWaiting = 32 * 1024 * 1024;

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    private readonly Channel<string> _waiting = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly StreamWriter _writer;
    private readonly Action<Exception> _failed;
    private readonly IDisposable _listening;
    private readonly Task _writing;
    private long _size;
    private long _lost;

    private TranscriptFile(StreamWriter writer, Transcript transcript, bool redact, Action<Exception> failed)
    {
        _writer = writer;
        _failed = failed;
        _listening = transcript.Listen(redact, Take);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Begins a file, or appends to it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="transcript">What is written.</param>
    /// <param name="redact">Whether names, addresses and contents are replaced.</param>
    /// <param name="failed">Told once if it can't be written any more.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static TranscriptFile Open(string path, Transcript transcript, bool redact, Action<Exception> failed)
    {
        var writer = new StreamWriter(PrivateFiles.Append(path), new UTF8Encoding(false)) { NewLine = "\n" };
        try
        {
            writer.WriteLine(TranscriptFormat.Header(redact));
            writer.Flush();
            return new TranscriptFile(writer, transcript, redact, failed);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Ends the file, what waits to be written included.</summary>
    public void Dispose()
    {
        _listening.Dispose();
        _waiting.Writer.TryComplete();
        // A disk that hangs must not hang who closes the session.
        _writing.Wait(EndTime);
    }

    private void Take(string record)
    {
        if (Interlocked.Add(ref _size, record.Length) > MaxWaiting || !_waiting.Writer.TryWrite(record))
        {
            Interlocked.Add(ref _size, -record.Length);
            Interlocked.Increment(ref _lost);
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_waiting.Reader.TryRead(out var record))
                {
                    await _writer.WriteLineAsync(record).ConfigureAwait(false);
                    Interlocked.Add(ref _size, -record.Length);
                }

                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                    await _writer.WriteLineAsync(TranscriptFormat.Note(DateTime.UtcNow, 0, $"{lost} records are missing here: the disk is too slow")).ConfigureAwait(false);
                await _writer.FlushAsync().ConfigureAwait(false);
            }

            _writer.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
        {
            _listening.Dispose();
            _waiting.Writer.TryComplete();
            _failed(e);
        }
    }
}
