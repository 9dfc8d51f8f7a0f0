namespace ImapPS;

/// <summary>An argument for Invoke-ImapCommand that is sent as it stands, such as [ImapPS.ImapAtom] '1:*' or '\Seen'.</summary>
public sealed class ImapAtom
{
    /// <summary>Makes an argument.</summary>
    public ImapAtom(string text) => Text = text;

    /// <summary>What is sent.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
