using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>PARTIAL of an ESEARCH response: the range that was asked for, and what stands there (RFC 9394 section 3.1).</summary>
/// <param name="Range">As the server gives it back.</param>
/// <param name="Results">In order; null if there are none.</param>
public sealed record SearchPartial(PartialRange Range, UidSequence? Results);
