namespace ImapPS.Client.Checkpoints;

/// <summary>What can be wrong with a checkpoint: which file, and what to do.</summary>
internal static class CheckpointErrors
{
    public static ImapException InUse(string path, bool here) => new(
        ImapError.CheckpointInUse,
        $"The checkpoint '{SafeText.Clean(path)}' is in use by {(here ? "another command of this process" : "another process")}.")
    {
        Hint = "Let the other run end first, or give each script a checkpoint of its own. No message was given out.",
    };

    public static ImapException Invalid(string path, string problem, Exception? inner = null) => new(
        ImapError.CheckpointInvalid,
        $"The checkpoint '{SafeText.Clean(path)}' can't be used: {problem}",
        inner)
    {
        Hint = "Put a good copy in its place. Or remove the file: then all messages count as new.",
    };

    public static ImapException Missing(string path) => new(ImapError.CheckpointInvalid, $"There is no checkpoint '{SafeText.Clean(path)}'.")
    {
        Hint = "Get-ImapMessage, Search-Imap and Watch-ImapMailbox make it, with -Checkpoint.",
    };

    public static ImapException Newer(string path) => new(ImapError.CheckpointFromFuture, $"The checkpoint '{SafeText.Clean(path)}' was written by a newer version of ImapPS.")
    {
        Hint = "Update the module here, or give this script a checkpoint of its own.",
    };

    public static ImapException Ahead(string path, string mailbox, string what, string there) => new(
        ImapError.CheckpointFromFuture,
        $"The checkpoint '{SafeText.Clean(path)}' is ahead of the mailbox '{SafeText.Clean(mailbox)}': {what}, but the mailbox is at {there}. The mailbox was put back, or the file is another's.")
    {
        Hint = "With -OnUidValidityChange Resume the messages that were taken last are looked for by Message-ID and date, with Restart all count as new.",
    };

    public static ImapException OtherAccount(string path, string there, string here) => new(
        ImapError.CheckpointMismatch,
        $"The checkpoint '{SafeText.Clean(path)}' belongs to {SafeText.Clean(there)}, and the session is {SafeText.Clean(here)}.")
    {
        Hint = "Give each account a checkpoint of its own, and name the server as it was named before.",
    };

    public static ImapException OtherMailbox(string path, string there, string here) => new(
        ImapError.CheckpointMismatch,
        $"The checkpoint '{SafeText.Clean(path)}' belongs to {SafeText.Clean(there)}, and was asked for {SafeText.Clean(here)}.")
    {
        Hint = "Give each script a checkpoint of its own.",
    };

    public static ImapException Full(string path, string mailbox) => new(
        ImapError.CheckpointFull,
        $"The checkpoint '{SafeText.Clean(path)}' has too many messages of '{SafeText.Clean(mailbox)}' in doubt (more than {MailboxPosition.MostInDoubt} runs of UIDs).")
    {
        Hint = "Use Save-ImapCheckpoint for each message, and not once for all in the end.",
    };

    public static ImapException UidValidity(string path, string mailbox, uint there, uint here) => new(
        ImapError.UidValidityChanged,
        $"The mailbox '{SafeText.Clean(mailbox)}' has UIDVALIDITY {there}, and the checkpoint '{SafeText.Clean(path)}' is of {here}: the mailbox was made anew, or the server renumbered it. No message was given out.")
    {
        Hint = "With -OnUidValidityChange Resume the messages that were taken last are looked for by Message-ID and date; with Restart all messages count as new.",
    };

    public static ImapException NotResumable(string path, string mailbox, string why) => new(
        ImapError.UidValidityChanged,
        $"The mailbox '{SafeText.Clean(mailbox)}' was renumbered, and the checkpoint '{SafeText.Clean(path)}' can't be found again in it: {why}. No message was given out.")
    {
        Hint = "With -OnUidValidityChange Restart all messages count as new.",
    };

    public static ImapException NotGiven(string path, string mailbox, uint uid) => new(
        ImapError.CheckpointMismatch,
        $"UID {uid} of '{SafeText.Clean(mailbox)}' is none that the checkpoint '{SafeText.Clean(path)}' has given out.")
    {
        Hint = "Save what Get-ImapMessage, Search-Imap or Watch-ImapMailbox gave with this checkpoint.",
    };
}
