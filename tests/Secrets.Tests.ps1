# Credentials come from a vault, and nothing of ours stores them.
BeforeAll {
    . "$PSScriptRoot/TestSetup.ps1"
    $password = 'Pa55-' + [guid]::NewGuid().ToString('N')

    # A vault, as Microsoft.PowerShell.SecretManagement has them.
    function Get-Secret([string] $Name) {
        $script:asked += $Name
        ConvertTo-Credential user $password
    }

    # The password and whatever it looks like in a login.
    $forms = foreach ($text in $password, "`0user`0$password") {
        foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
            $bytes = $encoding.GetBytes($text)
            [Text.Encoding]::Latin1.GetString($bytes)
            [Convert]::ToBase64String($bytes).TrimEnd('=')
            [Convert]::ToHexString($bytes)
        }
    }
    function Find-Password([string] $Text) { $forms | Where-Object { $Text.Contains($_, [StringComparison]::OrdinalIgnoreCase) } }
}

Describe 'A credential from a vault' {
    BeforeEach {
        $script:asked = @()
        Remove-Item "$TestDrive/checkpoint.json" -ErrorAction Ignore
        $memory = $env:IMAPPS_HOME
        $env:IMAPPS_HOME = Join-Path $TestDrive ([guid]::NewGuid())
        $server = Start-ImapTestServer -Path $samples -Credential (ConvertTo-Credential user $password)
        $engine = Get-ServerEngine $server
        $way = @{ Server = 'localhost'; ImplicitTlsPort = $server.TlsPort; StartTlsPort = $server.Port; CertificateAuthority = $server.CertificateAuthority; TracePath = "$TestDrive/trace.log" }
    }
    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
        $env:IMAPPS_HOME = $memory
    }

    It 'logs in by <_>, again after a loss, and is found nowhere afterwards' -ForEach 'SCRAM-SHA-256', 'PLAIN', 'LOGIN', 'CRAM-MD5' {
        $engine.Options.Mechanisms.Clear()
        $engine.Options.Mechanisms.Add($_)
        $DebugPreference = 'Continue'
        $streams = @(
            Connect-Imap @way -Credential (Get-Secret MailOfAlice) -AuthMechanism $_ -Verbose 4>&1 5>&1
            $engine.CutConnections()
            Search-Imap -Count -Verbose 4>&1 5>&1
            Get-ImapMessage -Checkpoint "$TestDrive/checkpoint.json" -Verbose 4>&1 5>&1
            $engine.Faults.AnswerNext('UID SEARCH', '{tag} BAD what')
            Search-Imap -ErrorAction Continue 2>&1
        )
        $script:asked | Should -Be MailOfAlice
        $session = $streams | Where-Object { $_ -is [ImapPS.ImapSession] } | Select-Object -First 1
        $session.Reconnects | Should -BeGreaterThan 0

        # The traps work: what is looked for can be found.
        Find-Password "x $password y" | Should -Not -BeNullOrEmpty
        $texts = @(
            $streams | Out-String
            $streams | ForEach-Object { "$_" }
            $session | Format-List * -Force | Out-String
            $session | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
            [Management.Automation.PSSerializer]::Serialize($session, 4)
            $Error | Format-List * -Force | Out-String
            Get-History | Out-String
        )
        foreach ($text in $texts) { Find-Password $text | Should -BeNullOrEmpty }

        $session | Disconnect-Imap
        $files = Get-ChildItem $TestDrive, $env:IMAPPS_HOME -Recurse -File -Force
        $files.Name | Should -Contain endpoints.json
        $files.Name | Should -Contain trace.log
        $files.Name | Should -Contain checkpoint.json
        foreach ($file in $files) { Find-Password ([IO.File]::ReadAllText($file.FullName, [Text.Encoding]::Latin1)) | Should -BeNullOrEmpty -Because $file.Name }
    }
}
