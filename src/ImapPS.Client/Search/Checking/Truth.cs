namespace ImapPS.Client.Search;

/// <summary>Whether a message matches, as far as it is known.</summary>
internal enum Truth
{
    Unknown,
    No,
    Yes,
}
