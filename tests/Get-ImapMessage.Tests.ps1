BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer $samples
    $engine = Get-ServerEngine $server
    $many = $engine.Mailboxes.GetOrCreate('Many')
    foreach ($number in 1..3000) { $null = $many.Add("Subject: one of many`n`nText.`n", $null, $null) }
    $session = $server | Connect-Imap
    $subjects = @{}
    Get-ImapMessage | ForEach-Object { $subjects[$_.Uid] = $_.Subject }

    function Find-Message($Subject) { Search-Imap -Subject $Subject | Select-Object -First 1 }
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Get-ImapMessage' {
    BeforeEach { $engine.Log.Clear() }

    It 'reads a mailbox' {
        $messages = Get-ImapMessage
        $messages | Should -HaveCount 32
        $messages | Should -BeOfType ImapPS.ImapMessage
        $messages.Uid | Should -Be (1..32)
    }

    It 'gives the members of a message' {
        $message = Find-Message 'Invoice 2026-0107' | Get-ImapMessage
        $message.Date | Should -Be ([datetimeoffset] '2026-01-07T14:22:31+01:00')
        $message.From[0].DisplayName | Should -Be 'Billing, North Office'
        $message.From[0].Address | Should -Be accounts@billing.example
        $message.To[0].Address | Should -Be alice@example.org
        $message.Cc[0].Address | Should -Be bob@example.org
        $message.ReplyTo | Should -Not -BeNullOrEmpty
        $message.MessageId | Should -Match '^<.*>$'
        $message.Flags | Should -BeNullOrEmpty
        $message.Seen | Should -BeFalse
        $message.Flagged | Should -BeFalse
        $message.Size | Should -BeGreaterThan 1000
        $message.InternalDate | Should -BeOfType datetimeoffset
        $message.Mailbox | Should -Be INBOX
        $message.UidValidity | Should -Be $engine.Mailboxes.Inbox.UidValidity
        $message.Attachments[0].Name | Should -Be 'Invoice 2026-0107.pdf'
        $message.Attachments[0].ContentType | Should -Be application/pdf
        $message.Attachments[0].Section | Should -Be 2
        $message.TextBody | Should -BeNullOrEmpty
    }

    It 'decodes what senders encoded' {
        $subjects.Values | Should -Contain 'Ihre Rechnung für März 2026'
        $subjects.Values | Should -Contain '四月の会議について（ご確認のお願い）'
        (Find-Message 'Messdaten' | Get-ImapMessage).From[0].DisplayName | Should -Be 'Jürgen Müller'
    }

    It 'reads messages without a header, without a date, and broken ones' {
        $messages = Get-ImapMessage
        ($messages | Where-Object { $null -eq $_.Date }).Count | Should -BeGreaterThan 1
        { $messages | Out-String } | Should -Not -Throw
        { Get-ImapMessage -Full | ForEach-Object { $_.TextBody; $_.HtmlBody; $_.Headers } } | Should -Not -Throw
    }

    It 'reads the whole message with -Full' {
        $message = Find-Message 'Invoice 2026-0107' | Get-ImapMessage -Full
        $message.TextBody | Should -Match '1,190.00'
        ($message.Headers | Where-Object Name -eq Subject).Value | Should -Be 'Invoice 2026-0107'
        $path = Join-Path $TestDrive invoice.eml
        $message.SaveTo($path)
        (Get-Item $path).Length | Should -Be $message.Size
        { $message.SaveTo($path) } | Should -Throw
        Push-Location $TestDrive
        try { $message.SaveTo('relative.eml') } finally { Pop-Location }
        Join-Path $TestDrive relative.eml | Should -Exist
    }

    It 'says that the body was not read' {
        $message = Get-ImapMessage -Uid 1
        { $message.SaveTo('x.eml') } | Should -Throw -ExpectedMessage '*-Full*'
        { $message.GetMimeMessage() } | Should -Throw -ExpectedMessage '*-Full*'
    }

    It 'never marks a message as read' {
        $null = Get-ImapMessage -IncludeBody -Part 1 -Header '*'
        $null = Get-ImapMessage -Full
        Search-Imap -Seen -Count | Should -Be 0
        Get-SentCommand $server | Where-Object { $_ -match 'BODY\[|SELECT' } | Should -BeNullOrEmpty
    }

    It 'takes UIDs: <Uid>' -ForEach @(
        @{ Uid = 3; Expected = 3 }
        @{ Uid = 3, 1, 2; Expected = 3, 1, 2 }
        @{ Uid = '2:4', '31:*'; Expected = 2, 3, 4, 31, 32 }
        @{ Uid = '5,7'; Expected = 5, 7 }
    ) {
        (Get-ImapMessage INBOX -Uid $Uid).Uid | Should -Be $Expected
    }

    It 'takes the first and the last ones' {
        (Get-ImapMessage -First 2).Uid | Should -Be 1, 2
        (Get-ImapMessage INBOX -Last 2).Uid | Should -Be 31, 32
        (Get-ImapMessage -Last 100) | Should -HaveCount 32
        Get-ImapMessage Sent -Last 5 | Should -BeNullOrEmpty
    }

    It 'keeps the order of the pipeline, and gives what came twice twice' {
        $ids = Search-Imap -First 5
        ($ids[4], $ids[0], $ids[2], $ids[0] | Get-ImapMessage).Uid | Should -Be 5, 1, 3, 1
    }

    It 'gathers the pipeline into few commands' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        (Search-Imap Many | Get-ImapMessage) | Should -HaveCount 3000
        # Three; some more where a busy machine takes longer than two seconds for one.
        $most = if ($clock.Elapsed.TotalSeconds -lt 2) { 3 } else { 60 }
        @(Get-SentCommand $server | Where-Object { $_ -match '^UID FETCH' }).Count | Should -BeIn (3..$most)
    }

    It 'sends the next command of a pipeline while the answer to the last one is on its way' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript('param($server) $null = $server | Connect-Imap; $ids = Search-Imap Many; $DebugPreference = "Continue"').AddArgument($server).Invoke()
            $shell.Commands.Clear()
            $engine.Faults.Silent = $true
            $running = $shell.AddScript('$ids | Get-ImapMessage').BeginInvoke()
            # The server answers the first only when the second is sent.
            Wait-Until { $running.IsCompleted -or @($shell.Streams.Debug -match ' C: \S+ UID FETCH').Count -ge 2 }
            $engine.Faults.Silent = $false
            $shell.EndInvoke($running).Uid | Should -Be (1..3000)
        }
        finally {
            $engine.Faults.Clear()
            $shell.Runspace.Close()
        }
    }

    It 'gives what is there by now while the pipeline still gathers, and ends with it' {
        $seen = [Collections.Generic.List[int]]::new()
        $ids = Search-Imap Many
        { $ids + 'enough' | ForEach-Object { if ($_ -eq 'enough') { throw 'enough' }; $_ } | Get-ImapMessage | ForEach-Object { $seen.Add($_.Uid) } } | Should -Throw -ExpectedMessage enough
        $seen -join ' ' | Should -Be ((1..3000 | Select-Object -First $seen.Count) -join ' ')
        Search-Imap -Count | Should -Be 32
    }

    It 'takes ids as an argument, from wherever they are' {
        $ids = @(Search-Imap -First 2) + @(Search-Imap Many -First 1)
        Get-ImapMessage $ids | ForEach-Object { "$($_.Mailbox) $($_.Uid)" } | Should -Be 'INBOX 1', 'INBOX 2', 'Many 1'
        (Get-ImapMessage $ids[1] -Full).GetBytes().Count | Should -BeGreaterThan 100
        $gone = [ImapPS.ImapMessageId]::new($session, 'INBOX', $ids[0].UidValidity - 1, 1)
        Get-ImapMessage $gone -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.UidValidityChanged,'
    }

    It 'tells once of the pipeline where a loop reads one message a call' {
        $mine = $server | Connect-Imap -Name loop
        try {
            $ids = Search-Imap Many -First 120 -Session loop
            foreach ($id in $ids[0..48]) { $id | Get-ImapMessage -WarningVariable +warnings -WarningAction SilentlyContinue | Out-Null }
            $ids[0..1] | Get-ImapMessage -WarningVariable +warnings -WarningAction SilentlyContinue | Out-Null
            $warnings | Should -BeNullOrEmpty
            foreach ($id in $ids) { Get-ImapMessage $id -WarningVariable +warnings -WarningAction SilentlyContinue | Out-Null }
            $warnings | Should -HaveCount 1
            $warnings[0].Message | Should -Match '\$ids \| Get-ImapMessage'
        }
        finally { Disconnect-Imap $mine }
    }

    It 'reads from one mailbox after the other' {
        (('INBOX', 'Many' | Search-Imap -First 2) | Get-ImapMessage | ForEach-Object { "$($_.Mailbox) $($_.Uid)" }) | Should -Be 'INBOX 1', 'INBOX 2', 'Many 1', 'Many 2'
        (Get-ImapMailbox INBOX, Many | Get-ImapMessage -First 1).Mailbox | Should -Be INBOX, Many
    }

    It 'reports a UID that is gone, and goes on' {
        $found = Get-ImapMessage -Uid 2, 99999, 1 -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Uid | Should -Be 2, 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.MessageNotFound,ImapPS.Commands.GetImapMessageCommand'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        $failures[0].TargetObject.Uid | Should -Be 99999
        $failures[0].ErrorDetails.RecommendedAction | Should -Match 'Search again'
    }

    It 'does not miss what a range does not hold' {
        (Get-ImapMessage -Uid '30:50' -ErrorAction Stop).Uid | Should -Be 30, 31, 32
    }

    It 'refuses what is no UID: <_>' -ForEach '0', 'x', '-1', '4294967296', '1 LOGOUT', '4294967295', '7:4294967295', '3,4294967295' {
        { Get-ImapMessage -Uid $_ } | Should -Throw -ErrorId 'ImapPS.InvalidUid,ImapPS.Commands.GetImapMessageCommand'
    }

    It 'does not take a UID that a server makes up for the last message' {
        foreach ($first in @{ First = 1 }, @{ Last = 1 }) {
            $engine.Faults.AnswerNext('UID SEARCH', "* ESEARCH (TAG ""{tag}"") UID ALL 4294967295`r`n{tag} OK done")
            Get-ImapMessage @first | Should -BeNullOrEmpty
        }
        Search-Imap -Count | Should -Be 32
    }

    It 'notices that UIDVALIDITY changed' {
        $id = Search-Imap -First 1
        $old = [pscustomobject] @{ Session = $id.Session; Mailbox = 'INBOX'; UidValidity = $id.UidValidity - 1; Uid = 1 }
        $old | Get-ImapMessage -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.UidValidityChanged,'
        Get-SentCommand $server | Where-Object { $_ -match '^UID (STORE|COPY|MOVE)' } | Should -BeNullOrEmpty
    }

    It 'stops at once for Select-Object -First, and the session goes on' {
        (Get-ImapMessage Many | Select-Object -First 1).Uid | Should -Be 1
        (Search-Imap Many | Get-ImapMessage -IncludeBody | Select-Object -First 1).Uid | Should -Be 1
        Search-Imap -Count | Should -Be 32
    }

    It 'ends with the pipeline when something further down throws' {
        { Get-ImapMessage Many | ForEach-Object { throw 'enough' } } | Should -Throw -ExpectedMessage enough
        Search-Imap -Count | Should -Be 32
    }

    It 'ends at Ctrl+C, and the session goes on' {
        $shell = New-TestShell
        try {
            $mine = $shell.AddScript('param($server) $server | Connect-Imap').AddArgument($server).Invoke()
            $shell.Commands.Clear()
            $engine.Log.Clear()
            $engine.Faults.Silent = $true
            $running = $shell.AddScript('Search-Imap').BeginInvoke()
            while (-not (Get-SentCommand $server)) { Start-Sleep -Milliseconds 20 }
            # The server says nothing until it is told to: this would not end if the cmdlet waited for it.
            $shell.Stop()
            { $shell.EndInvoke($running) } | Should -Throw
            $engine.Faults.Clear()
            $shell.Commands.Clear()
            $shell.AddScript('Search-Imap -Count').Invoke() | Should -Be 32
            $mine[0].State | Should -Be Selected
        }
        finally {
            $engine.Faults.Clear()
            $shell.Runspace.Close()
        }
    }

    It 'reports a lost connection once and for the whole pipeline, and keeps the cause' {
        $mine = $server | Connect-Imap -Name short -Reconnect Never
        try {
            $engine.Faults.CutAfterSent(2000)
            { Get-ImapMessage Many -Session short } | Should -Throw -ErrorId 'ImapPS.ConnectionLost,ImapPS.Commands.GetImapMessageCommand'
            $engine.Faults.Clear()
            $mine.State | Should -Be Broken
            { Get-ImapMessage -Session short } | Should -Throw -ErrorId 'ImapPS.ConnectionLost,ImapPS.Commands.GetImapMessageCommand'
        }
        finally { Disconnect-Imap $mine }
    }

    It 'shows itself in a table that is safe for a terminal' {
        $null = $engine.Mailboxes.GetOrCreate('Evil').Add("From: =?utf-8?q?=1b=5b31mred?= <a@b>`nSubject: =?utf-8?b?4oCuZ3BqLmV4ZQ==?=`n`nx", $null, $null)
        $view = Get-ImapMessage Evil | Out-String
        $view | Should -Match 'Mailbox: Evil'
        $view -replace '\x1b\[[0-9;]*m[^\r\n]*(-|\s)\x1b\[0m' | Should -Not -Match "[\u202e]"
        $view | Should -Match 'U\s+\d{4}-\d\d-\d\d \d\d:\d\d'
    }

    It 'reads several mailboxes by a pattern, and one by its special use' {
        $store = (Get-ServerEngine $server).Mailboxes
        'Pattern/a', 'Pattern/b' | ForEach-Object { $null = $store.GetOrCreate($_).Add("Subject: $_`n`nx") }
        (Get-ImapMessage Pattern/*).Subject | Should -Be Pattern/a, Pattern/b
        (Get-ImapMessage Pattern/? -Last 1).Mailbox | Should -Be Pattern/a, Pattern/b
        @(Get-ImapMessage '\Drafts') | Should -HaveCount $store['Drafts'].Count
    }
}
