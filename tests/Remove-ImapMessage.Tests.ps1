BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Remove-ImapMessage' {
    BeforeEach { . $startMail }

    AfterEach { . $stopMail }

    It 'moves into the trash, from where -Undo brings back' {
        $removed = Search-Imap -Uid 1, 3 | Remove-ImapMessage -PassThru
        $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 2, 4, 5
        $engine.Mailboxes['Trash'].Count | Should -Be 2
        $removed | Move-ImapMessage -Undo
        $engine.Mailboxes.Inbox.Count | Should -Be 5
    }

    It 'deletes for good exactly these' {
        [void] $engine.Mailboxes.Inbox.SetFlags($engine.Mailboxes.Inbox.Find(5), [ImapPS.Protocol.Values.MessageFlags]::Parse('\Deleted'))
        Search-Imap -Uid 1, 3 | Remove-ImapMessage -Permanent | Should -BeNullOrEmpty
        $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 2, 4, 5
        $engine.Mailboxes['Trash'].Count | Should -Be 0
    }

    It 'says that there is no trash' {
        $engine.Mailboxes['Trash'].SpecialUse = [NullString]::Value
        Search-Imap -Uid 1 | Remove-ImapMessage -ErrorVariable failures -ErrorAction SilentlyContinue
        "$($failures[0])" | Should -Match 'no mailbox as the trash'
        $failures[0].ErrorDetails.RecommendedAction | Should -Match '-Permanent'
        $engine.Mailboxes.Inbox.Count | Should -Be 5
    }

    It 'does not move what is in the trash already' {
        Search-Imap -Uid 1 | Remove-ImapMessage -PassThru | Remove-ImapMessage -ErrorVariable failures -ErrorAction SilentlyContinue
        "$($failures[0])" | Should -Match 'in the trash'
    }

    It 'removes nothing with -WhatIf' {
        Search-Imap | Remove-ImapMessage -WhatIf
        Search-Imap | Remove-ImapMessage -Permanent -WhatIf
        $engine.Mailboxes.Inbox.Count | Should -Be 5
    }

    It 'goes through the trash on Gmail, where only that deletes' {
        $gmail = Start-ImapTestServer
        $engine = Get-ServerEngine $gmail
        [void] $engine.Options.With('X-GM-EXT-1')
        1..3 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("Subject: Message $_`n`nText", $null, $null) }
        $null = $gmail | Connect-Imap
        $engine.Log.Clear()
        Search-Imap -Uid 2 | Remove-ImapMessage -Permanent
        $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 1, 3
        $engine.Mailboxes['Trash'].Count | Should -Be 0
        @(Get-SentCommand $gmail | Where-Object { $_ -match 'MOVE' }) | Should -Be 'UID MOVE 2 Trash'
    }

    It 'deletes on Gmail as Gmail answers' {
        $gmail = Start-ImapTestServer
        $script = [ImapPS.Loopback.Scripts.LoopbackScript]::Parse(@'
S: * PREAUTH [CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584] Gimap ready
C: {tag} ENABLE UTF8=ACCEPT
S: * ENABLED UTF8=ACCEPT
S: {tag} OK Success
C: {tag} LIST "" "*" RETURN {any}
S: * LIST (\HasNoChildren) "/" "INBOX"
S: * LIST (\HasChildren \Noselect) "/" "[Gmail]"
S: * LIST (\All \HasNoChildren) "/" "[Gmail]/All Mail"
S: * LIST (\HasNoChildren \Junk) "/" "[Gmail]/Spam"
S: * LIST (\HasNoChildren \Trash) "/" "[Gmail]/Papierkörb & mehr"
S: {tag} OK Success
C: {tag} NOOP
S: {tag} OK Success
C: {tag} EXAMINE INBOX (CONDSTORE)
C: {tag} UID SEARCH RETURN (ALL) UID 10
S: * FLAGS (\Answered \Flagged \Draft \Deleted \Seen $NotPhishing $Phishing)
S: * OK [PERMANENTFLAGS ()] Flags permitted.
S: * OK [UIDVALIDITY 7] UIDs valid.
S: * 2 EXISTS
S: * 0 RECENT
S: * OK [UIDNEXT 12] Predicted next UID.
S: * OK [HIGHESTMODSEQ 90]
S: A0004 OK [READ-ONLY] INBOX selected. (Success)
S: * ESEARCH (TAG "A0005") UID ALL 10
S: A0005 OK SEARCH completed (Success)
C: {tag} LIST "" "*" RETURN {any}
S: * LIST (\HasNoChildren) "/" "INBOX"
S: * LIST (\HasNoChildren \Junk) "/" "[Gmail]/Spam"
S: * LIST (\HasNoChildren \Trash) "/" "[Gmail]/Papierkörb & mehr"
S: {tag} OK Success
C: {tag} SELECT INBOX (CONDSTORE)
S: * OK [UIDVALIDITY 7] UIDs valid.
S: * 2 EXISTS
S: {tag} OK [READ-WRITE] INBOX selected. (Success)
C: {tag} UID MOVE 10 "[Gmail]/Papierkörb & mehr"
S: * OK [COPYUID 5 10 20] (Success)
S: * 2 EXPUNGE
S: * 1 EXISTS
S: {tag} OK (Success)
C: {tag} SELECT "[Gmail]/Papierkörb & mehr" (CONDSTORE)
S: * OK [UIDVALIDITY 5] UIDs valid.
S: * 3 EXISTS
S: {tag} OK [READ-WRITE] selected. (Success)
C: {tag} UID STORE 20 +FLAGS.SILENT (\Deleted)
S: * 3 EXPUNGE
S: {tag} OK Success
C: {tag} UID EXPUNGE 20
S: {tag} OK Success
C: {tag} LOGOUT
S: * BYE LOGOUT Requested
S: {tag} OK 73 good day (Success)
'@)
        (Get-ServerEngine $gmail).Options.Script = $script
        $null = $gmail | Connect-Imap -Reconnect Never -Name gmail
        Remove-ImapMessage -Session gmail -Mailbox INBOX -Uid 10 -UidValidity 7 -Permanent
        Disconnect-Imap -Session gmail
        # The server counts it behind its last line.
        Wait-Until { $script.Completed -or $script.Failures }
        $script.Failures | Should -BeNullOrEmpty
        $script.Completed | Should -Be 1
    }

    Context 'without UIDPLUS' {
        BeforeEach {
            $old = Start-ImapTestServer -WithoutCapability MOVE, UIDPLUS
            $engine = Get-ServerEngine $old
            1..3 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("Subject: Message $_`n`nText", $null, $null) }
            $null = $old | Connect-Imap
        }

        It 'refuses to delete for good' {
            Search-Imap -Uid 1 | Remove-ImapMessage -Permanent -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.NotSupported,'
            $engine.Mailboxes.Inbox.Messages.Flags | Where-Object { "$_" -match 'Deleted' } | Should -BeNullOrEmpty
        }

        It 'deletes with -Force when no other is marked, and only then' {
            [void] $engine.Mailboxes.Inbox.SetFlags($engine.Mailboxes.Inbox.Find(3), [ImapPS.Protocol.Values.MessageFlags]::Parse('\Deleted'))
            Search-Imap -Uid 1 | Remove-ImapMessage -Permanent -Force -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures | Should -HaveCount 1
            $engine.Mailboxes.Inbox.Count | Should -Be 3
            [void] $engine.Mailboxes.Inbox.SetFlags($engine.Mailboxes.Inbox.Find(3), [ImapPS.Protocol.Values.MessageFlags]::None)
            Search-Imap -Uid 1 | Remove-ImapMessage -Permanent -Force
            $engine.Mailboxes.Inbox.Messages.Uid | Should -Be 2, 3
        }
    }
}
