using System.Security.Cryptography.X509Certificates;

namespace ImapPS.Client.Transport;

/// <summary>One chain that the platform built, and what it holds against it.</summary>
/// <param name="Trust">What it ends in.</param>
/// <param name="Revocation">Whether something in it is revoked.</param>
/// <param name="Faults">All else that is wrong with it, untrusted ends included.</param>
/// <param name="Links">From the server's certificate upwards.</param>
internal sealed record ChainVerdict(CertificateTrust Trust, RevocationOutcome Revocation, IReadOnlyList<X509ChainStatus> Faults, IReadOnlyList<CertificateSummary> Links);
