namespace ImapPS.Client.Authentication;

/// <summary>Providers whose refusals need more explaining than their servers give.</summary>
internal enum MailProvider
{
    Other,
    Google,
    Microsoft,

    /// <summary>Providers that take a password of the account's for other programs only: Yahoo, AOL, iCloud, Fastmail and their like.</summary>
    AppPasswordOnly,
}
