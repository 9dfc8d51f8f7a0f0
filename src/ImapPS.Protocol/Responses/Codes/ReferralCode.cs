namespace ImapPS.Protocol.Responses;

/// <summary>REFERRAL with its URL (RFC 2221).</summary>
public sealed record ReferralCode(string Url) : ResponseCode("REFERRAL");
