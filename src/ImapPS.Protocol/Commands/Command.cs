namespace ImapPS.Protocol.Commands;

/// <summary>
/// One IMAP command, arguments typed so that an invalid one can't be expressed. Strings choose atom, quoted or literal
/// by themselves, and nothing in them can end the argument they stand in.
/// </summary>
public abstract record Command
{
    /// <summary>The command's name as sent: "UID FETCH", "LOGIN".</summary>
    public abstract string Name { get; }

    /// <summary>Writes what follows the name, its leading space included.</summary>
    internal abstract void WriteArguments(CommandWriter writer);

    /// <summary>Why the command's options can't stand together; null if they can.</summary>
    internal virtual string? Conflict => null;

    /// <summary>The command as octets under this tag.</summary>
    /// <exception cref="ArgumentException">The tag is none, a secret or message holds NUL, or a UID set is longer than <see cref="CommandLimits.MaxUidSetLength"/>.</exception>
    /// <exception cref="InvalidOperationException">Options contradict each other, LSUB with a selection for example.</exception>
    public EncodedCommand Encode(string tag, EncodingOptions? options = null)
    {
        if (Conflict is { } conflict)
            throw new InvalidOperationException(conflict);
        var writer = new CommandWriter(tag, options ?? EncodingOptions.Default);
        try
        {
            writer.Raw(Name);
            WriteArguments(writer);
            return writer.Finish();
        }
        finally
        {
            // A password that can't be written must not stay behind in a buffer either.
            writer.Wipe();
        }
    }
}
