@{
    RootModule = 'ImapPS.psm1'
    ModuleVersion = '0.1.0'
    GUID = '764f8c2f-1682-42f6-ab1f-bcdf2418861f'
    Author = 'The ImapPS authors'
    CompanyName = 'The ImapPS authors'
    Copyright = 'Copyright (c) The ImapPS authors. MIT License.'
    Description = 'Mailboxes over IMAP: connect safely, list, search, read and move messages in pipelines that stream.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess = @('ImapPS.Format.ps1xml')
    TypesToProcess = @('ImapPS.Types.ps1xml')
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    CmdletsToExport = @(
        'Add-ImapMessage'
        'Connect-Imap'
        'ConvertFrom-ImapTranscript'
        'Copy-ImapMessage'
        'Disconnect-Imap'
        'Get-ImapEndpoint'
        'Get-ImapMailbox'
        'Get-ImapMessage'
        'Get-ImapSession'
        'Get-ImapTestServerLog'
        'Get-ImapTestServerMailbox'
        'Get-ImapThread'
        'Invoke-ImapCommand'
        'Measure-ImapMailbox'
        'Move-ImapMessage'
        'New-ImapMailbox'
        'Remove-ImapEndpoint'
        'Remove-ImapMailbox'
        'Remove-ImapMessage'
        'Rename-ImapMailbox'
        'Save-ImapAttachment'
        'Save-ImapCheckpoint'
        'Save-ImapMessage'
        'Search-Imap'
        'Set-ImapMailbox'
        'Set-ImapMessage'
        'Start-ImapTestServer'
        'Stop-ImapTestServer'
        'Test-ImapServer'
        'Wait-ImapMessage'
        'Watch-ImapMailbox'
    )
    PrivateData = @{
        PSData = @{
            LicenseUri = 'https://opensource.org/license/mit'
            ReleaseNotes = 'The first version. CHANGELOG.md in the folder of the module tells what is in it; Get-Help about_ImapPS is where to begin.'
            Tags = @('IMAP', 'Mail', 'Email', 'Mailbox', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
        }
    }
}
