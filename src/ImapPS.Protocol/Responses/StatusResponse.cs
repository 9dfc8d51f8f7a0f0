namespace ImapPS.Protocol.Responses;

/// <summary>A status response, tagged or untagged; the greeting is one too (RFC 9051 section 7.1).</summary>
/// <param name="Tag">The command's tag; null if untagged.</param>
/// <param name="Status">OK, NO, BAD, PREAUTH or BYE.</param>
/// <param name="Code">The response code in brackets, if any.</param>
/// <param name="Text">The human-readable text; may be empty. Never safe for a terminal as it is.</param>
public sealed record StatusResponse(string? Tag, StatusKind Status, ResponseCode? Code, string Text) : Response
{
    public bool IsTagged => Tag is not null;
}
