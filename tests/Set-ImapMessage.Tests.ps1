BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Set-ImapMessage' {
    BeforeEach { . $startMail }

    AfterEach { . $stopMail }

    It 'changes flags and keywords, silently and by few commands' {
        Search-Imap -Uid 1, 3, 5 | Set-ImapMessage -Seen -Flagged -AddKeyword Work | Should -BeNullOrEmpty
        "$($engine.Mailboxes.Inbox.Find(3).Flags)" | Should -Match 'Seen.*Flagged.*Work'
        "$($engine.Mailboxes.Inbox.Find(2).Flags)" | Should -Not -Match 'Seen'
        @(Get-SentCommand $server | Where-Object { $_ -match '^UID STORE' }) | Should -HaveCount 1
    }

    It 'takes marks away' {
        Search-Imap -Uid 1 | Set-ImapMessage -Seen -Flagged -AddKeyword Work, Home
        Search-Imap -Uid 1 | Set-ImapMessage -Seen:$false -RemoveKeyword Work -Answered
        $flags = "$($engine.Mailboxes.Inbox.Find(1).Flags)"
        $flags | Should -Match 'Answered.*Flagged.*Home'
        $flags | Should -Not -Match 'Seen|Work'
    }

    It 'replaces all flags, with none too' {
        Search-Imap -Uid 1 | Set-ImapMessage -Flags '\Seen', Work
        "$($engine.Mailboxes.Inbox.Find(1).Flags)" | Should -Match 'Seen Work'
        Search-Imap -Uid 1 | Set-ImapMessage -Flags @()
        "$($engine.Mailboxes.Inbox.Find(1).Flags)" | Should -Not -Match 'Seen|Work'
    }

    It 'passes the ids in the order they came' {
        $changed = 4, 2 | ForEach-Object { Search-Imap -Uid $_ } | Set-ImapMessage -Seen -PassThru
        $changed.Uid | Should -Be 4, 2
    }

    It 'reports a message that is gone, and changes the others' {
        $ids = Search-Imap -Uid 1, 2, 3
        [void] $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] $engine.Mailboxes.Inbox.Find(2))
        $ids | Set-ImapMessage -Seen -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MessageNotFound,ImapPS.Commands.SetImapMessageCommand'
        $failures[0].TargetObject.Uid | Should -Be 2
        "$($engine.Mailboxes.Inbox.Find(3).Flags)" | Should -Match 'Seen'
    }

    It 'leaves alone what was changed since' {
        $before = $engine.Mailboxes.Inbox.HighestModSeq
        [void] $engine.Mailboxes.Inbox.SetFlags($engine.Mailboxes.Inbox.Find(2), [ImapPS.Protocol.Values.MessageFlags]::Parse('Other'))
        Search-Imap -Uid 1, 2 | Set-ImapMessage -Seen -IfUnchangedSince $before -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.MessageChanged,'
        $conflict = $failures[0].TargetObject
        $conflict.Uid | Should -Be 2
        "$($conflict.Flags)" | Should -Be 'Other'
        $conflict.ModSeq | Should -Be $engine.Mailboxes.Inbox.Find(2).ModSeq
        "$($engine.Mailboxes.Inbox.Find(1).Flags)" | Should -Match 'Seen'
        "$($engine.Mailboxes.Inbox.Find(2).Flags)" | Should -Not -Match 'Seen'
        # One round trip more: the state of those in conflict.
        @(Get-SentCommand $server | Where-Object { $_ -match '^UID (STORE|FETCH)' }) | Should -HaveCount 2
        # And what came back can be used as it is.
        $conflict | Set-ImapMessage -Seen -IfUnchangedSince $conflict.ModSeq
        "$($engine.Mailboxes.Inbox.Find(2).Flags)" | Should -Match 'Seen'
    }

    It 'touches nothing where the server keeps no sequences' {
        $plain = Start-ImapTestServer -WithoutCapability CONDSTORE
        $null = (Get-ServerEngine $plain).Mailboxes.Inbox.Add("Subject: 1`n`nText", $null, $null)
        $other = $plain | Connect-Imap
        { Search-Imap -Session $other | Set-ImapMessage -Seen -IfUnchangedSince 1 -ErrorAction Stop } | Should -Throw -ExpectedMessage '*CONDSTORE*Nothing was done*'
        "$((Get-ServerEngine $plain).Mailboxes.Inbox.Find(1).Flags)" | Should -Not -Match 'Seen'
        $other | Disconnect-Imap
        $plain | Stop-ImapTestServer
    }

    It 'connects again where the connection was lost before' {
        $ids = Search-Imap -Uid 1, 2
        $engine.CutConnections()
        $ids | Set-ImapMessage -Flagged
        "$($engine.Mailboxes.Inbox.Find(2).Flags)" | Should -Match 'Flagged'
    }

    It 'refuses a mailbox that is read-only' {
        $engine.Mailboxes.Inbox.IsReadOnly = $true
        Search-Imap -Uid 1 | Set-ImapMessage -Seen -ErrorVariable failures -ErrorAction SilentlyContinue
        "$($failures[0])" | Should -Match 'read-only'
    }

    It 'wants something to set, and something that is a flag' {
        { Search-Imap | Set-ImapMessage } | Should -Throw -ErrorId 'ImapPS.NothingToSet,*'
        { Search-Imap | Set-ImapMessage -AddKeyword 'two words' } | Should -Throw -ErrorId 'ImapPS.InvalidFlag,*'
    }

    It 'adds, removes and replaces labels where the server has them' {
        $gmail = Start-ImapTestServer -Capability X-GM-EXT-1
        $inbox = (Get-ServerEngine $gmail).Mailboxes.Inbox
        1..2 | ForEach-Object { $null = $inbox.Add("Subject: Message $_`n`nText", $null, $null) }
        $at = @{ Session = $gmail | Connect-Imap -Name labels }
        Search-Imap @at -Uid 1, 2 | Set-ImapMessage -AddLabel 'Work/Größe', '\Starred', 'a "b"' -Seen
        $inbox.Find(2).Labels | Should -Be 'Work/Größe', '\Starred', 'a "b"'
        "$($inbox.Find(2).Flags)" | Should -Match 'Seen'
        (Search-Imap @at -Uid 1 | Set-ImapMessage -RemoveLabel '\Starred' -AddLabel New -PassThru).Uid | Should -Be 1
        $inbox.Find(1).Labels | Should -Be 'Work/Größe', 'a "b"', 'New'
        Search-Imap @at -Uid 1 | Set-ImapMessage -Label One
        Search-Imap @at -Uid 2 | Set-ImapMessage -Label @()
        $inbox.Find(1).Labels | Should -Be One
        $inbox.Find(2).Labels | Should -BeNullOrEmpty
        { Search-Imap @at | Set-ImapMessage -Label One -AddLabel Two } | Should -Throw -ErrorId 'ImapPS.LabelsContradict,*'
        { Search-Imap @at | Set-ImapMessage -AddLabel Two -IfUnchangedSince 1 } | Should -Throw -ErrorId 'ImapPS.LabelsHaveNoSequence,*'
        Search-Imap @at -Uid 1 | Set-ImapMessage -AddLabel "a`r`nb" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidArgument,'
    }

    It 'says that there are no labels elsewhere' {
        Search-Imap -Uid 1 | Set-ImapMessage -AddLabel Work -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.NotSupported,'
        "$($failures[0])" | Should -Match 'X-GM-EXT-1'
        $failures[0].ErrorDetails.RecommendedAction | Should -Match 'keywords'
    }

    It 'changes nothing with -WhatIf' {
        Search-Imap | Set-ImapMessage -Seen -WhatIf
        Get-SentCommand $server | Where-Object { $_ -match '^UID STORE' } | Should -BeNullOrEmpty
    }
}
