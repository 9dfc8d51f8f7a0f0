using ImapPS.Protocol.Responses;

namespace ImapPS.Loopback.Session;

/// <summary>How a command ended; its tag is put to it by the session.</summary>
internal sealed record Answer(StatusKind Status, ResponseCode? Code, string Text)
{
    public static Answer Ok(string text, ResponseCode? code = null) => new(StatusKind.Ok, code, text);

    public static Answer No(string text, string? code = null) => new(StatusKind.No, code is null ? null : new ResponseCode(code), text);

    public static Answer Bad(string text, string? code = null) => new(StatusKind.Bad, code is null ? null : new ResponseCode(code), text);

    /// <summary>A feature that isn't offered.</summary>
    public static Answer NotOffered(string capability) => Bad($"{capability} is not offered");
}
