# What README shows is what the shell prints: its commands, one after the other, on the Dovecot of tests/servers.
BeforeDiscovery {
    $possible = $IsLinux -and (id -u) -eq '0'
    if ($possible) {
        & "$PSScriptRoot/servers/install" --check *> $null
        $possible = $LASTEXITCODE -eq 0
    }

    if (-not $possible -and $env:IMAPPS_REQUIRE_SERVERS) { throw 'The servers are required, but can not run here.' }
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $readme = Get-Content -LiteralPath "$PSScriptRoot/../README.md" -Raw
}

Describe 'README' {
    It 'shows what the shell prints' -Skip:(-not $possible) {
        # The first block: what stands behind "PS> " is typed, what follows is printed.
        $shown = ([regex]::Match($readme, '(?s)```\n(.*?)\n```').Groups[1].Value -split '(?m)^PS> ' | Where-Object { $_ }) | ForEach-Object {
            $command, $output = $_ -split "`n", 2
            @{ Command = $command; Output = $output }
        }
        $shown.Count | Should -BeGreaterThan 5
        $place = "/tmp/imapps-readme-$PID"
        $server = & "$PSScriptRoot/servers/dovecot" start $place --parent $PID | ConvertFrom-Json
        try {
            # A shell of its own, since -WhatIf speaks to the host.
            $typed = Join-Path $TestDrive readme.ps1
            Set-Content -LiteralPath $typed @(
                "Import-Module '$module'"
                '$PSStyle.OutputRendering = ''PlainText'''
                "`$PSDefaultParameterValues = @{ 'Connect-Imap:ImplicitTlsPort' = $($server.tlsPort); 'Connect-Imap:StartTlsPort' = $($server.port); 'Connect-Imap:CertificateAuthority' = '$($server.caFile)'; 'Connect-Imap:Stagger' = 60 }"
                "`$secret = [securestring]::new(); '$($server.password)'.ToCharArray() | ForEach-Object { `$secret.AppendChar(`$_) }"
                "`$alice = [pscredential]::new('$($server.user)', `$secret)"
                foreach ($step in $shown) {
                    "'PS> '"
                    ". { $($step.Command.Replace('imap.example.org', $server.host).Replace('-Credential alice', '-Credential $alice')) } | Out-String -Width 120"
                }
                'Get-ImapSession | Disconnect-Imap'
            )
            $env:TZ = 'UTC'
            $printed = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $typed 2>&1 | Out-String
        }
        finally {
            $env:TZ = $null
            & "$PSScriptRoot/servers/dovecot" stop $place
        }

        # The name of the server is the one thing that differs; how wide a column is depends on it.
        function Get-Plain([string] $Text, [string] $Command) {
            $lines = ($Text.Replace($server.host, 'imap.example.org') -replace '-{2,}', '--').Split("`n").Trim() | Where-Object { $_ }
            # In which order a server lists its mailboxes is its own matter.
            if ($Command -like 'Get-ImapMailbox*') { $lines = $lines | Sort-Object }
            $lines -join ' ' -replace '\s+', ' '
        }
        $outputs = @($printed -split '(?m)^PS> ' | Select-Object -Skip 1)
        $outputs.Count | Should -Be $shown.Count -Because $printed
        for ($i = 0; $i -lt $shown.Count; $i++) {
            Get-Plain $outputs[$i] $shown[$i].Command | Should -BeExactly (Get-Plain $shown[$i].Output $shown[$i].Command) -Because $shown[$i].Command
        }
    }

    It 'names each cmdlet, and each topic of the help' {
        $names = (Get-Command -Module ImapPS).Name + ((Get-ChildItem "$PSScriptRoot/../en-US" -Filter about_*.help.txt).Name -replace '\.help\.txt$')
        $names | Where-Object { $readme -notmatch "[`` ]$_``" } | Should -BeNullOrEmpty
    }

    It 'has links that lead somewhere' {
        foreach ($match in [regex]::Matches($readme, '\]\((?!https?://)([^)#]+)')) { Join-Path "$PSScriptRoot/.." $match.Groups[1].Value | Should -Exist }
    }
}
