using ImapPS.Protocol.Values;

namespace ImapPS.Protocol.Commands;

/// <summary>UID SEARCH (RFC 9051 section 6.4.4).</summary>
/// <remarks>
/// The charset is told by itself: UTF-8 where a string isn't ASCII, unless UTF-8 is enabled, where a CHARSET is
/// forbidden (RFC 6855 section 3).
/// </remarks>
public sealed record UidSearchCommand(SearchKey Key) : Command
{
    private readonly SearchReturn? _return;

    /// <inheritdoc/>
    public override string Name => ByUid ? "UID SEARCH" : "SEARCH";

    public SearchKey Key { get; } = Key ?? throw new ArgumentNullException(nameof(Key));

    /// <summary>What an ESEARCH response shall hold; null asks for a plain SEARCH response, if there is no <see cref="Partial"/> either. None means All, as for the server.</summary>
    public SearchReturn? Return
    {
        get => _return;
        init => _return = SearchProgram.Normalize(value);
    }

    /// <summary>Only the results at these places (RFC 9394, RFC 5267); null for no such option.</summary>
    public PartialRange? Partial { get; init; }

    /// <summary>The charset that is told where UTF-8 isn't enabled; null if all is ASCII.</summary>
    public string? Charset => Key.IsAscii ? null : "UTF-8";

    /// <summary>False for SEARCH with sequence numbers in its answer: other clients do that, this one never.</summary>
    public bool ByUid { get; init; } = true;

    internal override string? Conflict => SearchProgram.Conflict(Return, Partial);

    // search             = "SEARCH" [search-return-opts] SP search-program
    // search-program     = ["CHARSET" SP charset SP] search-key *(SP search-key)                  ; RFC 9051 section 9
    internal override void WriteArguments(CommandWriter writer)
    {
        SearchProgram.WriteReturn(writer, Return, Partial);
        if (!writer.Utf8 && Charset is { } charset)
            writer.Raw(" CHARSET ").Raw(charset);
        SearchProgram.WriteKeys(writer, Key);
    }
}
