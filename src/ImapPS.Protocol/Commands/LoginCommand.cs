using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>LOGIN (RFC 9051 section 6.2.3).</summary>
/// <exception cref="ArgumentException">The user name holds NUL or half of a surrogate pair.</exception>
public sealed record LoginCommand(string UserName, SensitiveBytes Password) : Command
{
    /// <inheritdoc/>
    public override string Name => "LOGIN";

    public string UserName { get; } = CommandText.Check(UserName, nameof(UserName));

    public SensitiveBytes Password { get; } = Password ?? throw new ArgumentNullException(nameof(Password));

    // login = "LOGIN" SP userid SP password        ; RFC 9051 section 9: both are astrings
    internal override void WriteArguments(CommandWriter writer) => writer.Space().AString(UserName).Space().Secret(Password);
}
