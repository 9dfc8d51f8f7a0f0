using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <summary>A command between being asked for and being answered.</summary>
internal sealed class PendingCommand(Command command, string tag, CommandTraits traits, ResponseSink? sink)
{
    private readonly TaskCompletionSource<StatusResponse> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<ContinuationRequest> _continuations = new();
    private TaskCompletionSource<ContinuationRequest?>? _waiter;

    public Command Command { get; } = command;

    public string Tag { get; } = tag;

    public CommandTraits Traits { get; } = traits;

    public ResponseSink? Sink { get; } = sink;

    /// <summary>Answers the server's challenges; null for commands that have none.</summary>
    public Func<ContinuationRequest, CancellationToken, Task<byte[]>>? Challenge { get; init; }

    public Task<StatusResponse> Completion => _completion.Task;

    /// <summary>The caller has gone; the answers are dropped as they come.</summary>
    public bool Abandoned { get; set; }

    public bool Sent { get; set; }

    /// <summary>The next continuation request; null if the command was answered instead.</summary>
    public Task<ContinuationRequest?> NextContinuationAsync()
    {
        lock (_continuations)
        {
            if (_continuations.Count > 0)
                return Task.FromResult<ContinuationRequest?>(_continuations.Dequeue());
            if (_completion.Task.IsCompleted)
                return Task.FromResult<ContinuationRequest?>(null);
            _waiter = new TaskCompletionSource<ContinuationRequest?>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    public void OnContinuation(ContinuationRequest request)
    {
        lock (_continuations)
        {
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

    public void Complete(StatusResponse response)
    {
        Sink?.Complete(null);
        lock (_continuations)
        {
            _completion.TrySetResult(response);
            _waiter?.TrySetResult(null);
        }
    }

    public void Fail(Exception error)
    {
        Sink?.Complete(error);
        lock (_continuations)
        {
            // Whether anybody looks at it or not, the error has been reported by the connection's own break.
            if (_completion.TrySetException(error))
                _ = _completion.Task.Exception;
            _waiter?.TrySetResult(null);
        }
    }
}
