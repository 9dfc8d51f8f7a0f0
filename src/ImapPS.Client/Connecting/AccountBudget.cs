using System.Collections.Concurrent;

namespace ImapPS.Client.Connecting;

/// <summary>
/// What all sessions of this process together allow themselves on one account, in whichever runspace they were connected: so
/// many connections, and a pause for all when the server asks one of them for it.
/// </summary>
public sealed class AccountBudget
{
    private static readonly ConcurrentDictionary<AccountKey, AccountBudget> Accounts = new();

    private readonly object _gate = new();
    private readonly AccountKey _account;
    private readonly List<ConnectionSlot> _held = [];
    private readonly List<Waiter> _waiting = [];
    private volatile Task _pause = Task.CompletedTask;

    private AccountBudget(AccountKey account) => _account = account;

    /// <summary>The one budget of that account.</summary>
    public static AccountBudget Of(AccountKey account) => Accounts.GetOrAdd(account, static a => new AccountBudget(a));

    /// <summary>How many connections there are, or are being made.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>Over when the server's wish for a pause is met.</summary>
    public Task Pause => _pause;

    /// <summary>Lets all sessions of the account begin nothing new until then.</summary>
    internal void PauseUntil(Task end) => _pause = Task.WhenAll(_pause, end).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>A further connection, waited for if there is no room: whoever came first gets it first.</summary>
    /// <param name="request">How many there may be, how long to wait, who waits, and who is told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ImapException">ConnectionLimit: none became free in time, or those who wait could not free one.</exception>
    internal async Task<ConnectionSlot> TakeAsync(ConnectRequest request, CancellationToken cancellationToken)
    {
        var most = request.MaximumConnections;
        Waiter waiter;
        ConnectionSlot? spare;
        string holders;
        lock (_gate)
        {
            if (_waiting.Count == 0 && HasRoom(most))
                return Take(request.Owner);
            holders = string.Join(", ", _held.Select(static s => s.Holder).OfType<string>());
            if (request.Owner is { } owner && _held.TrueForAll(s => ReferenceEquals(s.Owner, owner)))
                throw Limit(most, holders, "all of them yours, so that waiting would be no use");
            waiter = new Waiter(most, request.Owner);
            _waiting.Add(waiter);
            spare = _held.FindLast(static s => s is { IsSpare: true, Wanted.IsCancellationRequested: false });
        }

        spare?.Want();
        request.Waiting?.Invoke(new WaitStep(SafeText.Clean($"There are {Held} connections to {_account} ({holders}); waiting for one to be closed.")));
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(waiter.Given.Task, Task.Delay(request.Patience, ending.Token)).ConfigureAwait(false) == waiter.Given.Task)
            {
                ending.Cancel();
                return await waiter.Given.Task.ConfigureAwait(false);
            }

            if (GiveUp(waiter))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw Limit(most, holders, $"and none was closed within {request.Patience.TotalSeconds:0.#} seconds");
            }

            // It was given at the last moment.
            return await waiter.Given.Task.ConfigureAwait(false);
        }
        finally
        {
            request.Waiting?.Invoke(new WaitStep("The wait for a connection is over.", IsOver: true));
        }
    }

    /// <summary>A further connection that nobody has to wait for: there is one only where another is left free, and it is given back when somebody wants it.</summary>
    /// <returns>Null: there is no room.</returns>
    internal ConnectionSlot? TryTakeSpare(int most)
    {
        lock (_gate)
            return _waiting.Count == 0 && _held.Count + 1 < most ? Take(null, isSpare: true) : null;
    }

    internal void Release(ConnectionSlot slot)
    {
        lock (_gate)
        {
            if (!_held.Remove(slot))
                return;
            for (var i = 0; i < _waiting.Count;)
            {
                if (HasRoom(_waiting[i].Most))
                {
                    _waiting[i].Given.TrySetResult(Take(_waiting[i].Owner));
                    _waiting.RemoveAt(i);
                }
                else
                {
                    i++;
                }
            }
        }
    }

    private bool GiveUp(Waiter waiter)
    {
        lock (_gate)
            return _waiting.Remove(waiter);
    }

    private bool HasRoom(int? most) => most is null || _held.Count < most;

    private ConnectionSlot Take(object? owner, bool isSpare = false)
    {
        var slot = new ConnectionSlot(this, owner, isSpare);
        _held.Add(slot);
        return slot;
    }

    private ImapException Limit(int? most, string holders, string why) =>
        new(ImapError.ConnectionLimit, SafeText.Clean($"There are {most} connections to {_account} already ({holders}), {why}. No more are made, so that the server need not refuse them."))
        {
            Hint = "Close sessions that are no longer needed with Disconnect-Imap, use one session for all (-Session takes it in other runspaces too), or allow more with -MaximumConnection.",
        };

    private sealed class Waiter(int? most, object? owner)
    {
        public int? Most { get; } = most;

        public object? Owner { get; } = owner;

        public TaskCompletionSource<ConnectionSlot> Given { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
