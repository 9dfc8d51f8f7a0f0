BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    function Get-State {
        ($engine.Mailboxes.Mailboxes | ForEach-Object { "$($_.Name)=$(@($_.Messages.Uid) -join ',')$(if ($_.Messages.Flags | Where-Object { "$_" -match 'Deleted' }) { ' marked' })" }) -join '; '
    }
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Move-ImapMessage' {
    BeforeEach { . $startMail }

    AfterEach { . $stopMail }

    It 'moves what comes through the pipeline, silently and with one command' {
        Search-Imap -Uid 1, 3, 5 | Move-ImapMessage Archive | Should -BeNullOrEmpty
        $engine.Mailboxes['INBOX'].Messages.Uid | Should -Be 2, 4
        $engine.Mailboxes['Archive'].Count | Should -Be 3
        @(Get-SentCommand $server | Where-Object { $_ -match 'MOVE' }) | Should -Be 'UID MOVE 1,3,5 Archive'
    }

    It 'makes the destination only when told to' {
        Search-Imap -Uid 1 | Move-ImapMessage New/Place -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.MailboxNotFound,'
        $engine.Mailboxes.Inbox.Count | Should -Be 5
        Search-Imap -Uid 1, 2 | Move-ImapMessage New/Place -CreateMailbox
        $engine.Mailboxes['New/Place'].Count | Should -Be 2
        $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 3, 4, 5
    }

    It 'gives the new ids with -PassThru' {
        $moved = Get-ImapMessage -Uid 2, 4 | Move-ImapMessage Archive -PassThru
        $moved | Should -BeOfType ImapPS.ImapMove
        $moved.Source.Uid | Should -Be 2, 4
        $moved.Mailbox | Should -Be Archive, Archive
        $moved.UidValidity[0] | Should -Be $engine.Mailboxes['Archive'].UidValidity
        ($moved | Get-ImapMessage).Subject | Should -Be 'Message 2', 'Message 4'
        # And back again.
        $moved | Move-ImapMessage INBOX
        $engine.Mailboxes['Archive'].Count | Should -Be 0
    }

    It 'moves back with -Undo, to where each came from' {
        $moved = & {
            Search-Imap -Uid 1, 2 | Move-ImapMessage Archive -PassThru
            Search-Imap -Uid 3 | Move-ImapMessage Trash -PassThru
        }
        $moved | Move-ImapMessage -Undo
        $engine.Mailboxes['INBOX'].Count | Should -Be 5
        $engine.Mailboxes['Archive'].Count | Should -Be 0
        $engine.Mailboxes['Trash'].Count | Should -Be 0
    }

    It 'has nothing to undo for what was not moved' {
        { Search-Imap -Uid 1 | Move-ImapMessage -Undo } | Should -Throw -ErrorId 'ImapPS.NotAMove,*'
    }

    It 'takes typed parameters' {
        Move-ImapMessage Archive -Mailbox INBOX -Uid 1, '4:*'
        $engine.Mailboxes['INBOX'].Messages.Uid | Should -Be 2, 3
    }

    It 'changes nothing with -WhatIf, and says what it would do' {
        $before = Get-State
        $shell = New-TestShell
        $shown = $shell.AddScript({
                param($server)
                $null = $server | Connect-Imap
                Get-ImapMessage | Move-ImapMessage Archive -WhatIf
            }).AddArgument($server).Invoke()
        $shell.Runspace.Close()
        $shown | Should -BeNullOrEmpty
        Get-State | Should -Be $before
        Get-SentCommand $server | Where-Object { $_ -match '^(UID )?(MOVE|COPY|STORE|EXPUNGE|SELECT|CLOSE)' } | Should -BeNullOrEmpty
    }

    It 'asks with -Confirm, by $ConfirmPreference' {
        $ConfirmPreference = 'None'
        Search-Imap -Uid 1 | Move-ImapMessage Archive
        $engine.Mailboxes['Archive'].Count | Should -Be 1
        (Get-Command Move-ImapMessage).Parameters.Keys | Should -Contain Confirm
    }

    It 'reports a message that is gone, and moves the others' {
        $ids = Search-Imap -Uid 1, 2, 3
        [void] $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] $engine.Mailboxes.Inbox.Find(2))
        $ids | Move-ImapMessage Archive -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MessageNotFound,ImapPS.Commands.MoveImapMessageCommand'
        $failures[0].TargetObject.Uid | Should -Be 2
        $engine.Mailboxes['Archive'].Count | Should -Be 2
    }

    It 'reports that none was there' {
        $ids = Search-Imap -Uid 2
        [void] $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] $engine.Mailboxes.Inbox.Find(2))
        $ids | Move-ImapMessage Archive -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MessageNotFound,ImapPS.Commands.MoveImapMessageCommand'
        $failures | Should -HaveCount 1
    }

    It 'moves nothing when UIDVALIDITY changed' {
        $ids = Search-Imap
        Disconnect-Imap
        $engine.Mailboxes.Inbox.ChangeUidValidity()
        $null = $server | Connect-Imap
        $engine.Log.Clear()
        $before = Get-State
        $ids | Move-ImapMessage Archive -Session (Get-ImapSession) -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.UidValidityChanged,ImapPS.Commands.MoveImapMessageCommand'
        Get-State | Should -Be $before
        Get-SentCommand $server | Where-Object { $_ -match '^UID (MOVE|COPY|STORE|EXPUNGE)' } | Should -BeNullOrEmpty
    }

    It 'reports a destination that is not there' {
        $before = Get-State
        Search-Imap | Move-ImapMessage NoSuch -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MailboxNotFound,ImapPS.Commands.MoveImapMessageCommand'
        Get-State | Should -Be $before
    }

    It 'does not move messages to where they are' {
        Search-Imap | Move-ImapMessage INBOX -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidArgument,'
    }

    It 'does not know which of several sessions is meant' {
        $second = $server | Connect-Imap
        $id = [pscustomobject] @{ Mailbox = 'INBOX'; Uid = 1 }
        { $id | Move-ImapMessage Archive -Session $session, $second } | Should -Throw -ErrorId 'ImapPS.SessionAmbiguous,ImapPS.Commands.MoveImapMessageCommand'
    }

    It 'wants to know which messages' {
        { 'text' | Move-ImapMessage Archive } | Should -Throw -ErrorId 'InputObjectMissingMandatory,*'
    }

    Context 'without MOVE' {
        BeforeEach {
            $old = Start-ImapTestServer -WithoutCapability MOVE
            $engine = Get-ServerEngine $old
            1..3 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("Subject: Message $_`n`nText", $null, $null) }
            # What somebody else marked must survive.
            [void] $engine.Mailboxes.Inbox.SetFlags($engine.Mailboxes.Inbox.Find(3), [ImapPS.Protocol.Values.MessageFlags]::Parse('\Deleted'))
            $null = $old | Connect-Imap
        }

        It 'copies, marks and expunges these only' {
            $moved = Search-Imap -Uid 1 | Move-ImapMessage Archive -PassThru -WarningVariable warnings
            $moved.Uid | Should -Be 1
            $warnings | Should -BeNullOrEmpty
            $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 2, 3
        }
    }

    Context 'without MOVE and UIDPLUS' {
        BeforeEach {
            $old = Start-ImapTestServer -WithoutCapability MOVE, UIDPLUS
            $engine = Get-ServerEngine $old
            1..3 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("Subject: Message $_`n`nText", $null, $null) }
            $null = $old | Connect-Imap
        }

        It 'copies and marks, and says so' {
            Search-Imap -Uid 1 | Move-ImapMessage Archive -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
            $warnings[0] | Should -Match 'marked as deleted'
            $engine.Mailboxes.Inbox.Count | Should -Be 3
            "$($engine.Mailboxes.Inbox.Find(1).Flags)" | Should -Match Deleted
            $engine.Mailboxes['Archive'].Count | Should -Be 1
        }

        It 'says that there are no ids for -PassThru, and reports what is gone' {
            $ids = Search-Imap -Uid 1, 2
            [void] $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] $engine.Mailboxes.Inbox.Find(2))
            $null = $ids | Move-ImapMessage Archive -PassThru -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable failures -ErrorAction SilentlyContinue
            $warnings[0] | Should -Match 'did not tell the new UIDs'
            $failures[0].TargetObject.Uid | Should -Be 2
        }
    }
}
