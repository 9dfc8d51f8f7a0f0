namespace ImapPS.Protocol.Commands;

/// <summary>A command that has no type of its own: a name and arguments, each of which encodes itself.</summary>
/// <exception cref="ArgumentException">The name is not made of one word, or two behind UID.</exception>
public sealed record RawCommand : Command
{
    public RawCommand(string name, IReadOnlyList<RawArgument> arguments)
    {
        var words = (name ?? throw new ArgumentNullException(nameof(name))).ToUpperInvariant().Split(' ');
        if (words.Length is 0 or > 2 || (words.Length == 2 && words[0] != "UID"))
            throw new ArgumentException("A command's name is one word, or UID and another one.", nameof(name));
        foreach (var word in words)
            CommandText.CheckAtom(word, nameof(name));
        Name = string.Join(" ", words);
        Arguments = arguments.ToArray();
    }

    /// <inheritdoc/>
    public override string Name { get; }

    public IReadOnlyList<RawArgument> Arguments { get; }

    // command-any = x-command: "X" atom <experimental command arguments>; the grammar of arguments is the extension's own.
    internal override void WriteArguments(CommandWriter writer)
    {
        foreach (var argument in Arguments)
            argument.Write(writer.Space());
    }
}
