BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $poor = Start-ImapTestServer
    $rich = Start-ImapTestServer
    foreach ($server in $poor, $rich) {
        $inbox = (Get-ServerEngine $server).Mailboxes.Inbox
        $null = foreach ($message in
            @{ Id = 'a'; Subject = 'Plan' }, @{ Id = 'b'; Subject = 'Re: Plan'; Of = 'a' }, @{ Id = 'c'; Subject = 'Lunch' },
            @{ Id = 'd'; Subject = 'Re: Plan'; Of = 'b' }, @{ Id = 'e'; Subject = 'Re: Plan'; Of = 'a' }, @{ Id = 'f'; Subject = 'Re: gone'; Of = 'z' }, @{ Id = 'g'; Subject = 'Re: gone'; Of = 'z' }) {
            $inbox.Add("From: a@x.example`r`nSubject: $($message.Subject)`r`nMessage-ID: <$($message.Id)@x.example>`r`n$(if ($message.Of) { "References: <$($message.Of)@x.example>`r`n" })`r`ntext`r`n",
                $null, [datetimeoffset]::new(2026, 1, 1, $inbox.Count, 0, 0, [timespan]::Zero))
        }
    }
    $null = (Get-ServerEngine $rich).Options.With([string[]] ('THREAD=REFERENCES', 'THREAD=ORDEREDSUBJECT'))
    $able = $rich | Connect-Imap -Name able
    $unable = $poor | Connect-Imap -Name unable
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Get-ImapThread' {
    It 'puts conversations together, whoever does it' {
        foreach ($session in $able, $unable) {
            $threads = Get-ImapThread -Session $session
            $threads | Should -BeOfType ImapPS.ImapThread
            $threads | Should -HaveCount 3
            $threads[0].Uid | Should -Be 1, 2, 4, 5
            $threads[0].Root | Should -Be 1
            $threads[0].Count | Should -Be 4
            $threads[0].Depth | Should -Be 2
            $threads[0].GetTree() | Should -Be '1', '  2', '    4', '  5'
            $threads[0].Mailbox | Should -Be INBOX
            $threads[0].UidValidity | Should -Be $inbox.UidValidity
            $threads[1].Uid | Should -Be 3
            $threads[2].Root | Should -BeNullOrEmpty
            $threads[2].GetTree() | Should -Be '-', '  6', '  7'
        }
        @(Get-SentCommand $rich)[-1] | Should -Be 'UID THREAD REFERENCES UTF-8 ALL'
    }

    It 'goes by <Algorithm>' -ForEach @(
        @{ Algorithm = 'OrderedSubject'; Expected = '1 2 4 5', '3', '6 7' }
        @{ Algorithm = 'References'; Expected = '1 2 4 5', '3', '6 7' }
        @{ Algorithm = 'Refs'; Expected = '3', '1 2 4 5', '6 7' }
    ) {
        foreach ($session in $able, $unable) {
            @(Get-ImapThread -Session $session -Algorithm $Algorithm | ForEach-Object { $_.Uid -join ' ' }) | Should -Be $Expected
        }
    }

    It 'takes a filter' {
        foreach ($session in $able, $unable) {
            (Get-ImapThread INBOX { Subject -match '^Re' } -Session $session | ForEach-Object { $_.Uid -join ' ' }) | Should -Be '2 4 5', '6 7'
            Get-ImapThread -Filter { Subject -eq 'nothing' } -Session $session | Should -BeNullOrEmpty
        }
    }

    It 'takes ids from the pipeline, and gives messages to it' {
        $threads = Search-Imap -Session $able -Uid 1:3 | Get-ImapThread
        $threads | ForEach-Object { $_.Uid -join ' ' } | Should -Be '1 2', '3'
        (Get-ImapThread -Session $able | Where-Object Count -GT 3 | Get-ImapMessage).Subject | Should -Be 'Plan', 'Re: Plan', 'Re: Plan', 'Re: Plan'
        Get-ImapThread -Session $able -Uid 3 | Set-ImapMessage -Flagged
        (Search-Imap -Session $able -Flagged).Uid | Should -Be 3
        $threads[0].GetMessages() | Should -BeOfType ImapPS.ImapMessageId
    }

    It 'reads subjects if asked to, and shows the tree' {
        (Get-ImapThread -Session $unable -IncludeSubject).Subject | Should -Be 'Plan', 'Lunch', 'Re: gone'
        (Get-ImapThread -Session $unable).Subject | Where-Object { $_ } | Should -BeNullOrEmpty
        $shown = Get-ImapThread -Session $able -IncludeSubject | Out-String
        $shown | Should -Match 'Plan'
        $shown | Should -Match '(?m)^\s+4\s*$'
    }

    It 'says when it did the work, and reads no more than -Limit allows' {
        Get-ImapThread -Session $unable -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Out-String | Should -Match 'done here'
        $null = Get-ImapThread -Session $unable -Limit 6 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.NotSupported,ImapPS.Commands.GetImapThreadCommand'
    }

    It 'goes on by itself where THREAD is refused' {
        (Get-ServerEngine $rich).Faults.AnswerNext('UID THREAD', '{tag} NO not today')
        Get-ImapThread -Session $able | Should -HaveCount 3
    }

    It 'reports what cannot be' {
        Get-ImapThread nowhere -Session $able -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MailboxNotFound,ImapPS.Commands.GetImapThreadCommand'
        Get-ImapThread -Uid 1 -UidValidity 77 -Session $able -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.UidValidityChanged,ImapPS.Commands.GetImapThreadCommand'
        Get-ImapThread -Uid x -Session $able -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.InvalidUid,ImapPS.Commands.GetImapThreadCommand'
        { Get-ImapThread -Filter { Colour -eq 1 } -Session $able } | Should -Throw -ErrorId 'ImapPS.InvalidFilter,*'
    }
}
