namespace ImapPS.Protocol.Commands;

/// <summary>What a FETCH asks for of each message.</summary>
public sealed record FetchItems
{
    private readonly IReadOnlyList<FetchSectionRequest> _sections = ValueList<FetchSectionRequest>.Empty;
    private readonly ulong? _changedSince;

    public FetchAttributes Attributes { get; init; }

    /// <summary>The parts of the message itself.</summary>
    /// <exception cref="ArgumentException">They take more than <see cref="CommandLimits.MaxFetchSectionsLength"/> octets.</exception>
    public IReadOnlyList<FetchSectionRequest> Sections
    {
        get => _sections;
        init
        {
            _sections = new ValueList<FetchSectionRequest>(value ?? throw new ArgumentNullException(nameof(Sections)));
            var length = _sections.Sum(static s => (long)s.ToString().Length + 1);
            if (length > CommandLimits.MaxFetchSectionsLength)
                throw new ArgumentException($"The sections take {length} octets; the limit is {CommandLimits.MaxFetchSectionsLength} (MaxFetchSectionsLength).", nameof(Sections));
        }
    }

    /// <summary>CHANGEDSINCE: only messages with a higher MODSEQ (RFC 7162 section 3.1.4.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is 0 or has more than 63 bits.</exception>
    public ulong? ChangedSince
    {
        get => _changedSince;
        init => _changedSince = value is { } number ? CommandText.CheckNumber64(number, nameof(ChangedSince), 1) : null;
    }

    /// <summary>VANISHED: also the UIDs that are gone since; needs <see cref="ChangedSince"/> and QRESYNC enabled (RFC 7162 section 3.2.6).</summary>
    public bool Vanished { get; init; }

    /// <summary>Why these can't be asked for together; null if they can.</summary>
    internal string? Conflict =>
        Attributes == 0 && Sections.Count == 0 ? "FETCH needs at least one item."
        : Vanished && ChangedSince is null ? "VANISHED needs CHANGEDSINCE (RFC 7162 section 3.2.6)."
        : Sections.Any(static s => s.Origin.HasValue != s.Count.HasValue) ? "A partial fetch needs both origin and count."
        : null;

    // fetch-modifier = "CHANGEDSINCE" SP mod-sequence-value / "VANISHED"       ; RFC 7162 section 7
    internal void Write(CommandWriter writer)
    {
        writer.Raw("(").Raw(CommandWords.Join(CommandWords.Fetch, (int)Attributes));
        for (var i = 0; i < Sections.Count; i++)
            writer.Raw(i == 0 && Attributes == 0 ? "" : " ").Raw(Sections[i].ToString());
        writer.Raw(")");
        if (ChangedSince is { } number)
            writer.Raw(" (CHANGEDSINCE ").Number(number).Raw(Vanished ? " VANISHED)" : ")");
    }
}
