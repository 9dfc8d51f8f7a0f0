namespace ImapPS.Client.Connecting;

/// <summary>One connection's place in the budget of its account. Disposing gives it back, once.</summary>
internal sealed class ConnectionSlot(AccountBudget budget, object? owner) : IDisposable
{
    public AccountBudget Budget { get; } = budget;

    public object? Owner { get; } = owner;

    /// <summary>The session's name, for those who wait; null while it is still connecting.</summary>
    public volatile string? Holder;

    public void Dispose() => Budget.Release(this);
}
