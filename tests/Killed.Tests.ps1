# A script that is killed at any moment and started again: each message at least once, or exactly once. IMAPPS_LONG_TESTS kills more often.
BeforeDiscovery {
    $servers = @('loopback')
    if ($IsLinux -and (id -u) -eq '0') {
        & "$PSScriptRoot/servers/install" --check *> $null
        if ($LASTEXITCODE -eq 0) { $servers += 'dovecot' }
    }
    if ($env:IMAPPS_REQUIRE_SERVERS -and $servers.Count -eq 1) { throw 'The servers are required, but can not run here.' }
    $servers = $servers | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $shell = (Get-Process -Id $PID).Path
    $kills = if ($env:IMAPPS_LONG_TESTS) { 60 } else { 3 }
    $count = if ($env:IMAPPS_LONG_TESTS) { 5000 } else { 500 }

    function Start-Shell([string] $Script, [string[]] $Arguments) {
        $start = [Diagnostics.ProcessStartInfo]::new($shell, [string[]] (@('-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/killed/$Script") + $Arguments))
        $start.RedirectStandardOutput = $start.RedirectStandardInput = $true
        [Diagnostics.Process]::Start($start)
    }
}

Describe 'A script on <Name>' -ForEach $servers {
    BeforeAll {
        if ($Name -eq 'loopback') {
            $process = Start-Shell Start-Server.ps1 $PSScriptRoot, $count
            $server = @{ host = 'localhost'; port = [int] $process.StandardOutput.ReadLine(); security = 'None'; caFile = ''; user = 'user'; password = 'password' }
        }
        else {
            $place = "/tmp/imapps-killed-$PID"
            $described = & "$PSScriptRoot/servers/dovecot" start $place --parent $PID | ConvertFrom-Json
            foreach ($mode in 'AtLeastOnce', 'Manual') { & "$PSScriptRoot/servers/dovecot" bulk $place bench $mode $count | Out-Null }
            $server = @{ host = $described.host; port = $described.port; security = 'StartTls'; caFile = $described.caFile; user = 'bench'; password = @($described.users | Where-Object user -EQ bench)[0].password }
        }
        $connection = @{ Server = $server.host; Port = $server.port; Security = $server.security; Credential = ConvertTo-Credential $server.user $server.password; NoMemory = $true }
        if ($server.caFile) { $connection.CertificateAuthority = $server.caFile }
        $session = Connect-Imap @connection -WarningAction SilentlyContinue
    }

    AfterAll {
        Get-ImapSession | Disconnect-Imap
        if ($process) {
            $process.Kill()
            $process.WaitForExit()
        }
        else { & "$PSScriptRoot/servers/dovecot" stop $place }
    }

    It 'does its work with -CheckpointMode <_>, however often it is killed' -ForEach 'AtLeastOnce', 'Manual' {
        $mode = $_
        $log = Join-Path $TestDrive "$Name-$mode.txt"
        $file = Join-Path $TestDrive "$Name-$mode.json"
        $arguments = $module, $server.host, $server.port, $server.security, $server.caFile, $server.user, $server.password, $file, $mode, $log
        $random = [Random]::new()
        $expected = [Collections.Generic.List[uint32]]::new([uint32[]] (Search-Imap $mode).Uid)
        for ($i = 0; $i -le $kills; $i++) {
            $work = Start-Shell Invoke-Work.ps1 $arguments
            $work.StandardOutput.ReadLine() | Should -Be ready
            if ($i -lt $kills) {
                Start-Sleep -Milliseconds $random.Next(400)
                $work.Kill()
                $work.WaitForExit()
                # What comes between two runs is work, too.
                foreach ($id in 'Subject: late', 'Subject: later' | Add-ImapMessage $mode) { $expected.Add($id.Uid) }
            }
            else {
                $work.WaitForExit(600000) | Should -BeTrue
                $work.ExitCode | Should -Be 0
            }
        }

        $done = [uint32[]] (Get-Content $log)
        $double = $done.Count - ($done | Sort-Object -Unique).Count
        Write-Verbose "$Name, ${mode}: $($done.Count) lines for $($expected.Count) messages, $double double" -Verbose
        $done | Sort-Object -Unique | Should -Be ($expected | Sort-Object)
        if ($mode -eq 'Manual') { $double | Should -Be 0 }
        (Get-Content -Raw $file | ConvertFrom-Json).mailboxes[0].inDoubt | Should -Be ''
    }
}
