using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>APPENDUID (RFC 4315 section 3).</summary>
public sealed record AppendUidCode(uint UidValidity, IReadOnlyList<UidRange> Uids) : ResponseCode("APPENDUID");
