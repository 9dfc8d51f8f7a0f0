namespace ImapPS.Protocol.Responses;

/// <summary>Takes the content of a section where it lies, so that no array is made of it.</summary>
/// <param name="content">Valid during the call only.</param>
/// <returns>What stands in its place (<see cref="FetchSection.Detached"/>); null to have an array made.</returns>
public delegate object? ContentTaker(ReadOnlySpan<byte> content);
