BeforeAll {
    . $PSScriptRoot/TestSetup.ps1

    # Does something on another thread once the server sees IDLE, so often.
    function Start-Doing($Engine, [scriptblock] $Action) {
        $shell = [powershell]::Create()
        [void] $shell.AddScript({
            param($engine, $action)
            $deadline = [DateTime]::UtcNow.AddSeconds(300)
            while (@($engine.Log.Commands)[-1] -ne 'IDLE' -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 5 }
            & ([scriptblock]::Create($action)) $engine
        }).AddArgument($Engine).AddArgument("$Action")
        [pscustomobject] @{ Shell = $shell; Handle = $shell.BeginInvoke() }
    }

    function Stop-Doing($Doing) {
        [void] $Doing.Shell.EndInvoke($Doing.Handle)
        $Doing.Shell.Dispose()
    }
}

Describe 'Watch-ImapMailbox' {
    BeforeEach {
        $server = Start-ImapTestServer -Path $samples
        $engine = Get-ServerEngine $server
        $session = $server | Connect-Imap
        $count = Search-Imap -Count
    }

    AfterEach {
        Get-ImapSession | Disconnect-Imap
        $server | Stop-ImapTestServer
    }

    It 'gives what comes, changes and goes' {
        $doing = Start-Doing $engine {
            param($engine)
            $message = $engine.Mailboxes.Inbox.Add("From: a@example.org`r`nSubject: fresh`r`n`r`nx`r`n", $null, $null)
        }
        $change = Watch-ImapMailbox INBOX -First 1 -For 300
        Stop-Doing $doing
        $change | Should -BeOfType ImapPS.ImapChange
        $change.Kind | Should -Be New
        $change.Subject | Should -Be fresh
        $change.Message.From[0].Address | Should -Be a@example.org
        $change.Mailbox | Should -Be INBOX
        $change.Session.Name | Should -Be $session.Name
        (Search-Imap -Count) | Should -Be ($count + 1)
    }

    It 'lets what is further down act at once on the same session, without end of input' {
        $null = $engine.Mailboxes.GetOrCreate('Done')
        $doing = Start-Doing $engine {
            param($engine)
            1..3 | ForEach-Object { $null = $engine.Mailboxes.Inbox.Add("From: a@example.org`r`nSubject: fresh $_`r`n`r`nx`r`n", $null, $null); Start-Sleep -Milliseconds 100 }
        }
        $moved = Watch-ImapMailbox INBOX -Kind New -First 3 -For 300 | Set-ImapMessage -Seen:$true -PassThru | Move-ImapMessage Done -PassThru
        Stop-Doing $doing
        $moved.Count | Should -Be 3
        Search-Imap -Count | Should -Be $count
        (Get-ImapMessage Done).Subject | Should -Be 'fresh 1', 'fresh 2', 'fresh 3'
        (Get-ImapMessage Done).Seen | Should -Not -Contain $false
    }

    It 'takes a filter as Search-Imap does' {
        $doing = Start-Doing $engine {
            param($engine)
            $null = $engine.Mailboxes.Inbox.Add("Subject: other`r`n`r`nx`r`n", $null, $null)
            $null = $engine.Mailboxes.Inbox.Add("Subject: Invoice 7`r`n`r`nx`r`n", $null, $null)
        }
        $change = Watch-ImapMailbox INBOX { Subject -like 'Invoice*' } -Kind New -First 1 -For 300 -Property Subject
        Stop-Doing $doing
        $change.Subject | Should -Be 'Invoice 7'
        $change.Message | Should -BeOfType ImapPS.ImapPartialMessage
    }

    It 'says which times there are, not <_>' -ForEach '-1', '0', '25.00:00:00', 'soon' {
        $time = $_
        { Watch-ImapMailbox -For $time } | Should -Throw "*'$time'*seconds, or a time span*24 days*"
    }

    It 'ends when the time is over, and the session is good' {
        Watch-ImapMailbox -For 0.2 | Should -BeNullOrEmpty
        Search-Imap -Count | Should -Be $count
    }

    It 'watches on when the connection is lost, and misses nothing' {
        $doing = Start-Doing $engine {
            param($engine)
            $engine.CutConnections()
            $null = $engine.Mailboxes.Inbox.Add("Subject: meanwhile`r`n`r`nx`r`n", $null, $null)
        }
        $change = Watch-ImapMailbox -First 1 -For 300
        Stop-Doing $doing
        $change.Subject | Should -Be meanwhile
        (Get-ImapSession).Reconnects | Should -Be 1
    }

    It 'watches the mailboxes of a pattern' {
        $null = $engine.Mailboxes.GetOrCreate('Lists/a'), $engine.Mailboxes.GetOrCreate('Lists/b')
        $doing = Start-Doing $engine {
            param($engine)
            $null = $engine.Mailboxes.GetOrCreate('Lists/b').Add("Subject: fresh`r`n`r`nx`r`n", $null, $null)
        }
        (Watch-ImapMailbox Lists/* -First 1 -For 300 -PollInterval 0.1).Mailbox | Should -Be Lists/b
        Stop-Doing $doing
        { Watch-ImapMailbox nothing* -For 300 -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.WatchImapMailboxCommand'
    }

    It 'hears of several mailboxes by NOTIFY where the server has it, and is not asked' {
        $telling = Start-ImapTestServer -Capability NOTIFY, QRESYNC
        try {
            $null = $telling | Connect-Imap
            $told = Get-ServerEngine $telling
            $null = $told.Mailboxes.GetOrCreate('Alerts')
            $doing = Start-Doing $told {
                param($engine)
                $null = $engine.Mailboxes.GetOrCreate('Alerts').Add("Subject: fresh`r`n`r`nx`r`n", $null, $null)
            }
            $change = Watch-ImapMailbox INBOX, Alerts -First 1 -For 300 -PollInterval 3600
            Stop-Doing $doing
            "$($change.Mailbox) $($change.Subject)" | Should -Be 'Alerts fresh'
            @($told.Log.Commands) -like 'NOTIFY SET*' | Should -HaveCount 1
        }
        finally {
            $telling | Stop-ImapTestServer
        }
    }

    It 'listens to a second mailbox on a connection of its own where there is no NOTIFY, and acts in the same pipeline' {
        $null = 'Alerts', 'Done' | ForEach-Object { $engine.Mailboxes.GetOrCreate($_) }
        $doing = Start-Doing $engine {
            param($engine)
            1..3 | ForEach-Object { $null = $engine.Mailboxes.GetOrCreate('Alerts').Add("Subject: Alert $_`r`n`r`nx`r`n", $null, $null) }
        }
        $moved = Watch-ImapMailbox INBOX, Alerts { Subject -like 'Alert*' } -Kind New -First 3 -For 300 -PollInterval 3600 -Property Subject |
            Move-ImapMessage Done -PassThru
        Stop-Doing $doing
        $moved | Should -HaveCount 3
        (Get-ImapMessage Done).Subject | Should -Be 'Alert 1', 'Alert 2', 'Alert 3'
        Get-LoginCount $server | Should -Be 2
        # It is closed with the watch, and its place is free.
        Wait-Until { $engine.OpenConnections -eq 1 }
        1..2 | ForEach-Object { $server | Connect-Imap } | Should -HaveCount 2
    }

    It 'is stopped at once where the server says nothing more' {
        $shell = [powershell]::Create()
        [void] $shell.AddScript({
            param($manifest, $session)
            Import-Module $manifest
            Watch-ImapMailbox -Session $session
        }).AddArgument((Get-Module ImapPS).Path).AddArgument($session)
        $handle = $shell.BeginInvoke()
        $deadline = [DateTime]::UtcNow.AddSeconds(300)
        while (@($engine.Log.Commands)[-1] -ne 'IDLE' -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 5 }
        $engine.Faults.Silent = $true
        # Two minutes would pass until a silent server is given up.
        $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
        $engine.Faults.Silent = $false
        Search-Imap -Count | Should -Be $count
        $shell.Dispose()
    }

    It 'refuses to tell of removed messages that match' {
        { Watch-ImapMailbox INBOX { Subject -like 'x' } -Kind New, Removed -For 300 } | Should -Throw -ErrorId 'ImapPS.RemovedWithFilter,ImapPS.Commands.WatchImapMailboxCommand'
    }

    It 'names a mailbox that is not there' {
        { Watch-ImapMailbox nothing -For 300 -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.WatchImapMailboxCommand'
    }
}
