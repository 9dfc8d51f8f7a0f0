namespace ImapPS.Client.Connecting;

/// <summary>One connection's place in the budget of its account. Disposing gives it back, once.</summary>
internal sealed class ConnectionSlot(AccountBudget budget, object? owner, bool isSpare = false) : IDisposable
{
    private readonly CancellationTokenSource _wanted = new();

    public AccountBudget Budget { get; } = budget;

    public object? Owner { get; } = owner;

    /// <summary>Whether it is given back as soon as somebody wants it.</summary>
    public bool IsSpare { get; } = isSpare;

    /// <summary>Cancelled when somebody does.</summary>
    public CancellationToken Wanted => _wanted.Token;

    /// <summary>The session's name, for those who wait; null while it is still connecting.</summary>
    public volatile string? Holder;

    /// <summary>Asks for it.</summary>
    public void Want() => _wanted.Cancel();

    public void Dispose() => Budget.Release(this);
}
