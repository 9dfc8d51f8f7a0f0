# How many connections there may be to an account, in all runspaces of the process.
BeforeAll { . "$PSScriptRoot/TestSetup.ps1" }

Describe 'Connect-Imap -MaximumConnection' {
    BeforeEach {
        $server = Start-ImapTestServer
        $engine = Get-ServerEngine $server
    }
    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'makes three, and says at once what to do about a fourth' {
        $sessions = 1..3 | ForEach-Object { $server | Connect-Imap }
        $caught = { $server | Connect-Imap } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -Be 'ImapPS.ConnectionLimit,ImapPS.Commands.ConnectImapCommand'
        $caught.CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $caught.Exception.Message | Should -BeLike "*$($sessions[0].Name)*"
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Disconnect-Imap*-MaximumConnection*'
        Get-LoginCount $server | Should -Be 3
        $sessions[1] | Disconnect-Imap
        $server | Connect-Imap | Should -Not -BeNullOrEmpty
    }

    It 'makes more where more are allowed' {
        1..5 | ForEach-Object { $server | Connect-Imap -MaximumConnection 5 }
        { $server | Connect-Imap -MaximumConnection 5 } | Should -Throw
    }

    It 'holds across the runspaces of the process, where a further one waits' {
        $sessions = 1..3 | ForEach-Object { $server | Connect-Imap }
        $shell = New-TestShell
        try {
            $running = $shell.AddScript('param($server) $server | Connect-Imap -Timeout 300 -Verbose; Get-ImapSession | Disconnect-Imap').AddArgument($server).BeginInvoke()
            # It is told in verbose output first, and as progress then.
            while ($shell.Streams.Progress.Count -eq 0 -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 10 }
            $shell.Streams.Verbose[0].Message | Should -BeLike "There are 3 connections to * ($($sessions.Name -join ', ')); waiting for one to be closed."
            $shell.Streams.Progress[0].Activity | Should -Be 'Waiting for localhost'
            Get-LoginCount $server | Should -Be 3
            $sessions[0] | Disconnect-Imap
            $shell.EndInvoke($running).State | Should -Be 'Closed'
            $shell.Streams.Progress[-1].RecordType | Should -Be 'Completed'
        }
        finally { $shell.Runspace.Close() }
    }

    It 'gives up after -Timeout' {
        $null = 1..3 | ForEach-Object { $server | Connect-Imap }
        $shell = New-TestShell
        try {
            { $shell.AddScript('param($server) $ErrorActionPreference = "Stop"; $server | Connect-Imap -Timeout 0.2').AddArgument($server).Invoke() } | Should -Throw '*none was closed within 0.2 seconds*'
        }
        finally { $shell.Runspace.Close() }
    }
}

Describe 'A server that asks for a pause' {
    It 'gets it, which verbose output and progress tell, and Ctrl+C ends the wait' {
        $server = Start-ImapTestServer -Path $samples
        $session = $server | Connect-Imap
        (Get-ServerEngine $server).Faults.AnswerNext('UID SEARCH', '{tag} NO [THROTTLED] slow down. Suggested Backoff Time: 120000 milliseconds')
        $shell = New-TestShell
        try {
            $running = $shell.AddScript('param($session) Search-Imap -Session $session -Verbose').AddArgument($session).BeginInvoke()
            while (-not ($shell.Streams.Verbose -match 'pause') -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 10 }
            $shell.Streams.Verbose -match 'pause' | Should -BeLike '*slow down. Suggested Backoff Time: 120000 milliseconds localhost asks for a pause (THROTTLED): it is asked again in * s, attempt 1 of 10.'
            while ($shell.Streams.Progress.Count -eq 0 -and -not $running.IsCompleted) { Start-Sleep -Milliseconds 10 }
            $running.IsCompleted | Should -BeFalse
            $shell.Stop()
            { $shell.EndInvoke($running) } | Should -Throw
            $session.State | Should -Be Selected
        }
        finally {
            $shell.Runspace.Close()
            Get-ImapSession | Disconnect-Imap
            Stop-ImapTestServer
        }
    }
}
