BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $store = (Get-ServerEngine $server).Mailboxes
    $null = 'Archive/2025/May', 'Old 1', 'Old 2', 'Taken' | ForEach-Object { $store.GetOrCreate($_) }
    $null = $store['Archive/2025/May'].Add("Subject: x`n`nx")
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Rename-ImapMailbox' {
    It 'renames with what is below and with subscriptions' {
        Set-ImapMailbox Archive/2025/May, Taken -Subscribed
        # Open at this moment.
        (Search-Imap Archive/2025/May).Uid | Should -Be 1
        Rename-ImapMailbox Archive/2025 Past/2025 | Should -BeNullOrEmpty
        (Get-ImapMailbox Past/* -Status).Name | Should -Contain Past/2025/May
        (Search-Imap Past/2025/May).Uid | Should -Be 1
        $store.Subscriptions.Name | Should -Contain Past/2025/May
        $store.Subscriptions.Name | Should -Not -Contain Archive/2025/May
        $store.Subscriptions.Name | Should -Contain Taken
    }

    It 'takes mailboxes from the pipeline, each with its own new name' {
        $renamed = Get-ImapMailbox 'Old ?' | Rename-ImapMailbox -NewName { $_.Name -replace '^Old', 'New' } -PassThru
        $renamed.Name | Should -Be 'New 1', 'New 2'
        $renamed | Should -BeOfType ImapPS.ImapMailbox
    }

    It 'reports <Because>' -ForEach @(
        @{ Because = 'a name that is taken'; From = 'New 1'; To = 'Taken'; Id = 'ALREADYEXISTS' }
        @{ Because = 'a mailbox that is not there'; From = 'Nowhere'; To = 'Somewhere'; Id = 'MailboxNotFound' }
        @{ Because = 'a name that can not be'; From = 'New 1'; To = "a`r`nb"; Id = 'InvalidMailbox' }
    ) {
        { Rename-ImapMailbox $From $To } | Should -Throw -ErrorId "ImapPS.$Id,ImapPS.Commands.RenameImapMailboxCommand"
    }

    It 'explains what a rename of INBOX does, and does it with -Force' {
        $null = $store.Inbox.Add("Subject: y`n`ny")
        (Get-ServerEngine $server).Log.Clear()
        $shell = New-TestShell
        try {
            # Nobody can be asked there.
            [void] $shell.AddScript('param($server) $server | Connect-Imap; Rename-ImapMailbox INBOX Later').AddArgument($server)
            $null = $shell.Invoke()
            $shell.Streams.Error | Should -Not -BeNullOrEmpty
            $shell.Commands.Clear()
            $shell.Streams.ClearStreams()
            [void] $shell.AddScript('Rename-ImapMailbox INBOX Later -WhatIf; Get-ImapSession | Disconnect-Imap').Invoke()
        }
        finally { $shell.Dispose() }
        Get-SentCommand $server | Where-Object { $_ -like 'RENAME*' } | Should -BeNullOrEmpty
        $store.Inbox.Count | Should -Be 1
        Rename-ImapMailbox INBOX Later -Force -PassThru | ForEach-Object Name | Should -Be Later
        $store.Inbox.Count | Should -Be 0
        $store['Later'].Count | Should -Be 1
    }

    It 'only reads with -WhatIf' {
        (Get-ServerEngine $server).Log.Clear()
        Rename-ImapMailbox Taken Free -WhatIf
        Get-SentCommand $server | Where-Object { $_ -notlike 'LIST*' -and $_ -notlike 'STATUS*' } | Should -BeNullOrEmpty
        $store.Find('Taken') | Should -Not -BeNullOrEmpty
    }
}
