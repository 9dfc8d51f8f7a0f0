namespace ImapPS.Protocol.Sasl;

/// <summary>Why a SCRAM message can't be used, with a sentence that repeats nothing of the message.</summary>
public sealed record ScramFault(ScramFaultKind Kind, string Detail);
