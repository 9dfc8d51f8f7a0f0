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
