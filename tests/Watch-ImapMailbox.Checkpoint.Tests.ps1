BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    # The first run of a watch, to the end of which the checkpoint stands: on a slow machine the time may be over before the mailbox is open.
    function Start-Checkpoint([string] $Path) {
        foreach ($try in 1..60) {
            Watch-ImapMailbox INBOX -Checkpoint $Path -For 0.5 | Should -BeNullOrEmpty
            # What was given up is answered before the next begins.
            $null = Search-Imap -Count
            if ((Test-Path $Path) -and (Get-Content -Raw $Path) -match '"mailbox": "INBOX"') { return }
        }
        throw "There is no checkpoint: $(Get-Content -Raw $Path -ErrorAction Ignore)"
    }
}

Describe 'Watch-ImapMailbox -Checkpoint' {
    BeforeEach {
        . $startMail
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
    }
    AfterEach { . $stopMail }

    It 'tells what happened between two runs' {
        Start-Checkpoint $file
        $null = $engine.Mailboxes.Inbox.Add("Subject: Between`n`nText", $null, $null)
        $engine.Mailboxes.Inbox.SetFlags($engine.Mailboxes.Inbox.Find(2), [ImapPS.Protocol.Values.MessageFlags]::Parse('\Seen')) | Should -BeTrue
        $null = $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] @($engine.Mailboxes.Inbox.Find(3)))
        $again = $server | Connect-Imap -Name again
        $changes = Watch-ImapMailbox INBOX -Checkpoint $file -First 3 -For 300 -Session $again
        "$($changes | ForEach-Object { "$($_.Kind)$($_.Uid)" })" | Should -Be 'Removed3 Flags2 New6'
        $changes[2].Subject | Should -Be Between
        Watch-ImapMailbox INBOX -Checkpoint $file -For 0.2 | Should -BeNullOrEmpty
    }

    It 'goes on behind what Get-ImapMessage has read' {
        (Get-ImapMessage INBOX -Checkpoint $file -First 4).Count | Should -Be 4
        (Watch-ImapMailbox INBOX -Checkpoint $file -Kind New -First 1 -For 300).Uid | Should -Be 5
    }

    It 'tells again what was not saved' {
        Start-Checkpoint $file
        6..7 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("Subject: Message $_`n`nText", $null, $null) }
        Watch-ImapMailbox INBOX { Subject -like '*6' -or Subject -like '*7' } -Checkpoint $file -CheckpointMode Manual -First 2 -For 300 | Where-Object Uid -EQ 7 | Save-ImapCheckpoint
        $again = Watch-ImapMailbox INBOX -Checkpoint $file -First 1 -For 300
        $again.Uid, $again.InDoubt | Should -Be 6, $true
        Watch-ImapMailbox INBOX -Checkpoint $file -For 0.2 | Should -BeNullOrEmpty
    }

    It 'needs a checkpoint for its parameters' {
        { Watch-ImapMailbox -CheckpointMode Manual } | Should -Throw -ErrorId 'ImapPS.CheckpointMissing,*'
    }
}
