namespace ImapPS.Client.Diagnosis;

/// <summary>What the lack of a capability means for the user of this module.</summary>
/// <param name="Capability">What is missing.</param>
/// <param name="Message">What is done instead and what that costs, as a sentence.</param>
/// <param name="Certain">False if the server may announce it after login, and nobody logged in to see.</param>
public sealed record Consequence(string Capability, string Message, bool Certain)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Capability}: {Message}";
}
