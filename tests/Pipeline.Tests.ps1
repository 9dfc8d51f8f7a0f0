# How pipelines end: whatever ends one, the connection is good for the next command, and it is the same connection.
BeforeDiscovery {
    . $PSScriptRoot/TestSetup.ps1
    . $PSScriptRoot/ExampleSetup.ps1
    $onSession = @(Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey('Session') -and $_.Name -ne 'Disconnect-Imap' } | ForEach-Object Name)
    # Each pipeline of the examples, up to each of its cmdlets that works on a session.
    $cut = foreach ($example in $examples) {
        $tree = [Management.Automation.Language.Parser]::ParseInput($example.Code, [ref] $null, [ref] $null)
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -in $onSession }, $true)) {
            $head = $example.Code.Substring(0, $call.Extent.EndOffset)
            $problems = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($head, [ref] $null, [ref] $problems)
            # -Confirm is another test's.
            if (-not $problems -and $head -notmatch 'Remove-ImapMailbox(?!.*(WhatIf|Confirm))') { @{ Name = $call.GetCommandName(); Code = $head } }
        }
    }
    $cut = @($cut | Sort-Object { $_.Code } -Unique)
    # Those whose output is long enough to be cut off in the middle of it.
    $long = @(
        @{ Name = 'Get-ImapMailbox'; Code = 'Get-ImapMailbox Many/* -Status'; During = '^LIST' }
        @{ Name = 'Search-Imap'; Code = 'Search-Imap'; During = '^UID SEARCH' }
        @{ Name = 'Search-Imap'; Code = "Search-Imap INBOX { Subject -like 'Message *' }"; During = '^UID FETCH' }
        @{ Name = 'Search-Imap'; Code = 'Search-Imap * -Recurse'; During = '^UID SEARCH' }
        @{ Name = 'Get-ImapMessage'; Code = 'Get-ImapMessage'; During = 'FETCH' }
        @{ Name = 'Get-ImapMessage'; Code = 'Search-Imap | Get-ImapMessage -Full'; During = 'BODY' }
        @{ Name = 'Get-ImapMessage'; Code = 'Search-Imap | Get-ImapMessage -IncludeBody'; During = 'BODY' }
        @{ Name = 'Get-ImapThread'; Code = 'Get-ImapThread'; During = 'FETCH' }
        @{ Name = 'Measure-ImapMailbox'; Code = 'Measure-ImapMailbox * -By Sender'; During = 'FETCH' }
        @{ Name = 'Save-ImapMessage'; Code = "Search-Imap | Save-ImapMessage . -NameTemplate '{Uid}' -PassThru"; During = 'BODY' }
        @{ Name = 'Set-ImapMessage'; Code = 'Search-Imap | Set-ImapMessage -Flagged -PassThru'; During = 'STORE' }
        @{ Name = 'Copy-ImapMessage'; Code = 'Search-Imap | Copy-ImapMessage Archive -PassThru'; During = 'COPY' }
        @{ Name = 'Move-ImapMessage'; Code = 'Search-Imap | Move-ImapMessage Archive -PassThru'; During = 'MOVE' }
        @{ Name = 'Remove-ImapMessage'; Code = 'Search-Imap | Remove-ImapMessage -PassThru'; During = 'MOVE' }
        @{ Name = 'Add-ImapMessage'; Code = "1..300 | ForEach-Object { `"Subject: `$_``n``nText`" } | Add-ImapMessage Drafts"; During = 'APPEND' }
        @{ Name = 'New-ImapMailbox'; Code = "New-ImapMailbox (1..50 | ForEach-Object { `"New/`$_`" })"; During = 'CREATE' }
        @{ Name = 'Watch-ImapMailbox'; Code = 'Watch-ImapMailbox'; During = 'IDLE' }
        @{ Name = 'Wait-ImapMessage'; Code = 'Wait-ImapMessage'; During = 'IDLE' }
    )
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    . $PSScriptRoot/ExampleSetup.ps1
    $onSession = @(Get-Command -Module ImapPS | Where-Object { $_.Parameters.ContainsKey('Session') -and $_.Name -ne 'Disconnect-Imap' } | ForEach-Object Name)
    $covered = @{}

    # The session goes on: on the connection it had, in step with the server.
    function Assert-Good($Session, $Server) {
        $Session.State | Should -BeIn Authenticated, Selected
        $Session.Reconnects | Should -Be 0
        $inbox = (Get-ServerEngine $Server).Mailboxes.Inbox
        Search-Imap INBOX -Count -Session $Session | Should -Be @($inbox.Messages).Count
        (Get-ImapMailbox INBOX -Session $Session).Name | Should -Be INBOX
        # The server may hear later of one that was closed.
        $engine, $count = (Get-ServerEngine $Server), @(Get-ImapSession).Count
        Wait-Until { $engine.OpenConnections -eq $count }
    }
}

