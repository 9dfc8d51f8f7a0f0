namespace ImapPS.Client.Measuring;

/// <summary>The messages of one sender, month or type.</summary>
/// <param name="By">What they have in common.</param>
/// <param name="Value">example.org, 2026-03, application/pdf; "" where a message doesn't tell.</param>
/// <param name="Messages">How many; a message counts once for each type that it has parts of.</param>
/// <param name="Size">In octets as they travel; of types that of the parts, encoded.</param>
public sealed record MeasuredPart(MeasureBy By, string Value, long Messages, long Size);
