using ImapPS.Client.Connecting;

namespace ImapPS.Client.Session;

/// <summary>The login was refused with a pointer to another server (RFC 2221). It never leaves this room.</summary>
internal sealed class LoginReferredException(ReferralTarget target, ImapException refusal) : Exception(refusal.Message, refusal)
{
    public ReferralTarget Target { get; } = target;

    /// <summary>The refusal, with the referral told and how to follow it.</summary>
    public ImapException AsOffer() => new(refusal.Error, $"{refusal.Message} The server refers this login to {Target}.", refusal)
    {
        Response = refusal.Response,
        Decisions = refusal.Decisions,
        Hint = $"Connect to {Target}, or follow such referrals with -FollowReferral.",
    };
}
