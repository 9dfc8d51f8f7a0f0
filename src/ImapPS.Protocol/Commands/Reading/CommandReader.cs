using ImapPS.Protocol.Framing;
using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Limits;

namespace ImapPS.Protocol.Commands;

/// <summary>Server side: reads the commands that clients write.</summary>
/// <remarks>
/// Strict where <see cref="Grammar.ImapReader"/> is lenient: a client under test shall hear of its mistakes.
/// <code>
/// command = tag SP (command-any / command-auth / command-nonauth / command-select) CRLF    ; RFC 9051 section 9
/// tag     = 1*&lt;any ASTRING-CHAR except "+"&gt;
/// </code>
/// </remarks>
public sealed class CommandReader(ProtocolLimits? limits = null)
{
    private const int MaxNameLength = 32;

    public ProtocolLimits Limits { get; } = limits ?? ProtocolLimits.Default;

    /// <summary>Whether UTF8=ACCEPT or IMAP4rev2 was enabled: mailbox names come in UTF-8.</summary>
    public bool Utf8 { get; set; }

    /// <summary>Reads one command as the framer cut it out.</summary>
    /// <param name="message">The command with its literals in place.</param>
    /// <param name="detached">Literals that were handed on in chunks; their <see cref="DetachedLiteral.Content"/> must be a byte array, or the command is a problem.</param>
    /// <returns>The command or its problem; bad content never throws.</returns>
    public ReceivedCommand Read(ReadOnlySpan<byte> message, IReadOnlyList<DetachedLiteral>? detached = null)
    {
        var tag = "*";
        var name = "";
        try
        {
            var reader = new ImapReader(message, Limits, detached);
            tag = ReadTag(ref reader);
            name = ReadName(ref reader);
            var command = CommandArguments.Read(ref reader, name, Utf8, out var code);
            if (code is not null)
                return Refuse(tag, name, "The charset isn't known", code);
            if (command is null)
                return Refuse(tag, name, "Unknown command");
            if (!reader.AtEnd)
                throw reader.Error("More arguments than the command has");
            return command.Conflict is { } conflict
                ? Refuse(tag, name, conflict)
                : new ReceivedCommand { Tag = tag, Name = name, Command = command };
        }
        catch (ImapParseException problem)
        {
            return Refuse(tag, name, problem.Message);
        }
        catch (ArgumentException problem)
        {
            // A value that no command can hold: the constructors know why.
            return Refuse(tag, name, problem.Message);
        }
    }

    private static ReceivedCommand Refuse(string tag, string name, string problem, string? code = null) =>
        new() { Tag = tag, Name = name, Problem = ReceivedCommand.Printable(problem), ProblemCode = code };

    private static string ReadTag(ref ImapReader reader)
    {
        var tag = reader.ReadUntil(" "u8);
        if (tag.IsEmpty || tag.Length > CommandLimits.MaxTagLength)
            throw reader.Error("A tag was expected");
        foreach (var b in tag)
        {
            if (b == '+' || !CharClass.IsAstring(b))
                throw reader.Error("A tag was expected");
        }

        return ByteText.ToText(tag);
    }

    private static string ReadName(ref ImapReader reader)
    {
        reader.Expect((byte)' ');
        var name = ReadWord(ref reader);
        if (name != "UID")
            return name;
        reader.Expect((byte)' ');
        return "UID " + ReadWord(ref reader);
    }

    private static string ReadWord(ref ImapReader reader)
    {
        var word = reader.ReadUntil(" "u8);
        if (word.IsEmpty || word.Length > MaxNameLength)
            throw reader.Error("The name of a command was expected");
        foreach (var b in word)
        {
            if (!CharClass.IsAtom(b))
                throw reader.Error("The name of a command was expected");
        }

        return ByteText.ToText(word).ToUpperInvariant();
    }
}
