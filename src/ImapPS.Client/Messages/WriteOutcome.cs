using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Messages;

/// <summary>What became of a command that changes something.</summary>
/// <param name="Response">The server's answer; null if the connection ended before it came.</param>
/// <param name="Error">Null if the answer was OK.</param>
internal sealed record WriteOutcome(StatusResponse? Response, ImapException? Error)
{
    /// <summary>The connection ended before the command was sent wholly: it can't have been carried out.</summary>
    public bool IsCutOff { get; init; }

    /// <summary>The answer is to a command that was sent again: an earlier one may have been carried out too.</summary>
    public bool IsRepeated { get; init; }
}
