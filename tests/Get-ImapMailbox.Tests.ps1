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

    It 'takes what is left of a mailbox behind <Name>' -ForEach @(
        @{ Name = 'a JSON file'; Cross = { $_ | ConvertTo-Json -Depth 3 | ConvertFrom-Json } }
        @{ Name = 'a job'; Cross = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_)) } }
    ) {
        $odd = (Get-ServerEngine $server).Mailboxes.GetOrCreate('Archive/*')
        $left = Get-ImapMailbox -LiteralName 'Archive/*' | ForEach-Object $Cross
        $left | Should -Not -BeOfType ImapPS.ImapMailbox
        ($left | Get-ImapMailbox).Name | Should -Be 'Archive/*'
        ($left | Measure-ImapMailbox).Mailbox | Should -Be 'Archive/*'
        $left | Search-Imap -Count | Should -Be 0
        ($left | Set-ImapMailbox -Subscribed -PassThru).Name | Should -Be 'Archive/*'
        ($left | Rename-ImapMailbox -NewName Other -PassThru).Name | Should -Be Other
        Get-ImapMailbox Other | ForEach-Object $Cross | Remove-ImapMailbox -Confirm:$false
        (Get-ImapMailbox).Name | Should -Not -Contain Other
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

    It 'finds <Name> with what is below it: <Expected>' -ForEach @(
        @{ Name = 'Archive'; With = @{ Recurse = $true }; Expected = 'Archive', 'Archive/2025', 'Archive/2026', 'Archive/2026/May' }
        @{ Name = 'archive'; With = @{ Depth = 1 }; Expected = 'Archive', 'Archive/2025', 'Archive/2026' }
        @{ Name = 'Archive'; With = @{ Depth = 0 }; Expected = 'Archive' }
        @{ Name = '*2026'; With = @{ Recurse = $true }; Expected = 'Archive/2026', 'Archive/2026/May' }
        @{ Name = '*2026'; With = @{ Depth = 0 }; Expected = 'Archive/2026' }
        @{ Name = '\archive'; With = @{ Recurse = $true }; Expected = 'Archive', 'Archive/2025', 'Archive/2026', 'Archive/2026/May' }
    ) {
        $below = (Get-ServerEngine $server).Mailboxes.GetOrCreate('Archive/2026/May')
        try { (Get-ImapMailbox $Name @With).Name | Sort-Object | Should -Be $Expected }
        finally { [void] (Get-ServerEngine $server).Mailboxes.Delete($below.MailboxName) }
    }

    It 'lists the top level with -Depth 0, counted if so asked' {
        $top = Get-ImapMailbox -Depth 0 -Status
        $top.Name | Should -Contain Archive
        $top.Name | Should -Not -Contain Archive/2026
        ($top | Where-Object Name -EQ INBOX).Messages | Should -Be 32
    }

    It 'finds by special use: <_>' -ForEach Sent, '\Sent' {
        $found = if ($_ -eq 'Sent') { Get-ImapMailbox -SpecialUse Sent } else { Get-ImapMailbox $_ }
        $found.Name | Should -Be Sent
        $found.IsSpecialUseGuessed | Should -BeFalse
        $found.IsSubscribed | Should -BeTrue
        $found.HasChildren | Should -BeFalse
    }

    It 'guesses special uses from names where the server does not tell, and says so' {
        $old = Start-ImapTestServer -WithoutCapability SPECIAL-USE
        $store = (Get-ServerEngine $old).Mailboxes
        $null = 'Papierkorb', 'Gesendete Elemente', 'Lists/Trash' | ForEach-Object { $store.GetOrCreate($_) }
        $store.Mailboxes | Where-Object Name -In Trash, Sent | ForEach-Object { [void] $store.Delete($_.MailboxName) }
        $other = $old | Connect-Imap
        try {
            $trash = Get-ImapMailbox '\Trash' -Session $other -WarningVariable told -WarningAction SilentlyContinue
            $trash.Name | Should -Be Papierkorb
            $trash.SpecialUse | Should -Be Trash
            $trash.IsSpecialUseGuessed | Should -BeTrue
            "$told" | Should -BeLike "*no mailbox as \Trash: 'Papierkorb' is taken because of its name*"
            (Get-ImapMailbox -SpecialUse Sent, Trash -Session $other).Name | Sort-Object | Should -Be 'Gesendete Elemente', Papierkorb
            (Get-ImapMailbox Papierkorb -Session $other).IsSpecialUseGuessed | Should -BeTrue
            { Get-ImapMailbox '\Flagged' -Session $other } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.GetImapMailboxCommand'
        }
        finally { Disconnect-Imap $other; Stop-ImapTestServer $old }
    }

    Context 'names that need care' {
        BeforeAll {
            $odd = Start-ImapTestServer
            $store = (Get-ServerEngine $odd).Mailboxes
            $null = '[Box]/One', 'a[1]', 'a1', 'foo*', 'foo1', 'Work', 'WORK', 'Trip', '\Flagged', 'tick`s' | ForEach-Object { $store.GetOrCreate($_) }
            $script:other = $odd | Connect-Imap
        }

        BeforeEach {
            # Nothing is known by heart.
            Disconnect-Imap $other
            $script:other = $odd | Connect-Imap
        }

        AfterAll { Disconnect-Imap $other; Stop-ImapTestServer $odd }

        It 'finds <Name>: <Expected>' -ForEach @(
            @{ Name = '[Box]/One'; Expected = '[Box]/One' }
            @{ Name = '[box]/one'; Expected = '[Box]/One' }
            @{ Name = '[Box]/*'; Expected = '[Box]/One' }
            @{ Name = 'a[1]'; Expected = 'a[1]' }
            @{ Name = 'a`[1`]'; Expected = 'a[1]' }
            @{ Name = 'a[12]'; Expected = 'a1' }
            @{ Name = 'foo*'; Expected = 'foo*', 'foo1' }
            @{ Name = 'foo`*'; Expected = 'foo*' }
            @{ Name = 'WORK'; Expected = 'WORK' }
            @{ Name = 'Work'; Expected = 'Work' }
            @{ Name = 'trip'; Expected = 'Trip' }
            @{ Name = 'tick`s'; Expected = 'tick`s' }
        ) {
            (Get-ImapMailbox $Name -Session $other).Name | Sort-Object | Should -Be $Expected
        }

        It 'takes -LiteralName as it is: <_>' -ForEach 'foo*', 'a[1]', '\Flagged' {
            (Get-ImapMailbox -LiteralName $_ -Session $other).Name | Should -Be $_
        }

        It 'takes an object for itself, whatever its name is' {
            (Get-ImapMailbox -LiteralName 'foo*' -Session $other | Get-ImapMailbox).Name | Should -Be 'foo*'
            (Get-ImapMailbox -LiteralName '\Flagged' -Session $other | Get-ImapMailbox).Name | Should -Be '\Flagged'
        }

        It 'names the candidates where case alone does not decide' {
            $failure = { Get-ImapMailbox work -Session $other } | Should -Throw -PassThru -ErrorId 'ImapPS.InvalidArgument,ImapPS.Commands.GetImapMailboxCommand'
            $failure.Exception.Message | Should -BeLike "'work' may mean any of 2 mailboxes: *'Work'*"
        }

        It 'takes a pattern for a destination if one mailbox matches it, and no other' {
            'Subject: x' | Add-ImapMessage 'Tri?' -Session $other
            (Get-ImapMailbox Trip -Status -Session $other).Messages | Should -Be 1
            { 'Subject: x' | Add-ImapMessage 'W*' -Session $other } | Should -Throw -ErrorId 'ImapPS.InvalidArgument,ImapPS.Commands.AddImapMessageCommand'
            { 'Subject: x' | Add-ImapMessage '\All' -Session $other } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.AddImapMessageCommand'
        }
    }

    It 'refuses names that no mailbox can have: <_>' -ForEach "a`r`nb", "a`0b" {
        (Get-ServerEngine $server).Log.Clear()
        { Get-ImapMailbox $_ } | Should -Throw -ErrorId 'ImapPS.InvalidMailbox,ImapPS.Commands.GetImapMailboxCommand'
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'shows sizes for people in the view' {
        (Get-ImapMailbox INBOX -Status | Out-String) | Should -Match 'INBOX\s+Inbox\s+32\s+32\s+13\d KB'
    }
}