Describe 'Each example, cut off' {
    BeforeEach {
        $exampleFolder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        . $startExample
        $session = Get-ImapSession | Select-Object -Last 1
    }

    AfterEach { . $stopExample }

    It 'behind its first object: <Code>' -ForEach $cut {
        $null = . (ConvertTo-ExampleScript "$Code | Select-Object -First 1")
        Assert-Good $session $server
        $covered[$Name] = $true
    }

    It 'by an error further down: <Code>' -ForEach $cut {
        try { $null = . (ConvertTo-ExampleScript "$Code | ForEach-Object { throw 'downstream' }") }
        catch { "$_" | Should -Be downstream }
        Assert-Good $session $server
    }

    It 'is each cmdlet that works on a session' {
        # Removing a mailbox without being asked about it is cut off below.
        $onSession | Where-Object { -not $covered[$_] -and $_ -ne 'Remove-ImapMailbox' } | Should -BeNullOrEmpty
    }
}

Describe 'What takes long, ended early' {
    BeforeEach {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
        foreach ($number in 1..30) { $null = $engine.Mailboxes.GetOrCreate("Many/$number") }
        foreach ($number in 1..400) { $null = $engine.Mailboxes.Inbox.Add("From: a@$($number % 50).example`nSubject: Message $number`n`n$('Text ' * 500)`n", $null, $null) }
        $session = $server | Connect-Imap
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $folder
        function Get-Total { ($engine.Mailboxes.Mailboxes | ForEach-Object { @($_.Messages).Count } | Measure-Object -Sum).Sum }
        $total = Get-Total
    }

    AfterEach {
        Pop-Location
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'by Select-Object -First: <Code>' -ForEach ($long | Where-Object { $_.During -ne 'IDLE' }) {
        @(. ([scriptblock]::Create("$Code | Select-Object -First 2"))) | Should -HaveCount 2
        Assert-Good $session $server
        if ($Name -notmatch 'Copy|Add') { Get-Total | Should -Be $total }
    }

    It 'by an error further down: <Code>' -ForEach ($long | Where-Object { $_.During -ne 'IDLE' }) {
        { . ([scriptblock]::Create("$Code | ForEach-Object { throw 'downstream' }")) } | Should -Throw downstream
        Assert-Good $session $server
        if ($Name -notmatch 'Copy|Add') { Get-Total | Should -Be $total }
    }

    It 'by leaving the loop around it: <Code>' -ForEach ($long | Where-Object { $_.During -ne 'IDLE' }) {
        foreach ($round in 1..2) { . ([scriptblock]::Create("$Code | ForEach-Object { break }")) }
        Assert-Good $session $server
    }

    It 'by Ctrl+C: <Code>' -ForEach $long {
        $engine.Log.Clear()
        $engine.Faults.AnswerDelay = [timespan]::FromMilliseconds(30)
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("param(`$session, `$folder) `$PSDefaultParameterValues['*-Imap*:Session'] = `$session; Set-Location `$folder; $Code; Start-Sleep 3600").AddArgument($session).AddArgument($folder)
            $running = $shell.BeginInvoke()
            # What is stopped late is stopped all the same: behind it the script sleeps.
            while (-not ($engine.Log.Commands -match $During)) {
                if ($running.IsCompleted) { throw "It ended before $During`: $($shell.Streams.Error)" }
                Start-Sleep -Milliseconds 2
            }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be Stopped
        }
        finally { $shell.Dispose() }
        $engine.Faults.AnswerDelay = [timespan]::Zero
        Assert-Good $session $server
        if ($Name -notmatch 'Copy|Add') { Get-Total | Should -Be $total }
        Get-ChildItem $folder -Recurse -Force -File | Where-Object Name -NotMatch '^\d+\.eml$' | Should -BeNullOrEmpty -Because 'half a file has no name'
    }

    It 'by Ctrl+C twice, one right behind the other' {
        foreach ($round in 1..2) {
            $shell = New-TestShell
            $null = $shell.AddScript('param($session) Get-ImapMessage -Full -Session $session').AddArgument($session)
            $null = $shell.BeginInvoke()
            while (-not ($engine.Log.Commands -match 'BODY')) { Start-Sleep -Milliseconds 2 }
            $shell.Stop()
            $shell.Dispose()
        }
        # A second one in a hurry may cost the connection, never the session.
        Search-Imap -Count -Session $session | Should -Be 400
    }
}

