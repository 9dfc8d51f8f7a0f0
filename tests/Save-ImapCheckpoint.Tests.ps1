BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Save-ImapCheckpoint' {
    BeforeEach {
        . $startMail
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        $got = Get-ImapMessage INBOX -Checkpoint $file -CheckpointMode Manual
        function Get-InDoubt { (Get-Content -Raw -LiteralPath $file | ConvertFrom-Json).mailboxes[0].inDoubt }
    }
    AfterEach { . $stopMail }

    It 'takes what knows its checkpoint, without a session' {
        Disconnect-Imap
        $got[0] | Save-ImapCheckpoint
        Get-InDoubt | Should -Be '2:5'
        $got[1, 2] | Save-ImapCheckpoint -PassThru | Should -Be $got[1, 2]
        Get-InDoubt | Should -Be '4:5'
        # Once more is as good as once.
        $got[0] | Save-ImapCheckpoint
        Get-InDoubt | Should -Be '4:5'
    }

    It 'takes what Select-Object, a job or a file made of it' {
        $got[0] | Select-Object Mailbox, Uid, UidValidity | Save-ImapCheckpoint $file
        $got[1] | Select-Object Mailbox, Uid, UidValidity, Checkpoint | ConvertTo-Json | ConvertFrom-Json | Save-ImapCheckpoint
        Save-ImapCheckpoint -Checkpoint $file -Mailbox inbox -UidValidity $got[0].UidValidity -Uid 3, 4
        Get-InDoubt | Should -Be '5'
    }

    It 'saves nothing with -WhatIf' {
        $got | Save-ImapCheckpoint -WhatIf
        Get-InDoubt | Should -Be '1:5'
    }

    It 'saves changes, too' {
        $got | Save-ImapCheckpoint
        $null = Get-ImapMessage INBOX -Checkpoint $file -Changed
        Search-Imap -Uid 2, 3 | Set-ImapMessage -Flagged
        $null = $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] @($engine.Mailboxes.Inbox.Find(5)))
        $changes = Get-ImapMessage INBOX -Checkpoint $file -Changed -CheckpointMode Manual
        "$($changes | ForEach-Object { "$($_.Kind)$($_.Uid)" })" | Should -Be 'Removed5 Flags2 Flags3'
        $changes[0, 1] | Save-ImapCheckpoint
        $again = Get-ImapMessage INBOX -Checkpoint $file -Changed
        "$($again.Kind)$($again.Uid)", $again.InDoubt | Should -Be 'Flags3', $true
        Get-ImapMessage INBOX -Checkpoint $file -Changed | Should -BeNullOrEmpty
    }

    It 'ends the script where it can not save' {
        { $got[0] | Select-Object Mailbox, Uid, UidValidity | Save-ImapCheckpoint } | Should -Throw -ErrorId 'ImapPS.CheckpointMismatch,*'
        { $got[0] | Save-ImapCheckpoint -Checkpoint "$TestDrive/none.json" } | Should -Throw -ErrorId 'ImapPS.CheckpointInvalid,*'
        { Save-ImapCheckpoint $file -Mailbox INBOX -UidValidity 1 -Uid 1 } | Should -Throw -ErrorId 'ImapPS.UidValidityChanged,*'
        { Save-ImapCheckpoint $file -Mailbox INBOX -UidValidity $got[0].UidValidity -Uid 6 } | Should -Throw -ErrorId 'ImapPS.CheckpointMismatch,*'
        { Save-ImapCheckpoint $file -Mailbox INBOX -UidValidity $got[0].UidValidity -Uid x } | Should -Throw -ErrorId 'ImapPS.InvalidUid,*'
        Set-ItemProperty $file IsReadOnly $true
        { $got[0] | Save-ImapCheckpoint } | Should -Throw -ErrorId 'ImapPS.FileAccessDenied,*'
        Get-InDoubt | Should -Be '1:5'
    }
}
