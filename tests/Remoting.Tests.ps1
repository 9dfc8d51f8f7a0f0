# Jobs, and PowerShell remoting over SSH: a server of our own on two loopback addresses stands in for two hosts.
BeforeDiscovery {
    $possible = $IsLinux -and (id -u) -eq '0' -and (Get-Command sshd, ssh, ssh-keygen -ErrorAction Ignore).Count -eq 3
    if (-not $possible -and $env:IMAPPS_REQUIRE_SERVERS) { throw 'sshd, ssh and ssh-keygen are required, and root.' }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $accounts = 1..4 | ForEach-Object { ConvertTo-Credential "user$_" "secret$_" }
}

Describe 'Objects that cross a process' {
    BeforeEach {
        . $startMail
        $far = @{ Server = 'localhost'; Port = $server.Port; Credential = $server.Credential; Authority = $server.CertificateAuthority; Module = $module }
        # What is sent along to a job: it connects under the same name.
        $connect = {
            param($Far)
            $null = Import-Module $Far.Module
            $null = Connect-Imap $Far.Server -Port $Far.Port -Security StartTls -CertificateAuthority $Far.Authority -Credential $Far.Credential -Name work -NoMemory
        }
        Disconnect-Imap $session
        $session = Connect-Imap localhost -Port $server.Port -Security StartTls -CertificateAuthority $server.CertificateAuthority -Credential $server.Credential -Name work -NoMemory
    }

    AfterEach { . $stopMail }

    It 'come back from a job with their identity, and work here' {
        $ids = Start-Job {
            . ([scriptblock]::Create($using:connect)) $using:far
            Search-Imap INBOX -Subject 'Message 2'
            Get-ImapMessage INBOX -First 1
            Disconnect-Imap
        } | Receive-Job -Wait -AutoRemoveJob
        $ids | ForEach-Object { "$($_.Session)" } | Should -Be 'work (user@localhost)', 'work (user@localhost)'
        $ids.Mailbox | Should -Be INBOX, INBOX
        $ids.Uid | Should -Be 2, 1
        $ids.UidValidity | Select-Object -Unique | Should -Be $engine.Mailboxes.Inbox.UidValidity
        $ids | Set-ImapMessage -Flagged
        (Search-Imap INBOX -Flagged).Uid | Should -Be 1, 2
        ($ids | Get-ImapMessage).Subject | Should -Be 'Message 2', 'Message 1'
    }

    It 'go to a job and work there' {
        $ids = Search-Imap INBOX -Uid 3:4
        $moved = $ids | Start-Job {
            . ([scriptblock]::Create($using:connect)) $using:far
            $input | Move-ImapMessage Moved -CreateMailbox -PassThru
            Disconnect-Imap
        } | Receive-Job -Wait -AutoRemoveJob
        $moved.Source.Uid | Should -Be 3, 4
        ($moved | Get-ImapMessage).Subject | Should -Be 'Message 3', 'Message 4'
        $moved | Move-ImapMessage -Undo
        (Search-Imap INBOX).Count | Should -Be 5
    }

    It 'are refused by another server of the same host, whose session has the same name' {
        $id = Search-Imap INBOX -Uid 3 | ForEach-Object { $_ | ConvertTo-Json -Depth 4 | ConvertFrom-Json }
        ($id | Get-ImapMessage).Subject | Should -Be 'Message 3'
        Disconnect-Imap $session
        $other = Start-ImapTestServer -Mail @{ INBOX = 1..5 | ForEach-Object { @{ Subject = "Theirs $_" } } }
        $null = Connect-Imap localhost -Port $other.Port -Security StartTls -CertificateAuthority $other.CertificateAuthority -Credential $other.Credential -Name work -NoMemory
        { $id | Remove-ImapMessage -Confirm:$false -ErrorAction Stop } | Should -Throw "*belongs to user@localhost:$($server.Port), but*port $($other.Port)*"
        (Get-ImapTestServerMailbox INBOX -InputObject $other).Count | Should -Be 5
    }

    It 'are refused where the mailbox is another one by now' {
        $ids = Search-Imap INBOX -Uid 3 | ForEach-Object { $_ | ConvertTo-Json | ConvertFrom-Json }
        $ids.UidValidity = $ids.UidValidity + 1
        { $ids | Remove-ImapMessage -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.UidValidityChanged*'
        (Search-Imap INBOX).Count | Should -Be 5
    }
}

Describe 'PowerShell remoting over SSH' -Skip:(-not $possible) {
    BeforeAll {
        $place = Join-Path ([IO.Path]::GetTempPath()) "imapps-sshd-$PID"
        $null = New-Item -ItemType Directory $place
        $hosts = '127.0.0.2', '127.0.0.3'
        ssh-keygen -q -t ed25519 -N '' -f "$place/host"
        ssh-keygen -q -t ed25519 -N '' -f "$place/user"
        Copy-Item "$place/user.pub" "$place/authorized"
        chmod -R go= $place
        $probe = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $probe.Start()
        $port = $probe.LocalEndpoint.Port
        $probe.Stop()
        @(
            "Port $port"
            $hosts | ForEach-Object { "ListenAddress $_" }
            "HostKey $place/host"
            "AuthorizedKeysFile $place/authorized"
            "PidFile $place/pid"
            'PermitRootLogin prohibit-password'
            'PasswordAuthentication no'
            'UsePAM no'
            'StrictModes no'
            "Subsystem powershell $((Get-Process -Id $PID).Path) -sshs -NoLogo -NoProfile"
        ) | Set-Content "$place/config"
        # sshd wants it, and says so rather than make it.
        $null = New-Item -ItemType Directory -Force /run/sshd
        $sshd = Start-Process (Get-Command sshd).Source "-D -f $place/config -E $place/log" -PassThru
        foreach ($try in 1..1200) {
            if ((Test-Path "$place/log") -and (Get-Content "$place/log" -Raw) -match 'listening on 127.0.0.3') { break }
            Start-Sleep -Milliseconds 100
        }
        $to = @{ Port = $port; UserName = [Environment]::UserName; KeyFilePath = "$place/user"; Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' } }
        $remote = $hosts | ForEach-Object { New-PSSession -HostName $_ @to }

        $server = Start-ImapTestServer -User @{ user1 = 'secret1'; user2 = 'secret2'; user3 = 'secret3'; user4 = 'secret4' }
        $work = {
            param($Module, $Port, $Authority, $Accounts)
            $ErrorActionPreference = 'Stop'
            Import-Module $Module
            foreach ($account in $Accounts) {
                $session = Connect-Imap localhost -Port $Port -Security StartTls -CertificateAuthority $Authority -Credential $account -Name $account.UserName -NoMemory
                "Subject: From $($account.UserName)`n`nText" | Add-ImapMessage INBOX -Session $session
                Measure-ImapMailbox INBOX -Session $session
                Disconnect-Imap $session
            }
        }
    }

    AfterAll {
        $remote | Remove-PSSession
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
        $sshd | Stop-Process
        Remove-Item $place -Recurse -Force
    }

    It 'splits accounts over hosts, and what comes back works here' {
        $share = @{}
        foreach ($i in 0..($accounts.Count - 1)) { $share[$i % 2] += @($accounts[$i]) }
        $results = foreach ($i in 0, 1) {
            Invoke-Command $remote[$i] $work -ArgumentList $module, $server.Port, $server.CertificateAuthority, $share[$i] -AsJob
        }
        $results = $results | Receive-Job -Wait -AutoRemoveJob
        $ids = $results | Where-Object { $_.PSObject.Properties['Uid'] }
        $ids.PSComputerName | Sort-Object -Unique | Should -Be $hosts
        $ids | ForEach-Object { "$($_.Session)" } | Sort-Object | Should -Be ($accounts.UserName | ForEach-Object { "$_ ($_@localhost)" })
        ($results | Measure-Object Messages -Sum).Sum | Should -Be 4
        foreach ($account in $accounts) {
            $null = Connect-Imap localhost -Port $server.Port -Security StartTls -CertificateAuthority $server.CertificateAuthority -Credential $account -Name $account.UserName -NoMemory
        }
        # Each finds its own session again by name.
        ($ids | Get-ImapMessage).Subject | Sort-Object | Should -Be ($accounts.UserName | ForEach-Object { "From $_" })
    }
}
