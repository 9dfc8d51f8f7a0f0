using ImapPS.Protocol.Responses;

namespace ImapPS;

/// <summary>What a server answered to Invoke-ImapCommand.</summary>
public sealed class ImapCommandResult
{
    internal ImapCommandResult(ImapSession session, string command, StatusResponse answer, Response[] responses, string[] raw)
    {
        Session = session;
        Command = command;
        Status = answer.Status;
        Code = answer.Code?.Name;
        Text = answer.Text;
        Responses = responses;
        Raw = raw;
    }

    /// <summary>Who was asked.</summary>
    public ImapSession Session { get; }

    /// <summary>The name of the command.</summary>
    public string Command { get; }

    /// <summary>Ok, No or Bad.</summary>
    public StatusKind Status { get; }

    /// <summary>The response code in upper case; null if there is none.</summary>
    public string? Code { get; }

    /// <summary>The server's text.</summary>
    public string Text { get; }

    /// <summary>What came before the answer, each read into its type.</summary>
    public Response[] Responses { get; }

    /// <summary>The lines as they came, the answer last.</summary>
    public string[] Raw { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(Environment.NewLine, Raw);
}
