BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Copy-ImapMessage' {
    BeforeEach { . $startMail }

    AfterEach { . $stopMail }

    It 'copies silently and with one command' {
        Search-Imap -Uid 1, 3 | Copy-ImapMessage Archive | Should -BeNullOrEmpty
        $engine.Mailboxes['INBOX'].Count | Should -Be 5
        $engine.Mailboxes['Archive'].Count | Should -Be 2
        @(Get-SentCommand $server | Where-Object { $_ -match 'COPY' }) | Should -Be 'UID COPY 1,3 Archive'
    }

    It 'gives both ids with -PassThru, and other cmdlets work on the copy' {
        $copies = 4, 2 | ForEach-Object { Search-Imap -Uid $_ } | Copy-ImapMessage Archive -PassThru
        $copies | Should -BeOfType ImapPS.ImapCopy
        $copies.Source.Uid | Should -Be 4, 2
        $copies.Mailbox | Should -Be Archive, Archive
        ($copies | Get-ImapMessage).Subject | Should -Be 'Message 4', 'Message 2'
    }

    It 'makes the destination only when told to' {
        Search-Imap -Uid 1 | Copy-ImapMessage New -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.MailboxNotFound,'
        Search-Imap -Uid 1 | Copy-ImapMessage New -CreateMailbox
        $engine.Mailboxes['New'].Count | Should -Be 1
    }

    It 'copies nothing with -WhatIf' {
        Search-Imap | Copy-ImapMessage Archive -WhatIf
        $engine.Mailboxes['Archive'].Count | Should -Be 0
    }
}
