namespace ImapPS.Pipeline;

/// <summary>What of a message can stand in a file's name.</summary>
internal static class MessageFields
{
    public static IReadOnlyList<string> Names { get; } = ["Date", "InternalDate", "From", "To", "Subject", "Uid", "Mailbox", "MessageId", "Size"];

    public static object? ValueOf(ImapMessage message, string field) => field switch
    {
        "Date" => message.Date ?? message.InternalDate,
        "InternalDate" => message.InternalDate,
        "From" => Person(message.From),
        "To" => Person(message.To),
        "Subject" => message.Subject,
        "Uid" => message.Uid,
        "Mailbox" => message.Mailbox,
        "MessageId" => message.MessageId?.Trim('<', '>'),
        "Size" => message.Size,
        _ => null,
    };

    private static string? Person(Client.Mime.MimeAddress[] addresses) =>
        addresses.Length == 0 ? null : string.IsNullOrWhiteSpace(addresses[0].DisplayName) ? addresses[0].Address : addresses[0].DisplayName;
}
