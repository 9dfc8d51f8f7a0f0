BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer $samples
    $mailboxes = (Get-ServerEngine $server).Mailboxes
    $null = 'Archive/2025', 'Archive/2026', 'Entwürfe & Pläne' | ForEach-Object { $mailboxes.GetOrCreate($_) }
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Get-ImapMailbox' {
    It 'lists all' {
        $all = Get-ImapMailbox
        $all | Should -BeOfType ImapPS.ImapMailbox
        $all.Name | Should -Contain INBOX
        $all.Name | Should -Contain 'Entwürfe & Pläne'
        ($all | Where-Object Name -eq INBOX).SpecialUse | Should -Be Inbox
        ($all | Where-Object Name -eq Sent).SpecialUse | Should -Be Sent
        $all[0].Delimiter | Should -Be '/'
        $all[0].Messages | Should -BeNullOrEmpty
        $all[0].Session.Id | Should -Be $session.Id
    }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'INBOX'; Expected = 'INBOX' }
        @{ Name = 'inbox'; Expected = 'INBOX' }
        @{ Name = 'Archive/2026'; Expected = 'Archive/2026' }
        @{ Name = 'archive/*'; Expected = 'Archive/2025', 'Archive/2026' }
        @{ Name = 'Archive/202[56]'; Expected = 'Archive/2025', 'Archive/2026' }
        @{ Name = 'entw*'; Expected = 'Entwürfe & Pläne' }
        @{ Name = 'nothing*'; Expected = $null }
    ) {
        (Get-ImapMailbox $Name).Name | Should -Be $Expected
    }

    It 'takes names from the pipeline' {
        ('INBOX', 'Sent' | Get-ImapMailbox).Name | Should -Be INBOX, Sent
    }

    It 'reports a name that nobody has, and goes on' {
        $found = Get-ImapMailbox NoSuch, INBOX -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -Be INBOX
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MailboxNotFound,ImapPS.Commands.GetImapMailboxCommand'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failures[0].TargetObject | Should -Be NoSuch
    }

    It 'counts with -Status<Because>' -ForEach @(
        @{ Because = ', for all'; Name = '*' }
        @{ Because = ', by name'; Name = 'INBOX' }
        @{ Because = ', by wildcard'; Name = 'inb?x' }
    ) {
        $inbox = Get-ImapMailbox $Name -Status | Where-Object Name -eq INBOX
        $inbox.Messages | Should -Be 32
        $inbox.Unseen | Should -Be 32
        $inbox.UidNext | Should -Be 33
        $inbox.UidValidity | Should -BeGreaterThan 0
        $inbox.Size | Should -BeGreaterThan 100KB
    }

    It 'asks once for many mailboxes where the server can answer at once, and with a command each where it cannot' {
        $old = Start-ImapTestServer -WithoutCapability LIST-STATUS, LIST-EXTENDED, STATUS=SIZE
        $other = $old | Connect-Imap
        try {
            (Get-ServerEngine $server).Log.Clear()
            $null = Get-ImapMailbox -Status -Session $session
            @(Get-SentCommand $server) | Should -HaveCount 1
            $all = Get-ImapMailbox -Status -Session $other
            $all[0].Messages | Should -Be 0
            $all[0].Size | Should -BeNullOrEmpty
            Get-SentCommand $old | Should -Contain 'STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)'
        }
        finally { Disconnect-Imap $other; Stop-ImapTestServer $old }
    }

    It 'lists subscribed ones' {
        (Get-ImapMailbox -Subscribed).Name | Sort-Object | Should -Be Archive, Drafts, Junk, Sent, Trash
    }

    It 'parts levels by / whatever the server has' {
        $store = [ImapPS.Loopback.Store.LoopbackStore]::new('.')
        $null = 'Lists.PowerShell', 'a/b' | ForEach-Object { $store.GetOrCreate($_) }
        $options = [ImapPS.Loopback.LoopbackOptions]::new()
        $options.Users.Add([ImapPS.Loopback.LoopbackUser]::new('user', 'password', $store))
        $engine = [ImapPS.Loopback.LoopbackServer]::Start($options)
        $dotted = Connect-Imap localhost $server.Credential -ImplicitTlsPort $engine.TlsPort -SkipCertificateCheck -WarningAction SilentlyContinue
        try {
            (Get-ImapMailbox Lists/PowerShell).Name | Should -Be Lists.PowerShell
            (Get-ImapMailbox Lists.PowerShell).Name | Should -Be Lists.PowerShell
            (Get-ImapMailbox lists/*).Name | Should -Be Lists.PowerShell
            Search-Imap Lists/PowerShell -Count | Should -Be 0
            # A name that the server gave is taken as it is.
            Get-ImapMailbox 'a/*' | Search-Imap -Count | Should -Be 0
        }
        finally { Disconnect-Imap $dotted; $engine.Dispose() }
    }

    It 'refuses names that no mailbox can have: <_>' -ForEach "a`r`nb", "a`0b" {
        (Get-ServerEngine $server).Log.Clear()
        { Get-ImapMailbox $_ } | Should -Throw -ErrorId 'ImapPS.InvalidArgument,ImapPS.Commands.GetImapMailboxCommand'
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'shows sizes for people in the view' {
        (Get-ImapMailbox INBOX -Status | Out-String) | Should -Match 'INBOX\s+Inbox\s+32\s+32\s+13\d KB'
    }
}
