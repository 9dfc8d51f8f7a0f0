BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Search-Imap -Checkpoint' {
    BeforeEach {
        . $startMail
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).json"
    }
    AfterEach { . $stopMail }

    It 'gives each match once, and passes over the rest for good' {
        (Search-Imap INBOX { Subject -like '*[24]' } -Checkpoint $file).Uid | Should -Be 2, 4
        (Get-Content -Raw -LiteralPath $file | ConvertFrom-Json).mailboxes[0].uidNext | Should -Be 6
        $null = $engine.Mailboxes.Inbox.Add("Subject: Message 14`n`nText", $null, $null)
        (Search-Imap INBOX { Subject -like 'Message*' } -Checkpoint $file).Uid | Should -Be 6
        Search-Imap INBOX -Checkpoint $file | Should -BeNullOrEmpty
    }

    It 'reads and saves through a pipeline' {
        $done = Search-Imap INBOX { Subject -notlike '*3' } -Checkpoint $file -CheckpointMode Manual | Get-ImapMessage | ForEach-Object { if ($_.Uid -ne 4) { $_ | Save-ImapCheckpoint -PassThru } }
        $done.Uid | Should -Be 1, 2, 5
        $done[0] | Should -BeOfType ImapPS.ImapMessage
        $again = Search-Imap INBOX -Checkpoint $file
        $again.Uid, $again.InDoubt | Should -Be 4, $true
    }

    It 'goes so far and no further with -First' {
        (Search-Imap INBOX -Checkpoint $file -First 2).Uid | Should -Be 1, 2
        (Search-Imap INBOX -Checkpoint $file -First 2).Uid | Should -Be 3, 4
        (Search-Imap INBOX -Checkpoint $file -First 2).Uid | Should -Be 5
        Search-Imap INBOX -Checkpoint $file -First 2 | Should -BeNullOrEmpty
    }

    It 'works with plain conditions, over several mailboxes, and without ESEARCH' {
        $null = $engine.Mailboxes.GetOrCreate('Other').Add("Subject: Message 9`n`nText", $null, $null)
        (Search-Imap INBOX, Other -Subject Message -Checkpoint $file).Count | Should -Be 6
        Search-Imap INBOX, Other -Subject Message -Checkpoint $file | Should -BeNullOrEmpty
    }

    It 'refuses an order of its own' {
        { Search-Imap -Checkpoint $file -Sort Date } | Should -Throw -ErrorId 'ImapPS.CheckpointNotPossible,*'
        { Search-Imap -Checkpoint $file -Descending } | Should -Throw -ErrorId 'ImapPS.CheckpointNotPossible,*'
        { Search-Imap -CheckpointMode Manual } | Should -Throw -ErrorId 'ImapPS.CheckpointMissing,*'
        $file | Should -Not -Exist
    }
}
