namespace ImapPS.Protocol.Responses;

/// <summary>A code with one number: UIDNEXT, UIDVALIDITY, UNSEEN, HIGHESTMODSEQ, LONGENTRIES and their like.</summary>
public sealed record NumberCode(string Name, ulong Value) : ResponseCode(Name);
