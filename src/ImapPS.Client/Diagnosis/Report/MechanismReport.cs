namespace ImapPS.Client.Diagnosis;

/// <summary>Whether one way to log in works.</summary>
/// <param name="Mechanism">Its SASL name, or "LOGIN command".</param>
/// <param name="Works">Null if it was not tried.</param>
/// <param name="Detail">Why it failed or was not tried.</param>
public sealed record MechanismReport(string Mechanism, bool? Works, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Mechanism}: {(Works switch { true => "works", false => "fails", _ => "not tried" })}{(Detail.Length == 0 ? "" : ", " + Detail)}";
}
