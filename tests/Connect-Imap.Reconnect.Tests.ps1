BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Connect-Imap, when the connection is lost later' {
    BeforeEach {
        $server = Start-ImapTestServer -Path $samples
        $engine = Get-ServerEngine $server
    }

    AfterEach {
        Get-ImapSession | Disconnect-Imap
        $server | Stop-ImapTestServer
    }

    It 'connects again for the next command, and says so in verbose output' {
        $session = $server | Connect-Imap
        $count = Search-Imap -Count
        $engine.CutConnections()
        $all = Search-Imap -Count -Verbose 4>&1
        $all | Where-Object { $_ -is [long] } | Should -Be $count
        $verbose = ($all | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) -join "`n"
        $verbose | Should -Match 'attempt 1 of 10'
        $verbose | Should -Match 'again\.'
        $session.State | Should -Be Selected
        $session.Reconnects | Should -Be 1
    }

    It 'goes on reading where it was cut off: each message once' {
        $null = $server | Connect-Imap
        $uids = (Search-Imap).Uid
        $engine.Faults.CutAfterSent(1500)
        (Get-ImapMessage INBOX).Uid | Should -Be $uids
        (Get-ImapSession).Reconnects | Should -Be 1
    }

    It 'shows a session that will connect again as Disconnected' {
        $session = $server | Connect-Imap
        $engine.CutConnections()
        Wait-Until { $session.State -eq 'Disconnected' }
    }

    It 'asks a token block again' {
        $engine.Options.Users[0].AccessToken = 'token-1'
        $engine.Options.Mechanisms.Clear()
        $engine.Options.Mechanisms.Add('XOAUTH2')
        $asked = [System.Collections.Generic.List[int]]::new()
        $way = @{ Server = '127.0.0.1'; Port = $server.Port; Security = 'None'; UserName = 'user'; AccessToken = { $asked.Add(1); 'token-1' } }
        $null = Connect-Imap @way -WarningAction SilentlyContinue
        $engine.CutConnections()
        Search-Imap -Count | Should -BeGreaterThan 0
        $asked.Count | Should -Be 2
    }

    It 'stops with the script''s own error where a token block fails at the third reconnect, nothing half done, and goes on when it works again' {
        $engine.Options.Users[0].AccessToken = 'token-1'
        $engine.Options.Mechanisms.Clear()
        $engine.Options.Mechanisms.Add('XOAUTH2')
        $null = $engine.Mailboxes.GetOrCreate('Filed')
        $state = @{ Asked = 0; Broken = $true }
        $way = @{ Server = '127.0.0.1'; Port = $server.Port; Security = 'None'; UserName = 'user' }
        $null = Connect-Imap @way -WarningAction SilentlyContinue -AccessToken {
            $state.Asked++
            if ($state.Asked -ge 4 -and $state.Broken) { throw 'the vault is sealed' }
            'token-1'
        }
        $ids = Search-Imap
        foreach ($round in 1, 2) {
            $engine.CutConnections()
            Search-Imap -Count | Should -Be $ids.Count
        }

        $engine.CutConnections()
        $failure = $null
        try { $ids | Move-ImapMessage -Destination Filed; 'not reached' | Should -BeNullOrEmpty } catch { $failure = $_ }
        $failure.FullyQualifiedErrorId | Should -Be 'ImapPS.TokenScriptFailed,ImapPS.Commands.MoveImapMessageCommand'
        "$failure" | Should -Match 'the vault is sealed'
        $failure.Exception.InnerException | Should -BeOfType System.Management.Automation.RuntimeException
        $failure.Exception.InnerException.ErrorRecord.Exception.Message | Should -Be 'the vault is sealed'
        $state.Asked | Should -Be 4
        $engine.Mailboxes.Inbox.Count | Should -Be $ids.Count
        $engine.Mailboxes['Filed'].Count | Should -Be 0
        (Get-ImapSession).State | Should -Be Disconnected

        $state.Broken = $false
        $ids | Move-ImapMessage -Destination Filed
        $engine.Mailboxes.Inbox.Count | Should -Be 0
        $engine.Mailboxes['Filed'].Count | Should -Be $ids.Count
    }

    It 'tries a password that is refused on the way back once for a pipeline, not once for each thing in it' {
        $null = $server | Connect-Imap
        $engine.Options.Users.Clear()
        $engine.Options.Users.Add([ImapPS.Loopback.LoopbackUser]::new('user', 'changed'))
        $engine.CutConnections()
        $engine.Log.Clear()
        $failed = { 'INBOX', 'Drafts', 'Sent', 'Archive' | Search-Imap -ErrorAction Continue 2> $null } | Should -Throw -PassThru
        $failed.FullyQualifiedErrorId | Should -Be 'ImapPS.AUTHENTICATIONFAILED,ImapPS.Commands.SearchImapCommand'
        @($engine.Log.Commands -match '^AUTHENTICATE').Count | Should -Be 1
    }

    It 'does not hold up who stops a move whose answer was lost until the server is back' {
        $null = $engine.Mailboxes.GetOrCreate('Filed')
        $engine.Faults.AnswerNext('UID MOVE', '* BYE out')
        $state = [hashtable]::Synchronized(@{ Connected = $false; Turning = $false })
        $shell = New-TestShell
        [void] $shell.AddScript({
            param($server, $state)
            $null = $server | Connect-Imap
            $state.Connected = $true
            while (-not $state.Turning) { Start-Sleep -Milliseconds 10 }
            Search-Imap | Move-ImapMessage Filed -Verbose
        }).AddArgument($server).AddArgument($state)
        $running = $shell.BeginInvoke()
        $deadline = [DateTime]::UtcNow.AddSeconds(120)
        while (-not $state.Connected -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 10 }
        # All are turned away, of which the waits between the attempts make ten minutes.
        $engine.Options.GreetingText = '* BYE sorry'
        $state.Turning = $true
        while ("$($shell.Streams.Verbose)" -notmatch 'attempt 1 of 10' -and [DateTime]::UtcNow -lt $deadline) { Start-Sleep -Milliseconds 10 }
        "$($shell.Streams.Verbose)" | Should -Match 'attempt 1 of 10'
        $stopping = $shell.BeginStop($null, $null)
        $stopping.AsyncWaitHandle.WaitOne(120000) | Should -BeTrue
        "$($shell.Streams.Verbose)" | Should -Not -Match 'attempt 9 of 10'
        $shell.EndStop($stopping)
        $shell.Dispose()
    }

    It 'ends the session with -Reconnect Never' {
        $session = $server | Connect-Imap -Reconnect Never
        $engine.CutConnections()
        { Search-Imap } | Should -Throw -ErrorId 'ImapPS.ConnectionLost,ImapPS.Commands.SearchImapCommand'
        $session.State | Should -Be Broken
    }

    It 'gives up after -MaximumReconnect attempts and says why' {
        $null = $server | Connect-Imap -MaximumReconnect 1
        $server | Stop-ImapTestServer
        { Search-Imap } | Should -Throw -ErrorId 'ImapPS.*,ImapPS.Commands.SearchImapCommand' -ExpectedMessage '*1 attempt*'
        $server = Start-ImapTestServer
    }
}
