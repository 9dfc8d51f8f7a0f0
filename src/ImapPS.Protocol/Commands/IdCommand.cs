namespace ImapPS.Protocol.Commands;

/// <summary>ID (RFC 2971 section 3.1).</summary>
/// <param name="Parameters">What the client tells of itself; null or empty sends NIL.</param>
/// <exception cref="ArgumentException">More than 30 parameters, a name over 30 octets or a value over 1,024 (RFC 2971 section 3.3), or text that can't be sent.</exception>
public sealed record IdCommand(IReadOnlyList<KeyValuePair<string, string?>>? Parameters) : Command
{
    /// <inheritdoc/>
    public override string Name => "ID";

    public IReadOnlyList<KeyValuePair<string, string?>>? Parameters { get; } = Checked(Parameters);

    // id             = "ID" SP id-params-list      ; RFC 2971 section 4
    // id-params-list = "(" *(string SP nstring) ")" / nil
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space();
        if (Parameters is null)
        {
            writer.Raw("NIL");
            return;
        }

        writer.Raw("(");
        for (var i = 0; i < Parameters.Count; i++)
            writer.Raw(i == 0 ? "" : " ").String(Parameters[i].Key).Space().NString(Parameters[i].Value);
        writer.Raw(")");
    }

    private static ValueList<KeyValuePair<string, string?>>? Checked(IReadOnlyList<KeyValuePair<string, string?>>? parameters)
    {
        if (parameters is not { Count: > 0 })
            return null;
        if (parameters.Count > 30)
            throw new ArgumentException("ID takes at most 30 parameters.", nameof(parameters));
        foreach (var (name, value) in parameters.Select(static p => (p.Key, p.Value)))
        {
            if (System.Text.Encoding.UTF8.GetByteCount(CommandText.Check(name, nameof(parameters))) > 30)
                throw new ArgumentException("The name of an ID parameter takes at most 30 octets.", nameof(parameters));
            if (value is not null && System.Text.Encoding.UTF8.GetByteCount(CommandText.Check(value, nameof(parameters))) > 1024)
                throw new ArgumentException("The value of an ID parameter takes at most 1024 octets.", nameof(parameters));
        }

        return new ValueList<KeyValuePair<string, string?>>(parameters);
    }
}
