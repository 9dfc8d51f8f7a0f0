namespace ImapPS.Client.Messages;

/// <summary>How messages are added.</summary>
public sealed record AppendOptions
{
    /// <summary>Makes the mailbox if the server says that this would help (TRYCREATE).</summary>
    public bool CreateMailbox { get; init; }

    /// <summary>How many octets of messages may be on their way without an answer; one larger message goes alone. Default 4 MiB.</summary>
    public long WindowBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many commands may be on their way. Default 256.</summary>
    public int WindowCommands { get; init; } = 256;

    /// <summary>How many messages one command carries where the server has MULTIAPPEND. Default 32; 1 switches it off.</summary>
    public int MessagesPerCommand { get; init; } = 32;

    /// <summary>How many octets a command with several messages carries at most. Default 512 KiB.</summary>
    public long BytesPerCommand { get; init; } = 512 * 1024;
}
