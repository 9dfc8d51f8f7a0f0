namespace ImapPS.Client.Search;

/// <summary>Whether the message has an attachment: what Save-ImapAttachment would save.</summary>
public sealed record AttachmentTerm : Query;
