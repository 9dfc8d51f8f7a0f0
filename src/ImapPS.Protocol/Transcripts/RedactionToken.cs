namespace ImapPS.Protocol.Transcripts;

/// <summary>What the scanner of the redaction stands on.</summary>
internal enum RedactionToken
{
    End,
    Space,
    Open,
    Close,
    Quoted,
    Literal,
    Atom,
}
