using ImapPS.Loopback.Faults;
using ImapPS.Loopback.Mime;
using ImapPS.Loopback.Transport;
using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session;

/// <summary>
/// What a session sends: gathered while there are commands to work on, sent when there are none, with the text that
/// faults put between.
/// </summary>
internal sealed class SessionOutput(Wire wire) : IDisposable
{
    private const int FlushAt = 64 * 1024;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly List<Injection> _injections = [];
    private int _responses;
    private string _tag = "";

    /// <summary>Octets of the response that is being written; <see cref="EndResponseAsync"/> ends it.</summary>
    public WireBuffer Buffer { get; } = new(FlushAt + 8192);

    public bool Utf8 { get; set; }

    /// <summary>Octets of all that was written so far, sent or not.</summary>
    public long Written => wire.Sent + Buffer.Length;

    /// <summary>Takes the text that faults put into the answer to this command.</summary>
    public async Task BeginCommandAsync(string tag, IReadOnlyList<Injection> injections)
    {
        _tag = tag;
        _responses = 0;
        _injections.Clear();
        _injections.AddRange(injections);
        await InjectAsync(static i => i.Point == InjectionPoint.Before).ConfigureAwait(false);
    }

    /// <summary>Puts in, before the tagged response, what could not be put in between untagged ones.</summary>
    public Task BeforeAnswerAsync() => InjectAsync(static i => i.Point != InjectionPoint.AfterAnswer);

    /// <summary>Puts in what is to stand behind the tagged response.</summary>
    public Task AfterAnswerAsync() => InjectAsync(static _ => true);

    public ValueTask WriteAsync(Response response)
    {
        ResponseWriter.Write(response, Buffer, Utf8);
        return EndResponseAsync();
    }

    /// <summary>Ends an untagged response that was written to <see cref="Buffer"/>, its line end included.</summary>
    public ValueTask EndResponseAsync()
    {
        _responses++;
        if (_injections.Count == 0 && Buffer.Length < FlushAt)
            return default;
        return new ValueTask(EndSlowlyAsync());
    }

    /// <summary>Text as it stands, {tag} replaced.</summary>
    public void WriteText(string text) => Buffer.Append(System.Text.Encoding.UTF8.GetBytes(text.Replace("{tag}", _tag)));

    /// <summary>Octets of any length: sent in pieces, so that the buffer stays small.</summary>
    public async Task WriteLargeAsync(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(FlushAt, bytes.Length - at);
            Buffer.Append(bytes.Span.Slice(at, length));
            at += length;
            if (Buffer.Length >= FlushAt)
                await FlushAsync().ConfigureAwait(false);
        }
    }

    public async Task FlushAsync()
    {
        if (Buffer.Length == 0)
            return;
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await wire.WriteAsync(Buffer.Array, Buffer.Length).ConfigureAwait(false);
            Buffer.Clear();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Sends text at once, from outside the session.</summary>
    public async Task SendNowAsync(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await wire.WriteAsync(bytes, bytes.Length).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task EndSlowlyAsync()
    {
        var responses = _responses;
        await InjectAsync(i => i.Point == InjectionPoint.AfterResponses && i.Responses <= responses).ConfigureAwait(false);
        if (Buffer.Length >= FlushAt)
            await FlushAsync().ConfigureAwait(false);
    }

    private async Task InjectAsync(Predicate<Injection> due)
    {
        while (_injections.Find(due) is { } injection)
        {
            _injections.Remove(injection);
            WriteText(injection.Text);
            if (!injection.ThenClose)
                continue;
            await FlushAsync().ConfigureAwait(false);
            await wire.CutAsync(CutKind.Close).ConfigureAwait(false);
        }
    }
}
