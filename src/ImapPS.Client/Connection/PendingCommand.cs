using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <summary>A command between being asked for and being answered.</summary>
internal sealed class PendingCommand(Command command, string tag, CommandTraits traits, ResponseSink? sink)
{
    /// <summary>No mechanism takes half as many steps; more are an endless conversation.</summary>
    private const int MaxContinuations = 100;

    private readonly TaskCompletionSource<StatusResponse> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<ContinuationRequest> _continuations = new();
    private TaskCompletionSource<ContinuationRequest?>? _waiter;
    private int _over;
    private int _asked;

    public Command Command { get; } = command;

    public string Tag { get; } = tag;

    public CommandTraits Traits { get; } = traits;

    public ResponseSink? Sink { get; } = sink;

    /// <summary>Answers the server's challenges; null for commands that have none.</summary>
    public Func<ContinuationRequest, CancellationToken, Task<byte[]>>? Challenge { get; init; }

    /// <summary>IDLE: it is held until this ends or another command waits for its turn; null for all others.</summary>
    public Task? Hold { get; init; }

    /// <summary>Whether it is held at the moment: the server has nothing to say then, and may be silent.</summary>
    public volatile bool IsHeld;

    /// <summary>IDLE, and DONE is sent: what follows need not wait for the answer. Where it is answered without that, the server refused it or ended it by itself.</summary>
    public volatile bool IsReleased;

    public Task<StatusResponse> Completion => _completion.Task;

    /// <summary>The caller has gone; the answers are dropped as they come.</summary>
    public bool Abandoned { get; set; }

    /// <summary>What whoever awaits it may cancel it with. Asked when its turn comes, since the awaiting one hears of it a moment later.</summary>
    public CancellationToken AwaitedBy { get; set; }

    /// <summary>By what it was cancelled; null if it was not, or nobody was waiting when it was abandoned.</summary>
    public CancellationToken? AbandonedBy { get; set; }

    /// <summary>Whether it is written in another way once UTF-8 is enabled: it has a name or a string beyond ASCII in it, or "&amp;" in a name.</summary>
    public bool DependsOnUtf8
    {
        get
        {
            try
            {
                using var without = Command.Encode(Tag, EncodingOptions.Default);
                using var with = Command.Encode(Tag, EncodingOptions.Default with { Utf8 = true });
                return without.Trace != with.Trace;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // It can't be written at all, which sending it reports.
                return false;
            }
        }
    }

    /// <summary>What came for it so far, in octets of whole responses.</summary>
    public long Received { get; set; }

    /// <summary>Why its answer is none, though the server says OK: it could not be read.</summary>
    public ImapException? Spoiled { get; set; }

    /// <summary>Some of it may have reached the server.</summary>
    public bool Sent { get; set; }

    /// <summary>Whether its last octets may have reached the server too: without them it is not carried out.</summary>
    public volatile bool SentWholly;

    /// <summary>The next continuation request; null if the command was answered instead.</summary>
    public Task<ContinuationRequest?> NextContinuationAsync()
    {
        lock (_continuations)
        {
            // First: what is sent behind the answer would be read as a command, whatever else the server asked for.
            if (_completion.Task.IsCompleted)
                return Task.FromResult<ContinuationRequest?>(null);
            if (_continuations.Count > 0)
                return Task.FromResult<ContinuationRequest?>(_continuations.Dequeue());
            _waiter = new TaskCompletionSource<ContinuationRequest?>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    /// <summary>Drops those that came before anything was sent that they could be an answer to.</summary>
    public void ForgetContinuations()
    {
        lock (_continuations)
            _continuations.Clear();
    }

    /// <exception cref="ImapException">ProtocolViolation: there are far more than anybody could wait for.</exception>
    public void OnContinuation(ContinuationRequest request)
    {
        lock (_continuations)
        {
            // Only a login answers each of them. For others one is enough, and what comes unasked does no harm.
            if (Challenge is null && _waiter is null && _continuations.Count > 0)
                return;
            if (Challenge is not null && (_continuations.Count >= MaxContinuations || ++_asked > MaxContinuations))
                throw new ImapException(ImapError.ProtocolViolation, $"The server asked for {Command.Name} to be continued, again and again.");
            if (_waiter is { } waiter)
            {
                _waiter = null;
                waiter.TrySetResult(request);
            }
            else
            {
                _continuations.Enqueue(request);
            }
        }
    }

    /// <summary>The command was answered. A sink that throws breaks the connection, but leaves nobody waiting.</summary>
    public void Complete(StatusResponse response)
    {
        if (Interlocked.Exchange(ref _over, 1) == 1)
            return;
        try
        {
            Sink?.Answered(response);
            Sink?.Complete(null);
        }
        finally
        {
            lock (_continuations)
            {
                _completion.TrySetResult(response);
                _waiter?.TrySetResult(null);
            }
        }
    }

    /// <summary>The command will not be answered. Never throws: it is called for one command after the other.</summary>
    public void Fail(Exception error)
    {
        if (Interlocked.Exchange(ref _over, 1) == 1)
            return;
        try
        {
            Sink?.Complete(error);
        }
        catch (Exception)
        {
            // A fault of the sink's. Why the command failed is the better thing to tell.
        }

        lock (_continuations)
        {
            // Whether anybody looks at it or not, the error has been reported by the connection's own break.
            if (_completion.TrySetException(error))
                _ = _completion.Task.Exception;
            _waiter?.TrySetResult(null);
        }
    }
}
