BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $store = (Get-ServerEngine $server).Mailboxes
    $session = $server | Connect-Imap
    function Add-Mailbox([string] $Name, [int] $Count) {
        $mailbox = $store.GetOrCreate($Name)
        for ($i = 0; $i -lt $Count; $i++) { $null = $mailbox.Add("Subject: $i`n`nx") }
    }
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Remove-ImapMailbox' {
    It 'removes an empty one by <How>, its subscription with it' -ForEach @(
        @{ How = 'name'; Do = { Remove-ImapMailbox gone -Confirm:$false } }
        @{ How = 'object'; Do = { Get-ImapMailbox Gone | Remove-ImapMailbox -Confirm:$false } }
        @{ How = 'name from the pipeline'; Do = { 'Gone' | Remove-ImapMailbox -Confirm:$false } }
        @{ How = 'wildcard'; Do = { Remove-ImapMailbox Go?e -Confirm:$false } }
    ) {
        Add-Mailbox Gone 0
        Set-ImapMailbox Gone -Subscribed
        & $Do | Should -BeNullOrEmpty
        $store.Find('Gone') | Should -BeNullOrEmpty
        $store.Subscriptions.Name | Should -Not -Contain Gone
    }

    It 'refuses one that holds messages, unless it is forced' {
        Add-Mailbox Full 3
        # Open at this moment.
        $null = Search-Imap Full
        $failure = { Remove-ImapMailbox Full -Confirm:$false } | Should -Throw -PassThru -ErrorId 'ImapPS.MailboxNotEmpty,ImapPS.Commands.RemoveImapMailboxCommand'
        $failure.Exception.Message | Should -BeLike '*(3)*'
        $store['Full'].Count | Should -Be 3
        Remove-ImapMailbox Full -Force -Confirm:$false
        $store.Find('Full') | Should -BeNullOrEmpty
        (Get-ImapSession).State | Should -Be Authenticated
    }

    It 'refuses one with others below it, unless -Recurse takes them along' {
        'Tree/a/b', 'Tree/c' | ForEach-Object { Add-Mailbox $_ 2 }
        Add-Mailbox Treeless 0
        { Remove-ImapMailbox Tree -Force -Confirm:$false } | Should -Throw -ErrorId 'ImapPS.MailboxHasChildren,ImapPS.Commands.RemoveImapMailboxCommand'
        $store.Find('Tree/a/b') | Should -Not -BeNullOrEmpty
        Remove-ImapMailbox Tree -Recurse -Confirm:$false
        $store.Mailboxes.Name | Where-Object { $_ -like 'Tree*' } | Should -Be Treeless
    }

    It 'removes what a wildcard finds, each with its own tree' {
        'W1/x', 'W2' | ForEach-Object { Add-Mailbox $_ 0 }
        Remove-ImapMailbox W* -Recurse -Confirm:$false
        $store.Mailboxes.Name | Where-Object { $_ -like 'W*' } | Should -BeNullOrEmpty
    }

    It 'takes no wildcard from an object or from -LiteralName' {
        'foo*', 'foo1', 'a[1]', 'a1' | ForEach-Object { Add-Mailbox $_ 0 }
        Get-ImapMailbox -LiteralName 'foo*' | Remove-ImapMailbox -Confirm:$false
        Remove-ImapMailbox -LiteralName 'a[1]' -Confirm:$false
        $store.Find('foo1'), $store.Find('a1') | Should -HaveCount 2
        $store.Find('foo*'), $store.Find('a[1]') | Where-Object { $_ } | Should -BeNullOrEmpty
    }

    It 'never removes INBOX' {
        { Remove-ImapMailbox INBOX -Recurse -Force -Confirm:$false } | Should -Throw -ErrorId 'ImapPS.InboxNotRemovable,ImapPS.Commands.RemoveImapMailboxCommand'
    }

    It 'removes nothing on a guess' {
        $other = Start-ImapTestServer -WithoutCapability SPECIAL-USE
        $there = $other | Connect-Imap
        try {
            { Remove-ImapMailbox '\Trash' -Session $there -Confirm:$false -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'ImapPS.GuessedMailbox,ImapPS.Commands.RemoveImapMailboxCommand'
            (Get-ServerEngine $other).Mailboxes.Find('Trash') | Should -Not -BeNullOrEmpty
            Remove-ImapMailbox Trash -Session $there -Confirm:$false
            (Get-ServerEngine $other).Mailboxes.Find('Trash') | Should -BeNullOrEmpty
        }
        finally { Disconnect-Imap $there; Stop-ImapTestServer $other }
    }

    It 'leaves a mailbox that is not there, and one that was not counted' {
        { Remove-ImapMailbox Nowhere -Confirm:$false } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.RemoveImapMailboxCommand'
        Remove-ImapMailbox Nowhere* -Confirm:$false | Should -BeNullOrEmpty
    }

    It 'tells the number of messages in its question, and only reads for it' {
        'Asked/a', 'Asked/b' | ForEach-Object { Add-Mailbox $_ 2 }
        (Get-ServerEngine $server).Log.Clear()
        $transcript = & {
            $shell = New-TestShell
            [void] $shell.AddScript('param($server) $server | Connect-Imap; $null = Start-Transcript -Path $env:IMAPPS_HOME/asked.txt; Remove-ImapMailbox Asked -Recurse -WhatIf; $null = Stop-Transcript; Get-ImapSession | Disconnect-Imap').AddArgument($server).Invoke()
            $shell.Dispose()
            Get-Content $env:IMAPPS_HOME/asked.txt -Raw
        }
        $transcript | Should -BeLike '*Remove the mailbox and 2 mailboxes below it for good, 4 messages with them*'
        Get-SentCommand $server | Where-Object { $_ -match '^(DELETE|UNSUBSCRIBE|STORE|UID|SELECT)' } | Should -BeNullOrEmpty
        $store.Find('Asked/a').Count | Should -Be 2
        (Get-Command Remove-ImapMailbox).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).ConfirmImpact | Should -Be High
    }
}
