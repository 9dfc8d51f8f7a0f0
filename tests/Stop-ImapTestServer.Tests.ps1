BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

AfterAll { Stop-ImapTestServer }

Describe 'Stop-ImapTestServer' {
    It 'stops one from the pipeline, and leaves no file' {
        $one, $two = (Start-ImapTestServer), (Start-ImapTestServer)
        $one | Stop-ImapTestServer
        $one.IsRunning | Should -BeFalse
        $two.IsRunning | Should -BeTrue
        $one.CertificateAuthority | Should -Not -Exist
        { $one | Connect-Imap } | Should -Throw
        $session = $two | Connect-Imap -Reconnect Never
        Stop-ImapTestServer
        $two.IsRunning | Should -BeFalse
        { Search-Imap } | Should -Throw
        $session | Disconnect-Imap
        { Stop-ImapTestServer } | Should -Not -Throw
        { $one | Stop-ImapTestServer } | Should -Not -Throw
    }

    It 'leaves those of another runspace alone, unless they are named' {
        $shell = New-TestShell
        try {
            $other = $shell.AddScript('Start-ImapTestServer').Invoke()[0]
            Stop-ImapTestServer
            $other.IsRunning | Should -BeTrue
            $other | Stop-ImapTestServer
            $other.IsRunning | Should -BeFalse
        }
        finally { $shell.Dispose() }
    }

    It 'is done for all servers of a runspace when that ends' {
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $servers = $shell.AddScript("Import-Module '$module'; 1..3 | ForEach-Object { Start-ImapTestServer }; `$null = `$args[0]").Invoke()
        $servers | Should -HaveCount 3
        $shell.Dispose()
        $runspace.Dispose()
        foreach ($server in $servers) {
            $server.IsRunning | Should -BeFalse
            $server.CertificateAuthority | Should -Not -Exist
            (Get-ServerEngine $server).OpenConnections | Should -Be 0
            $client = [Net.Sockets.TcpClient]::new()
            try { { $client.Connect('127.0.0.1', $server.Port) } | Should -Throw } finally { $client.Dispose() }
        }
    }

    It 'is done when the process ends: <How>' -ForEach @(
        @{ How = 'at the end of its script'; End = '' }
        @{ How = 'by exit'; End = 'exit 3' }
        @{ How = 'by an error'; End = 'throw "x"' }
        @{ How = 'by [Environment]::Exit'; End = '[Environment]::Exit(3)' }
    ) {
        $script = "Import-Module '$module'; `$server = Start-ImapTestServer; `$session = `$server | Connect-Imap; `$server.CertificateAuthority; $End"
        $file = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command $script 2>$null
        $file | Should -Match 'ImapPS-\w+\.pem$'
        $file | Should -Not -Exist
    }
}
