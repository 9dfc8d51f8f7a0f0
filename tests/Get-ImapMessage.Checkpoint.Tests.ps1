BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    function Add-Mail([int] $Count = 1, $To = $engine.Mailboxes.Inbox) {
        1..$Count | ForEach-Object { $null = $To.Add("Message-ID: <$([guid]::NewGuid())@example.org>`nSubject: Added $_`n`nText", $null, $null) }
    }
    function Get-Position { (Get-Content -Raw -LiteralPath $file | ConvertFrom-Json).mailboxes[0] }
}

Describe 'Get-ImapMessage -Checkpoint' {
    BeforeEach {
        . $startMail
        $file = Join-Path $TestDrive "$([guid]::NewGuid()) [1].json"
    }
    AfterEach { . $stopMail }

    It 'gives each message once, whatever session asks' {
        (Get-ImapMessage INBOX -Checkpoint $file).Uid | Should -Be 1, 2, 3, 4, 5
        Get-ImapMessage INBOX -Checkpoint $file | Should -BeNullOrEmpty
        Add-Mail 2
        $other = $server | Connect-Imap -Name other
        (Get-ImapMessage INBOX -Checkpoint $file -Session $other -IncludeBody).TextBody | Should -Be 'Text', 'Text'
        Get-ImapMessage -Checkpoint $file | Should -BeNullOrEmpty
        $position = Get-Position
        $position.uidNext, $position.inDoubt | Should -Be 8, ''
    }

    It 'counts what Select-Object passed on, and nothing behind it' {
        (Get-ImapMessage INBOX -Checkpoint $file | Select-Object -First 2).Uid | Should -Be 1, 2
        (Get-Position).uidNext, (Get-Position).inDoubt | Should -Be 3, ''
        (Get-ImapMessage INBOX -Checkpoint $file -First 2).Uid | Should -Be 3, 4
        (Get-ImapMessage INBOX -Checkpoint $file).Uid | Should -Be 5
    }

    It 'does not count what <Name>' -ForEach @(
        @{ Name = 'throws'; Stop = { throw 'no' } }
        @{ Name = 'is an error that stops'; Stop = { Write-Error no -ErrorAction Stop } }
        @{ Name = 'breaks out'; Stop = { break } }
    ) {
        $given = [Collections.Generic.List[object]]::new()
        foreach ($once in 1) {
            try { Get-ImapMessage INBOX -Checkpoint $file | ForEach-Object { if ($_.Uid -eq 3) { . $Stop }; $given.Add($_.Uid) } }
            catch { "$_" | Should -Be no }
        }
        $given | Should -Be 1, 2
        (Get-Position).uidNext, (Get-Position).inDoubt | Should -Be 4, '3'
        $again = Get-ImapMessage INBOX -Checkpoint $file
        $again.Uid | Should -Be 3, 4, 5
        $again.InDoubt | Should -Be $true, $false, $false
    }

    It 'does not count what was stopped in the middle' {
        $shell = New-TestShell
        $state = [hashtable]::Synchronized(@{ Uid = 0 })
        [void] $shell.AddScript({
            param($server, $file, $state)
            $session = $server | Connect-Imap
            Get-ImapMessage INBOX -Checkpoint $file -Session $session | ForEach-Object { $state.Uid = $_.Uid; if ($_.Uid -eq 3) { Start-Sleep 600 } }
        }).AddArgument($server).AddArgument($file).AddArgument($state)
        $running = $shell.BeginInvoke()
        Wait-Until { $state.Uid -eq 3 }
        $shell.Stop()
        { $shell.EndInvoke($running) } | Should -Throw
        $shell.Dispose()
        (Get-ImapMessage INBOX -Checkpoint $file).Uid | Should -Be 3, 4, 5
    }

    It 'lets cmdlets further down act on each message before it counts' {
        $null = $engine.Mailboxes.GetOrCreate('Done')
        $seen = Get-ImapMessage INBOX -Checkpoint $file | Move-ImapMessage Done -PassThru | ForEach-Object { (Get-Position).inDoubt }
        $seen.Count | Should -Be 5
        $seen[4] | Should -Match '5$'
        (Search-Imap Done).Count | Should -Be 5
        (Get-Position).inDoubt | Should -Be ''
    }

    It 'goes on over a lost connection, each message once' {
        $lasting = $server | Connect-Imap -Name lasting -Reconnect Auto
        Add-Mail 300
        $engine.Faults.CutAfterSent(8000)
        $got = Get-ImapMessage INBOX -Checkpoint $file -Session $lasting -WarningAction SilentlyContinue
        $got.Uid | Should -Be (1..305)
    }

    It 'keeps messages for Save-ImapCheckpoint with -CheckpointMode Manual' {
        $got = Get-ImapMessage INBOX -Checkpoint $file -CheckpointMode Manual
        $got[1..2] | Save-ImapCheckpoint
        (Get-Position).inDoubt | Should -Be '1,4:5'
        (Get-ImapMessage INBOX -Checkpoint $file -CheckpointMode Manual).Uid | Should -Be 1, 4, 5
        Get-ImapMessage INBOX -Checkpoint $file -CheckpointMode Manual | ForEach-Object { $_ | Save-ImapCheckpoint }
        Get-ImapMessage INBOX -Checkpoint $file | Should -BeNullOrEmpty
    }

    It 'gives changed flags and removals with -Changed, so that a script can mirror' {
        $first = Get-ImapMessage INBOX -Checkpoint $file -Changed -Property Subject
        $first | Should -BeOfType ImapPS.ImapChange
        $first.Kind | Should -Be (@('New') * 5)
        $first.Subject | Should -Contain 'Message 3'
        Search-Imap -Uid 2 | Set-ImapMessage -Flagged
        $null = $engine.Mailboxes.Inbox.Expunge([ImapPS.Loopback.Store.LoopbackMessage[]] @($engine.Mailboxes.Inbox.Find(4)))
        Add-Mail
        $changes = Get-ImapMessage INBOX -Checkpoint $file -Changed
        "$($changes | ForEach-Object { "$($_.Kind)$($_.Uid)" })" | Should -Be 'Removed4 Flags2 New6'
        $changes[1].Flags | Should -Be '\Flagged'
        Get-ImapMessage INBOX -Checkpoint $file -Changed | Should -BeNullOrEmpty
    }

    It 'tells a mirror that the mailbox is another' {
        $null = Get-ImapMessage INBOX -Checkpoint $file -Changed
        $engine.Mailboxes.Inbox.ChangeUidValidity()
        $again = $server | Connect-Imap -Name again
        $changes = Get-ImapMessage INBOX -Checkpoint $file -Changed -OnUidValidityChange Restart -Session $again
        "$($changes.Kind)" | Should -Be 'MailboxChanged New New New New New'
        Get-ImapMessage INBOX -Checkpoint $file -Changed -Session $again | Should -BeNullOrEmpty
    }

    It 'keeps several mailboxes in one file' {
        Add-Mail 2 $engine.Mailboxes.GetOrCreate('Lists/a')
        Add-Mail 3 $engine.Mailboxes.GetOrCreate('Lists/b')
        @(Get-ImapMessage 'Lists/*' -Checkpoint $file).Count | Should -Be 5
        Add-Mail 1 $engine.Mailboxes.GetOrCreate('Lists/c')
        Add-Mail 1 $engine.Mailboxes.GetOrCreate('Lists/b')
        (Get-ImapMessage 'Lists/*' -Checkpoint $file).Mailbox | Should -Be 'Lists/b', 'Lists/c'
        (Get-Content -Raw -LiteralPath $file | ConvertFrom-Json).mailboxes.mailbox | Should -Be 'Lists/a', 'Lists/b', 'Lists/c'
    }

    It 'leaves the checkpoint as it is where a script is only tried out' {
        $null = Get-ImapMessage INBOX -Checkpoint $file -First 1
        $before = Get-Content -Raw -LiteralPath $file
        $WhatIfPreference = $true
        (Get-ImapMessage INBOX -Checkpoint $file).Count | Should -Be 4
        $WhatIfPreference = $false
        Get-Content -Raw -LiteralPath $file | Should -BeExactly $before
    }

    It 'stops, restarts or resumes where the mailbox has another UIDVALIDITY' {
        Add-Mail 3
        $null = Get-ImapMessage INBOX -Checkpoint $file
        $engine.Mailboxes.Inbox.ChangeUidValidity()
        Add-Mail
        $again = $server | Connect-Imap -Name again
        $failed = { Get-ImapMessage INBOX -Checkpoint $file -Session $again } | Should -Throw -ErrorId 'ImapPS.UidValidityChanged,*' -PassThru
        $failed.ErrorDetails.RecommendedAction | Should -Match 'Resume'
        Copy-Item -LiteralPath $file "$TestDrive/copy.json"
        (Get-ImapMessage INBOX -Checkpoint $file -Session $again -OnUidValidityChange Resume).Uid | Should -Be 9
        (Get-ImapMessage INBOX -Checkpoint "$TestDrive/copy.json" -Session $again -OnUidValidityChange Restart).Count | Should -Be 9
    }

    It 'refuses <Name>, and gives nothing' -ForEach @(
        @{ Name = 'a file of another account'; Id = 'CheckpointMismatch'; Change = { $_ -replace '"user": "user"', '"user": "other"' } }
        @{ Name = 'a file of another server'; Id = 'CheckpointMismatch'; Change = { $_ -replace '"server": "[^"]*"', '"server": "imap.example.org"' } }
        @{ Name = 'a file of another mailbox'; Id = 'CheckpointMismatch'; Change = { $_ -replace '"mailbox": "INBOX"', '"mailbox": "Other"' } }
        @{ Name = 'half a file'; Id = 'CheckpointInvalid'; Change = { $_.Substring(0, 100) } }
        @{ Name = 'an empty file'; Id = 'CheckpointInvalid'; Change = { '' } }
        @{ Name = 'text where a number belongs'; Id = 'CheckpointInvalid'; Change = { $_ -replace '"uidNext": 6', '"uidNext": "six"' } }
        @{ Name = 'a negative number'; Id = 'CheckpointInvalid'; Change = { $_ -replace '"uidNext": 6', '"uidNext": -6' } }
        @{ Name = 'a newer version'; Id = 'CheckpointFromFuture'; Change = { $_ -replace '"version": 1', '"version": 99' } }
        @{ Name = 'a UIDNEXT that the mailbox has not come to'; Id = 'CheckpointFromFuture'; Change = { $_ -replace '"uidNext": 6', '"uidNext": 600' } }
    ) {
        $null = Get-ImapMessage INBOX -Checkpoint $file
        Get-Content -Raw -LiteralPath $file | ForEach-Object $Change | Set-Content -NoNewline -LiteralPath $file
        Add-Mail
        $given = [Collections.Generic.List[object]]::new()
        $failed = { Get-ImapMessage INBOX -Checkpoint $file | ForEach-Object { $given.Add($_) } } | Should -Throw -ErrorId "ImapPS.$Id,*" -PassThru
        $failed.Exception.Message | Should -BeLike "*$([WildcardPattern]::Escape($file))*"
        $failed.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $given.Count | Should -Be 0
    }

    It 'refuses the second account that comes through a pipeline' {
        $engine.Options.Users.Add([ImapPS.Loopback.LoopbackUser]::new('other', 'password'))
        1..6 | ForEach-Object { $null = $engine.Options.Users[1].Mailboxes.Inbox.Add("Subject: Other`n`nText", $null, $null) }
        $other = Connect-Imap -Server $server.Server -Port $server.Port -Security None -Credential (ConvertTo-Credential other password) -Name other -WarningAction SilentlyContinue
        $given = [Collections.Generic.List[object]]::new()
        { (Get-ImapMailbox INBOX -Session $session), (Get-ImapMailbox INBOX -Session $other) | Get-ImapMessage -Checkpoint $file | ForEach-Object { $given.Add($_) } } | Should -Throw -ErrorId 'ImapPS.CheckpointMismatch,*'
        $given.Count | Should -Be 5
        $given.Session.Name | Should -Not -Contain other
    }

    It 'accepts members that it does not know' {
        $null = Get-ImapMessage INBOX -Checkpoint $file
        (Get-Content -Raw -LiteralPath $file) -replace '"version": 1', '"version": 1, "owner": { "a": [ 1, null ] }' | Set-Content -LiteralPath $file
        Get-ImapMessage INBOX -Checkpoint $file | Should -BeNullOrEmpty
    }

    It 'gives nothing where the checkpoint can not be written' {
        $given = [Collections.Generic.List[object]]::new()
        { Get-ImapMessage INBOX -Checkpoint "$TestDrive/missing/a.json" | ForEach-Object { $given.Add($_) } } | Should -Throw -ErrorId 'ImapPS.FileFailed,*'
        if ($IsLinux) {
            # Nobody, not even root, makes files there.
            { Get-ImapMessage INBOX -Checkpoint /sys/kernel/a.json | ForEach-Object { $given.Add($_) } } | Should -Throw -ErrorId 'ImapPS.FileAccessDenied,*'
        }
        $null = Get-ImapMessage INBOX -Checkpoint $file -First 1
        Set-ItemProperty -LiteralPath $file -Name IsReadOnly -Value $true
        { Get-ImapMessage INBOX -Checkpoint $file | ForEach-Object { $given.Add($_) } } | Should -Throw -ErrorId 'ImapPS.FileAccessDenied,*'
        $given.Count | Should -Be 0
    }

    It 'keeps out a second run, of this process and of another' {
        { Get-ImapMessage INBOX -Checkpoint $file | ForEach-Object { Get-ImapMessage INBOX -Checkpoint $file } } | Should -Throw -ErrorId 'ImapPS.CheckpointInUse,*'
        $script = "Import-Module '$module'; `$lock = [IO.File]::Open(([IO.Path]::GetFullPath('$file.lock')), 'OpenOrCreate', 'ReadWrite', 'None'); 'locked'; Start-Sleep 600"
        $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path, [string[]] @('-NoProfile', '-NonInteractive', '-Command', $script))
        $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        try {
            $process.StandardOutput.ReadLine() | Should -Be locked
            { Get-ImapMessage INBOX -Checkpoint $file } | Should -Throw -ErrorId 'ImapPS.CheckpointInUse,*'
        }
        finally { $process.Kill(); $process.WaitForExit() }
        (Get-ImapMessage INBOX -Checkpoint $file).Uid | Should -Be 1, 2, 3, 4, 5
    }

    It 'says which parameters do not go together' {
        { Get-ImapMessage INBOX -CheckpointMode Manual } | Should -Throw -ErrorId 'ImapPS.CheckpointMissing,*'
        { Get-ImapMessage INBOX -Changed } | Should -Throw -ErrorId 'ImapPS.CheckpointMissing,*'
        { Get-ImapMessage INBOX -Uid 1 -Checkpoint $file } | Should -Throw -ErrorId 'ImapPS.CheckpointNotPossible,*'
        { Search-Imap | Get-ImapMessage -Checkpoint $file } | Should -Throw -ErrorId 'ImapPS.CheckpointNotPossible,*'
        { Get-ImapMessage INBOX -Checkpoint $TestDrive } | Should -Throw -ErrorId 'ImapPS.CheckpointNoFile,*'
        { Get-ImapMessage INBOX -Checkpoint Env:/PATH } | Should -Throw -ErrorId 'ImapPS.CheckpointNoFile,*'
    }
}
