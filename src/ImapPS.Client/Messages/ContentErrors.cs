using ImapPS.Client.Session;
using ImapPS.Protocol.Commands;
using ImapPS.Protocol.Responses;
using ImapPS.Protocol.Values;

namespace ImapPS.Client.Messages;

/// <summary>Why a content did not come.</summary>
internal static class ContentErrors
{
    public static ImapException Missing(ContentRequest request, bool isNil, StatusResponse response, Command command, MailboxName mailbox)
    {
        if (response.Status != StatusKind.Ok)
            return ServerAnswer.ToException(response, command, mailbox);
        return isNil
            ? new ImapException(ImapError.BadContent, $"The server has nothing for {Name(request)}.")
            : new ImapException(ImapError.MessageNotFound, $"The message with UID {request.Uid} is not in '{SafeText.Clean(mailbox.Name)}' any more.") { Hint = "It was moved or deleted meanwhile. Search again." };
    }

    public static ImapException Mixed(ContentRequest request) =>
        new(ImapError.BadContent, $"What the server sent for {Name(request)} can't be told from something else.");

    public static ImapException TooLarge(ContentRequest request) =>
        new(ImapError.BadContent, $"{Name(request)} goes on beyond 4 GiB.");

    private static string Name(ContentRequest request) =>
        request.Section.Length == 0 ? $"the message with UID {request.Uid}" : $"part {request.Section} of the message with UID {request.Uid}";
}
