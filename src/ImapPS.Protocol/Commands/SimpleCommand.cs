namespace ImapPS.Protocol.Commands;

/// <summary>A command without arguments.</summary>
public sealed record SimpleCommand : Command
{
    private SimpleCommand(string name) => Name = name;

    /// <summary>RFC 9051 section 6.1.1.</summary>
    public static SimpleCommand Capability { get; } = new("CAPABILITY");

    /// <summary>RFC 9051 section 6.1.2.</summary>
    public static SimpleCommand Noop { get; } = new("NOOP");

    /// <summary>RFC 9051 section 6.1.3.</summary>
    public static SimpleCommand Logout { get; } = new("LOGOUT");

    /// <summary>RFC 9051 section 6.2.1.</summary>
    public static SimpleCommand StartTls { get; } = new("STARTTLS");

    /// <summary>RFC 9051 section 6.3.10.</summary>
    public static SimpleCommand Namespace { get; } = new("NAMESPACE");

    /// <summary>RFC 9051 section 6.4.2.</summary>
    public static SimpleCommand Unselect { get; } = new("UNSELECT");

    /// <summary>RFC 9051 section 6.4.1. Expunges whatever is marked \Deleted, other people's marks too.</summary>
    public static SimpleCommand Close { get; } = new("CLOSE");

    /// <summary>RFC 3501 section 6.4.1.</summary>
    public static SimpleCommand Check { get; } = new("CHECK");

    /// <summary>RFC 9051 section 6.3.13. Ended by a line DONE.</summary>
    public static SimpleCommand Idle { get; } = new("IDLE");

    /// <summary>RFC 9051 section 6.4.3. Takes other people's deletions along: the client uses <see cref="UidExpungeCommand"/>.</summary>
    public static SimpleCommand Expunge { get; } = new("EXPUNGE");

    internal static IReadOnlyList<SimpleCommand> Known { get; } = [Capability, Noop, Logout, StartTls, Namespace, Unselect, Close, Check, Idle, Expunge];

    /// <inheritdoc/>
    public override string Name { get; }

    internal override void WriteArguments(CommandWriter writer)
    {
    }
}
