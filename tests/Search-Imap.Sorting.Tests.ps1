BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $subjects = 'banana', 'Re: apple', 'Äpfel', 'apple', 'cherry'
    $senders = 'Zoe <anna@x.example>', 'carl@x.example', 'Bert <bert@x.example>', 'Zoe <zoe@x.example>', 'dora@x.example'
    $poor = Start-ImapTestServer
    $rich = Start-ImapTestServer
    foreach ($server in $poor, $rich) {
        $inbox = (Get-ServerEngine $server).Mailboxes.Inbox
        for ($i = 0; $i -lt 5; $i++) {
            $date = [datetimeoffset]::new(2026, 1, 5 - $i, 12, 0, 0, [timespan]::Zero)
            $null = $inbox.Add("From: $($senders[$i])`r`nSubject: $($subjects[$i])`r`nDate: $($date.AddHours($i * 40).ToString('r'))`r`n`r`n$('x' * (10 - $i))`r`n", $null, $date)
        }
    }
    # Capabilities are read when they are asked for: the engine's options can be changed before somebody connects.
    $options = (Get-ServerEngine $rich).Options
    $null = $options.With([string[]] ('SORT', 'SORT=DISPLAY', 'ESORT', 'PARTIAL'))
    $able = $rich | Connect-Imap -Name able
    $unable = $poor | Connect-Imap -Name unable
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Search-Imap -Sort' {
    It 'sorts by <Sort>, whoever does it' -ForEach @(
        @{ Sort = 'Received'; Expected = 5, 4, 3, 2, 1 }
        @{ Sort = 'Date'; Expected = 1, 2, 3, 4, 5 }
        @{ Sort = 'Subject'; Expected = 2, 4, 3, 1, 5 }
        @{ Sort = 'From'; Expected = 1, 3, 2, 5, 4 }
        @{ Sort = 'DisplayFrom'; Expected = 3, 2, 5, 1, 4 }
        @{ Sort = 'To'; Expected = 1, 2, 3, 4, 5 }
        @{ Sort = 'Subject', 'Received'; Expected = 4, 2, 3, 1, 5 }
    ) {
        foreach ($session in $able, $unable) {
            (Search-Imap -Session $session -Sort $Sort).Uid | Should -Be $Expected -Because $session.Name
        }
    }

    It 'sorts the other way round, ties by UID all the same' {
        foreach ($session in $able, $unable) {
            (Search-Imap -Session $session -Sort Subject -Descending).Uid | Should -Be 5, 1, 3, 2, 4
            (Search-Imap -Session $session -Descending).Uid | Should -Be 5, 4, 3, 2, 1
        }
    }

    It 'gives a part: <Arguments>' -ForEach @(
        @{ Arguments = @{ First = 2 }; Expected = 1, 2 }
        @{ Arguments = @{ First = 2; Skip = 1 }; Expected = 2, 3 }
        @{ Arguments = @{ Skip = 3 }; Expected = 4, 5 }
        @{ Arguments = @{ Last = 2 }; Expected = 5, 4 }
        @{ Arguments = @{ Last = 2; Skip = 1 }; Expected = 4, 3 }
        @{ Arguments = @{ Descending = $true; First = 2 }; Expected = 5, 4 }
        @{ Arguments = @{ Descending = $true; First = 2; Skip = 1 }; Expected = 4, 3 }
        @{ Arguments = @{ Descending = $true; Last = 2 }; Expected = 2, 1 }
        @{ Arguments = @{ Sort = 'Received'; First = 2 }; Expected = 5, 4 }
        @{ Arguments = @{ Sort = 'Received'; Last = 2 }; Expected = 2, 1 }
        @{ Arguments = @{ Sort = 'Received'; Last = 2; Skip = 1 }; Expected = 3, 2 }
        @{ Arguments = @{ Skip = 9 }; Expected = @() }
        @{ Arguments = @{ Last = 99 }; Expected = 5, 4, 3, 2, 1 }
    ) {
        foreach ($session in $able, $unable) {
            @((Search-Imap -Session $session @Arguments).Uid) | Should -Be @($Expected) -Because $session.Name
        }
    }

    It 'gives the first matches of each mailbox' {
        'INBOX', 'INBOX' | Search-Imap -Session $unable -First 1 | ForEach-Object Uid | Should -Be 1, 1
    }

    It 'transfers no more UIDs than are wanted' {
        (Get-ServerEngine $rich).Log.Clear()
        $null = Search-Imap -Session $able -First 2
        $null = Search-Imap -Session $able -Last 2 -Sort Subject
        @(Get-SentCommand $rich | Where-Object { $_ -like 'UID*' }) | Should -Be 'UID SEARCH RETURN (PARTIAL 1:2) ALL', 'UID SORT RETURN (PARTIAL -1:-2) (SUBJECT) UTF-8 ALL'
    }

    It 'says in verbose output who sorted, and what was refused' {
        $verbose = Search-Imap -Session $unable -Sort Subject -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $verbose.Message -join ' ' | Should -Match 'sorted here'
        (Get-ServerEngine $rich).Faults.AnswerNext('UID SORT', '{tag} NO not today')
        $output = Search-Imap -Session $able -Sort Subject -Verbose 4>&1
        ($output | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message -join ' ' | Should -Match 'not today'
        ($output | Where-Object { $_ -is [ImapPS.ImapMessageId] }).Uid | Should -Be 2, 4, 3, 1, 5
    }

    It 'reads no more messages than -Limit allows' {
        $null = Search-Imap -Session $unable -Sort Subject -Limit 4 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.NotSupported,ImapPS.Commands.SearchImapCommand'
        $failures[0].ErrorDetails.RecommendedAction | Should -Match '-Limit'
        (Search-Imap -Session $unable -Sort Subject -Limit 5) | Should -HaveCount 5
    }

    It 'keeps an order when conditions are added' {
        foreach ($session in $able, $unable) {
            (Search-Imap -Session $session -Subject e -Sort Subject -Descending -First 2).Uid | Should -Be 5, 3
        }
    }

    It 'refuses what contradicts itself' {
        { Search-Imap -First 1 -Last 1 } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Search-Imap -Count -Sort Subject } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Search-Imap -Sort Colour } | Should -Throw
        { Search-Imap -Last 0 } | Should -Throw
    }

    It 'keeps the order of what a filter finds, also where the rest is checked here' {
        foreach ($session in $able, $unable) {
            (Search-Imap -Session $session -Filter { Subject -match 'e' } -Sort Subject -Descending).Uid | Should -Be 5, 3, 2, 4
            (Search-Imap -Session $session -Filter { Subject -match 'e' } -Last 2).Uid | Should -Be 5, 4
            (Search-Imap -Session $session -Filter { Subject -match 'e' } -Skip 1 -First 1).Uid | Should -Be 3
        }
    }
}

