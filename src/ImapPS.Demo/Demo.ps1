# The cmdlets at work, as a user would type them, on a server that runs in this process. No account is needed.
$ErrorActionPreference = 'Stop'
$samples = Join-Path -Path $PSScriptRoot -ChildPath 'Samples'
Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath '../../out/ImapPS')

$lines = @(
    '# A server with some sample mail, and a session on it'
    '$server = Start-ImapTestServer -Path $samples'
    '$server'
    '$session = $server | Connect-Imap -Name demo'
    '$session | Format-List'
    '$session.AuthenticationDecision | Where-Object Outcome -ne Offered'
    '# What is there?'
    'Get-ImapMailbox -Status'
    'Search-Imap -Unseen -Count'
    'Get-ImapMessage -Last 5'
    '# A search, the messages found, and what is attached to them'
    'Search-Imap -Subject invoice | Get-ImapMessage'
    'Get-ImapMessage | Where-Object Attachments | Select-Object -First 3 -Property Subject -ExpandProperty Attachments'
    '(Search-Imap -Subject invoice | Get-ImapMessage -IncludeBody).TextBody'
    '# Moving: first asked what would happen, then done'
    'Search-Imap -From billing.example | Get-ImapMessage | Move-ImapMessage -Destination Archive -WhatIf'
    'Search-Imap -From billing.example | Move-ImapMessage -Destination Archive -PassThru | Get-ImapMessage'
    'Get-ImapMailbox INBOX, Archive -Status'
    '# And goodbye'
    'Disconnect-Imap'
    'Stop-ImapTestServer'
)

foreach ($line in $lines) {
    if ($line.StartsWith('#')) {
        Write-Host "`n$line" -ForegroundColor Green
        continue
    }

    Write-Host "PS> $line" -ForegroundColor Cyan
    . ([scriptblock]::Create($line)) | Out-Host
}
