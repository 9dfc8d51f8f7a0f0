namespace ImapPS.Client.Diagnosis;

/// <summary>One thing worth telling about a server.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Id">A stable name, for scripts.</param>
/// <param name="Message">What is the matter, as a sentence.</param>
/// <param name="Remedy">What to do about it; empty where nothing needs doing.</param>
/// <param name="Port">The port concerned; null if it is the server as a whole.</param>
public sealed record Finding(Severity Severity, string Id, string Message, string Remedy, int? Port = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Severity}: {Message}{(Remedy.Length == 0 ? "" : " " + Remedy)}";
}
