using ImapPS.Protocol.Grammar;
using ImapPS.Protocol.Responses;

namespace ImapPS.Client.Connection;

/// <content>What no command takes: how much of it there may be, and what it costs where it can't be read; and how much may answer a search.</content>
public sealed partial class ImapConnection
{
    /// <summary>How many responses have come in a row that no command took.</summary>
    private int _unsolicitedInRow;

    /// <summary>A server that never comes to the point keeps the watch for silence from ending it.</summary>
    private void CountUnsolicited()
    {
        // What runs alone and keeps all that comes takes it for its own.
        if (_raw is not null || ++_unsolicitedInRow <= _options.Limits.MaxUnsolicited)
            return;
        throw new ImapException(
            ImapError.ProtocolViolation,
            $"{Host} sent more than {_options.Limits.MaxUnsolicited} responses in a row that no command asked for (MaxUnsolicited).");
    }

    /// <summary>An answer to a search is kept until it is whole, so that it is held to the same limit in pieces as in one.</summary>
    private void CheckSize(PendingCommand pending)
    {
        if (pending.Traits.ConflictClass != CommandTraits.SearchClass || pending.Received <= _options.Limits.MaxResponseSize)
            return;
        throw new ImapException(
            ImapError.ProtocolViolation,
            $"{Host} answered {pending.Command.Name} with more than {_options.Limits.MaxResponseSize} bytes (MaxResponseSize).");
    }

    /// <summary>
    /// An unreadable response is passed over, and told to whoever listens. An answer that can't be read is no empty answer,
    /// though: where it can be of one command only, that command fails.
    /// </summary>
    private void Spoil(UnknownResponse unreadable)
    {
        Note("a response that can't be read was dropped: " + unreadable.Problem);
        if (!IsSearchAnswer(unreadable.Raw.Span))
            return;
        lock (_gate)
        {
            if (_inFlight.Find(static c => c.Traits.ConflictClass == CommandTraits.SearchClass) is { } asked)
            {
                asked.Spoiled ??= new ImapException(
                    ImapError.BadContent,
                    $"The answer of {Host} to {asked.Command.Name} can't be read: {unreadable.Problem} ({SafeText.Clean(unreadable.Text, 200)}).");
            }
        }
    }

    /// <summary>Of SEARCH, SORT and THREAD one is in flight at a time, so that their answers need no tag.</summary>
    private static bool IsSearchAnswer(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[0] != '*' || line[1] != ' ')
            return false;
        line = line.Slice(2);
        var end = line.IndexOf((byte)' ');
        var word = end < 0 ? line : line.Slice(0, end);
        return ByteText.EqualsIgnoreCase(word, "SEARCH"u8) || ByteText.EqualsIgnoreCase(word, "ESEARCH"u8)
            || ByteText.EqualsIgnoreCase(word, "SORT"u8) || ByteText.EqualsIgnoreCase(word, "THREAD"u8);
    }
}