Describe '-ErrorAction' {
    BeforeAll {
        $server = Start-ImapTestServer $samples
        $session = $server | Connect-Imap
        # What fails on one object, and has another one to go on with.
        $failing = @{
            'Get-ImapMailbox' = 'Get-ImapMailbox Nothing, INBOX @action'
            'Search-Imap' = 'Search-Imap Nothing, INBOX -Count @action'
            'Measure-ImapMailbox' = 'Measure-ImapMailbox Nothing, INBOX @action'
            'Set-ImapMailbox' = 'Set-ImapMailbox Nothing, Archive -Subscribed -PassThru @action'
            'New-ImapMailbox' = "New-ImapMailbox INBOX, 'New/<round>' @action"
            'Get-ImapMessage' = "@{ Mailbox = 'Nothing'; Uid = 1 }, @{ Mailbox = 'INBOX'; Uid = 1 } | ForEach-Object { [pscustomobject] `$_ } | Get-ImapMessage @action"
            'Set-ImapMessage' = "@{ Mailbox = 'Nothing'; Uid = 1 }, @{ Mailbox = 'INBOX'; Uid = 1 } | ForEach-Object { [pscustomobject] `$_ } | Set-ImapMessage -Seen -PassThru @action"
            'Copy-ImapMessage' = "@{ Mailbox = 'Nothing'; Uid = 1 }, @{ Mailbox = 'INBOX'; Uid = 1 } | ForEach-Object { [pscustomobject] `$_ } | Copy-ImapMessage Archive -PassThru @action"
            'Save-ImapMessage' = "@{ Mailbox = 'Nothing'; Uid = 1 }, @{ Mailbox = 'INBOX'; Uid = 1 } | ForEach-Object { [pscustomobject] `$_ } | Save-ImapMessage '$TestDrive' -NameTemplate '{Uid}' -PassThru @action"
            'Get-ImapSession' = "Get-ImapSession nothing, $($session.Name) @action"
        }
        function Invoke-Failing([string] $Name, [hashtable] $Action) {
            $script:round++
            $action = $Action
            . ([scriptblock]::Create($failing[$Name].Replace('<round>', $script:round)))
        }
        $round = 0
    }

    AfterAll {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'Stop ends <_> at the first error' -ForEach 'Get-ImapMailbox', 'Search-Imap', 'Measure-ImapMailbox', 'Set-ImapMailbox', 'New-ImapMailbox', 'Get-ImapMessage', 'Set-ImapMessage', 'Copy-ImapMessage', 'Save-ImapMessage', 'Get-ImapSession' {
        { Invoke-Failing $_ @{ ErrorAction = 'Stop' } } | Should -Throw -ErrorId 'ImapPS.*'
        $ErrorActionPreference = 'Stop'
        { Invoke-Failing $_ @{} } | Should -Throw -ErrorId 'ImapPS.*'
        Assert-Good $session $server
    }

    It 'Continue shows the error of <_> and goes on' -ForEach 'Get-ImapMailbox', 'Search-Imap', 'Measure-ImapMailbox', 'Set-ImapMailbox', 'New-ImapMailbox', 'Get-ImapMessage', 'Set-ImapMessage', 'Copy-ImapMessage', 'Save-ImapMessage', 'Get-ImapSession' {
        $out = Invoke-Failing $_ @{ ErrorAction = 'Continue'; ErrorVariable = 'kept' } 2>&1
        @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        @($out | Where-Object { $_ -isnot [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        $ErrorActionPreference = 'Continue'
        $out = Invoke-Failing $_ @{} 2>&1
        @($out | Where-Object { $_ -is [Management.Automation.ErrorRecord] }) | Should -HaveCount 1
        @($out) | Should -HaveCount 2
    }

    It 'SilentlyContinue keeps the error of <_>, shows nothing and goes on' -ForEach 'Get-ImapMailbox', 'Search-Imap', 'Measure-ImapMailbox', 'Set-ImapMailbox', 'New-ImapMailbox', 'Get-ImapMessage', 'Set-ImapMessage', 'Copy-ImapMessage', 'Save-ImapMessage', 'Get-ImapSession' {
        $Error.Clear()
        $out = Invoke-Failing $_ @{ ErrorAction = 'SilentlyContinue' } 2>&1
        @($out) | Should -HaveCount 1
        $Error[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.\w+,'
        $Error | Should -HaveCount 1
    }

    It 'Ignore keeps nothing of the error of <_>' -ForEach 'Get-ImapMailbox', 'Search-Imap', 'Measure-ImapMailbox', 'Set-ImapMailbox', 'New-ImapMailbox', 'Get-ImapMessage', 'Set-ImapMessage', 'Copy-ImapMessage', 'Save-ImapMessage', 'Get-ImapSession' {
        $Error.Clear()
        $out = Invoke-Failing $_ @{ ErrorAction = 'Ignore' } 2>&1
        @($out) | Should -HaveCount 1
        $Error | Should -HaveCount 0
    }

    It 'tells what it is about, under an id of its own: <Code>' -ForEach @(
        @{ Code = 'Copy-ImapMessage Nothing -Mailbox INBOX -Uid 1'; Id = 'MailboxNotFound'; Target = 'Nothing' }
        @{ Code = 'Move-ImapMessage Nothing -Mailbox INBOX -Uid 1'; Id = 'MailboxNotFound'; Target = 'Nothing' }
        @{ Code = 'Copy-ImapMessage Archive -Mailbox Nothing -Uid 1'; Id = 'MailboxNotFound'; Target = 'Nothing' }
        @{ Code = 'Invoke-ImapCommand NOOP -Mailbox Nothing'; Id = 'MailboxNotFound'; Target = 'Nothing' }
        @{ Code = "New-ImapMailbox `"a``nb`""; Id = 'InvalidMailbox'; Target = "a`nb" }
        @{ Code = 'Remove-ImapMessage -Mailbox Trash -Uid 1'; Id = 'AlreadyInTrash'; Target = 'Trash' }
        @{ Code = "Search-Imap -Header ': x'"; Id = 'InvalidHeader'; Target = ': x' }
        @{ Code = "Set-ImapMessage -Mailbox INBOX -Uid 1 -AddKeyword 'a b'"; Id = 'InvalidFlag'; Target = 'a b' }
    ) {
        $found = try { . ([scriptblock]::Create("$Code -ErrorAction Stop")) } catch { $_ }
        $found.FullyQualifiedErrorId | Should -BeLike "ImapPS.$Id,*"
        $found.TargetObject | Should -Be $Target
    }

    It 'tells which session was closed' {
        $closed = $server | Connect-Imap
        Disconnect-Imap $closed
        { Get-ImapMailbox -Session $closed } | Should -Throw -ErrorId 'ImapPS.SessionClosed,*'
        $Error[0].TargetObject | Should -Be $closed
    }

    It '-ErrorVariable gets the error, with its object' {
        $null = Get-ImapMailbox Nothing, INBOX, Nowhere -ErrorAction SilentlyContinue -ErrorVariable kept
        $kept.TargetObject | Should -Be Nothing, Nowhere
        $null = Get-ImapMailbox Nobody -ErrorAction SilentlyContinue -ErrorVariable +kept
        $kept.TargetObject | Should -Be Nothing, Nowhere, Nobody
    }

    It 'SilentlyContinue does not let a pipeline go on whose session is gone' {
        $gone = $server | Connect-Imap -Reconnect Never
        (Get-ServerEngine $server).CutConnections()
        while ($gone.State -ne 'Broken') { Start-Sleep -Milliseconds 5 }
        { Get-ImapMailbox INBOX -Session $gone -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'ImapPS.ConnectionLost,*'
    }
}
