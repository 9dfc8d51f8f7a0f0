namespace ImapPS.Client.Search;

/// <summary>Which number of a message.</summary>
public enum NumberField
{
    /// <summary>RFC822.SIZE, octets.</summary>
    Size,
    Uid,

    /// <summary>RFC 7162.</summary>
    ModSeq,
}