Describe 'Search-Imap -Fuzzy' {
    It 'lets the server find what is alike' {
        $fuzzy = Start-ImapTestServer
        $null = (Get-ServerEngine $fuzzy).Options.With([string[]] 'SEARCH=FUZZY')
        $session = $fuzzy | Connect-Imap
        (Get-ServerEngine $fuzzy).Log.Clear()
        Search-Imap -Session $session -Subject apple -Unseen -Fuzzy -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        @(Get-SentCommand $fuzzy)[-1] | Should -BeLike '*UNSEEN FUZZY SUBJECT "apple"'
        Disconnect-Imap $session
    }

    It 'warns where the server can not, and finds what is there' {
        (Search-Imap -Session $unable -Subject apple -Fuzzy -WarningVariable warnings -WarningAction SilentlyContinue).Uid | Should -Be 2, 4
        $warnings | Should -Match 'FUZZY'
    }
}

Describe 'Search-Imap in several mailboxes' {
    BeforeAll {
        foreach ($server in $poor, $rich) {
            foreach ($name in 'Lists/a', 'Lists/b') { $null = (Get-ServerEngine $server).Mailboxes.GetOrCreate($name).Add("Subject: apple $name`r`n`r`n") }
            $null = (Get-ServerEngine $server).Mailboxes.GetOrCreate('Lists/empty')
        }
        $null = (Get-ServerEngine $rich).Options.With([string[]] 'MULTISEARCH')
        $together = $rich | Connect-Imap -Name together
    }

    It 'asks once where it can, and finds the same where it can not' {
        foreach ($session in $together, $unable) {
            @(Search-Imap Lists -Recurse -Subject apple -Session $session | ForEach-Object { "$($_.Mailbox) $($_.Uid)" }) | Should -Be 'Lists/a 1', 'Lists/b 1'
            @(Search-Imap 'Lists/*' -Count -Session $session) | Should -Be 1, 1, 0
        }
        @(Get-SentCommand $rich | Where-Object { $_ -like 'ESEARCH*' }) | Should -HaveCount 2
        (Search-Imap 'Lists/*' -Session $together | Get-ImapMessage).Subject | Should -Be 'apple Lists/a', 'apple Lists/b'
    }
}
