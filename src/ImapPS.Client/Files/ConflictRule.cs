namespace ImapPS.Client.Files;

/// <summary>What to do where a file of the name is there already.</summary>
public enum ConflictRule
{
    /// <summary>Save under the next free name: "invoice (2).pdf".</summary>
    Rename,

    /// <summary>Leave the file that is there, and fetch nothing.</summary>
    Skip,

    /// <summary>Replace it once the new one is whole. A link is replaced, not followed.</summary>
    Overwrite,

    /// <summary>Report an error.</summary>
    Fail,
}
