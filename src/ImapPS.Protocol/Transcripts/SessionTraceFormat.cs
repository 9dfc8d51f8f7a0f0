using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>What stands on a terminal after openssl s_client, telnet or nc: both sides' words, unmarked. Whose they are shows by what they are.</summary>
internal sealed class SessionTraceFormat : TraceFormat
{
    private static readonly Regex Greeting = new(@"^\* (OK|PREAUTH|BYE)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Command = new(@"^[^\s+*]\S{0,199} +[A-Za-z]", RegexOptions.CultureInvariant);
    private bool _begun;

    public override string Name => "session of openssl s_client, telnet or nc";

    public override bool Recognizes(string line) => Greeting.IsMatch(line);

    public override IEnumerable<TraceChunk> Read(string line, Func<int, TraceConversation> conversation)
    {
        // What the program itself says comes before the greeting.
        _begun |= Recognizes(line);
        return _begun && Direction(line, conversation(1)) is { } direction ? [new TraceChunk(null, 1, direction, Line(line))] : [];
    }

    /// <summary>Whose line it is; null for nobody's.</summary>
    internal static TranscriptDirection? Direction(string line, TraceConversation conversation)
    {
        if (conversation.IsAnswer(line))
            return TranscriptDirection.Server;
        if (conversation.IsInLiteral(TranscriptDirection.Server) || (conversation.IsOpen(TranscriptDirection.Server) && !conversation.IsInLiteral(TranscriptDirection.Client)))
            return TranscriptDirection.Server;
        if (line.StartsWith("* ", StringComparison.Ordinal) || line.StartsWith("+ ", StringComparison.Ordinal) || line == "+")
            return TranscriptDirection.Server;
        if (conversation.IsOpen(TranscriptDirection.Client) || (conversation.AwaitsClient && line.Length > 0 && line.IndexOf(' ') < 0) || Command.IsMatch(line))
            return TranscriptDirection.Client;
        return null;
    }
}
