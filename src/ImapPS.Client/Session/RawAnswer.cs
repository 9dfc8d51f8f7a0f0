using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Session;

/// <summary>What came for a command that has no type of its own.</summary>
/// <param name="Answer">The tagged response.</param>
/// <param name="Responses">What came before it, in order, each read into its type.</param>
/// <param name="Lines">All of it as it came, the tagged response last; large literals are left out.</param>
public sealed record RawAnswer(StatusResponse Answer, IReadOnlyList<Response> Responses, IReadOnlyList<string> Lines);
