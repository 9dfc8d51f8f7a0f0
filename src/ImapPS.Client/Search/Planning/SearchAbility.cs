using ImapPS.Protocol.Values;

namespace ImapPS.Client.Search;

/// <summary>What a server's SEARCH can do, and how far its word goes.</summary>
public sealed record SearchAbility
{
    // Servers that look words up in an index: Gmail, Exchange, iCloud and Yahoo. "voice" finds no "invoice" there.
    private static readonly string[] WordServers = ["X-GM-EXT-1", "CLIENTACCESSRULES", "CLIENTNETWORKPRESENCELOCATION", "BACKENDAUTHENTICATE", "XAPPLEPUSHSERVICE", "XYMHIGHESTMODSEQ"];

    /// <summary>Whether it finds whole words only, not pieces of words.</summary>
    public bool WordsOnly { get; init; }

    /// <summary>Whether strings that aren't ASCII can be sent.</summary>
    public bool Unicode { get; init; } = true;

    /// <summary>Whether upper and lower case are one outside ASCII too (i;unicode-casemap, RFC 5255 section 4).</summary>
    public bool FoldsUnicode { get; init; }

    /// <summary>OLDER and YOUNGER (RFC 5032).</summary>
    public bool Within { get; init; }

    /// <summary>RFC 8514.</summary>
    public bool SaveDate { get; init; }

    /// <summary>RFC 8474.</summary>
    public bool ObjectId { get; init; }

    /// <summary>X-GM-EXT-1.</summary>
    public bool Gmail { get; init; }

    /// <summary>RFC 7162.</summary>
    public bool CondStore { get; init; }

    /// <summary>Sizes over 32 bits (RFC 9051).</summary>
    public bool LargeNumbers { get; init; }

    /// <summary>\Recent, which IMAP4rev2 has no more.</summary>
    public bool Recent { get; init; } = true;

    /// <summary>Whether LARGER and SMALLER count a line end as one octet, as it is in the server's files, where RFC822.SIZE counts two: Courier.</summary>
    public bool CountsFileSize { get; init; }

    /// <summary>Whether a Date field that the server can't read counts as one of INTERNALDATE, which may be any day: Cyrus.</summary>
    public bool GuessesDates { get; init; }

    /// <summary>Whether bodies are searched in UTF-8 and US-ASCII only, and text in other charsets isn't found: Cyrus.</summary>
    public bool SkipsCharsets { get; init; }

    /// <summary>Whether HEADER with an empty string passes over header fields that are empty: Cyrus.</summary>
    public bool MissesEmptyFields { get; init; }

    /// <summary>Whether the headers of messages inside a message are searched as its own is: Courier.</summary>
    public bool SearchesInside { get; init; }

    /// <summary>What the capabilities tell.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="capabilities"/> is null.</exception>
    public static SearchAbility Of(CapabilitySet capabilities)
    {
        if (capabilities is null)
            throw new ArgumentNullException(nameof(capabilities));
        // No server tells its name here; but only Cyrus has this one, and only Courier that.
        var isCyrus = capabilities.Has("ANNOTATE-EXPERIMENT-1");
        var isCourier = capabilities.Has("ACL2=UNION");
        return new SearchAbility
        {
            WordsOnly = WordServers.Any(capabilities.Has),
            FoldsUnicode = capabilities.Values("I18NLEVEL=").Any(),
            Within = capabilities.Has("WITHIN"),
            SaveDate = capabilities.Has("SAVEDATE"),
            ObjectId = capabilities.Has("OBJECTID"),
            Gmail = capabilities.Has("X-GM-EXT-1"),
            CondStore = capabilities.CondStore,
            LargeNumbers = capabilities.ImapRev2 && !capabilities.ImapRev1,
            Recent = capabilities.ImapRev1,
            CountsFileSize = isCourier,
            SearchesInside = isCourier,
            GuessesDates = isCyrus,
            SkipsCharsets = isCyrus,
            MissesEmptyFields = isCyrus,
        };
    }

    /// <summary>With strings in US-ASCII only: for a server that refused a charset.</summary>
    public SearchAbility AsciiOnly() => this with { Unicode = false };
}
