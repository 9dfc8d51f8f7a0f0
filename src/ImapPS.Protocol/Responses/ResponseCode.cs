using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Responses;

/// <summary>
/// A response code (RFC 9051 section 7.1, RFC 5530, RFC 4315, RFC 7162). Codes without arguments, and codes that are
/// not known, are this type; the others are derived from it.
/// </summary>
/// <param name="Name">The code in upper case: "ALERT", "AUTHENTICATIONFAILED".</param>
public record ResponseCode(string Name)
{
    /// <summary>The arguments of a code that has no type of its own, as sent; null if there are none.</summary>
    public string? Arguments { get; init; }

    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Arguments is null ? Name : Name + " " + Arguments;
}

/// <summary>CAPABILITY (RFC 9051 section 7.1).</summary>
public sealed record CapabilityCode(CapabilitySet Capabilities) : ResponseCode("CAPABILITY");

/// <summary>PERMANENTFLAGS (RFC 9051 section 7.1).</summary>
public sealed record PermanentFlagsCode(MessageFlags Flags) : ResponseCode("PERMANENTFLAGS");

/// <summary>BADCHARSET with the charsets that would do (RFC 9051 section 7.1).</summary>
public sealed record BadCharsetCode(IReadOnlyList<string> Charsets) : ResponseCode("BADCHARSET");

/// <summary>A code with one number: UIDNEXT, UIDVALIDITY, UNSEEN, HIGHESTMODSEQ, LONGENTRIES and their like.</summary>
public sealed record NumberCode(string Name, ulong Value) : ResponseCode(Name);

/// <summary>APPENDUID (RFC 4315 section 3).</summary>
public sealed record AppendUidCode(uint UidValidity, IReadOnlyList<UidRange> Uids) : ResponseCode("APPENDUID");

/// <summary>COPYUID: the n-th UID of the source became the n-th of the destination (RFC 4315 section 3).</summary>
public sealed record CopyUidCode(uint UidValidity, IReadOnlyList<UidRange> Source, IReadOnlyList<UidRange> Destination) : ResponseCode("COPYUID");

/// <summary>MODIFIED: the messages that a conditional STORE left alone (RFC 7162 section 3.1.3).</summary>
public sealed record ModifiedCode(UidSet Set) : ResponseCode("MODIFIED");

/// <summary>REFERRAL with its URL (RFC 2221).</summary>
public sealed record ReferralCode(string Url) : ResponseCode("REFERRAL");
