namespace ImapPS.Protocol.Responses;

/// <summary>The five status responses of RFC 9051 section 7.1.</summary>
public enum StatusKind
{
    Ok,
    No,
    Bad,
    PreAuth,
    Bye,
}
