using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>CREATE (RFC 9051 section 6.3.4).</summary>
public sealed record CreateCommand(MailboxName Mailbox) : Command
{
    private readonly ValueList<string> _specialUse = new([]);

    /// <inheritdoc/>
    public override string Name => "CREATE";

    /// <summary>What the mailbox is for, "\Sent"; needs CREATE-SPECIAL-USE (RFC 6154 section 3). Default: nothing.</summary>
    /// <exception cref="ArgumentException">One of them is no attribute.</exception>
    public IReadOnlyList<string> SpecialUse
    {
        get => _specialUse;
        init => _specialUse = new ValueList<string>((value ?? throw new ArgumentNullException(nameof(value))).Select(static use =>
            use.Length > 1 && use[0] == '\\' && MessageFlags.IsKeyword(use.Substring(1)) ? use : throw new ArgumentException("A special use is a backslash and an atom.", nameof(value))));
    }

    // create       = "CREATE" SP mailbox [create-params]                 ; RFC 9051 section 9, RFC 4466 section 6
    // create-param = "USE" SP "(" [use-attr *(SP use-attr)] ")"          ; RFC 6154 section 6
    internal override void WriteArguments(CommandWriter writer)
    {
        writer.Space().Mailbox(Mailbox);
        if (_specialUse.Count > 0)
            writer.Raw(" (USE (" + string.Join(" ", _specialUse) + "))");
    }
}
