BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

AfterAll { Stop-ImapTestServer }

Describe 'Start-ImapTestServer' {
    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'starts a server with ports, a credential and a certificate' {
        $server = Start-ImapTestServer
        $server | Should -BeOfType ImapPS.ImapTestServer
        $server.Port | Should -BeGreaterThan 0
        $server.TlsPort | Should -BeGreaterThan 0
        $server.Credential.UserName | Should -Be user
        $server.Certificate.Subject | Should -Be CN=localhost
        $server.CertificateAuthority | Should -Exist
        ($server | Connect-Imap).State | Should -Be Authenticated
        ($server | Out-String) | Should -Match "localhost\s+$($server.Port)\s+$($server.TlsPort)"
    }

    It 'fills INBOX from a folder' {
        $null = Start-ImapTestServer -Path $samples | Connect-Imap
        Search-Imap -Count | Should -Be 32
    }

    It 'fills mailboxes from mbox files and folders below' {
        $root = New-Item -ItemType Directory (Join-Path $TestDrive mail/Projects) -Force
        Set-Content (Join-Path $root one.eml) "Subject: one`n`nText"
        Set-Content (Join-Path $TestDrive mail/Lists.mbox) "From a@b Thu Jan  1 00:00:00 2026`nSubject: two`n`nText`n`nFrom a@b Thu Jan  1 00:00:00 2026`nSubject: three`n`nText`n"
        $null = Start-ImapTestServer (Join-Path $TestDrive mail) | Connect-Imap
        'Projects', 'Lists' | Search-Imap -Count | Should -Be 1, 2
        $null = Start-ImapTestServer (Join-Path $TestDrive mail/*.mbox) | Connect-Imap
        Search-Imap -Count | Should -Be 2
    }

    It 'takes a credential' {
        $session = Start-ImapTestServer -Credential (ConvertTo-Credential zoë 'pässwörd') | Connect-Imap
        $session.UserName | Should -Be zoë
    }

    It 'shows and hides capabilities' {
        $session = Start-ImapTestServer -Capability X-SPECIAL -WithoutCapability MOVE, UIDPLUS | Connect-Imap
        $session.Capabilities | Should -Contain X-SPECIAL
        $session.Capabilities | Should -Not -Contain MOVE
        $session.Capabilities | Should -Not -Contain UIDPLUS
    }

    It 'does without TLS' {
        $server = Start-ImapTestServer -Tls:$false
        $server.TlsPort | Should -BeNullOrEmpty
        $server.Certificate | Should -BeNullOrEmpty
        $server.CertificateAuthority | Should -BeNullOrEmpty
        { $server | Connect-Imap } | Should -Throw -ErrorId 'ImapPS.StartTlsUnavailable,*'
        (Connect-Imap $server.Server $server.Credential -Port $server.Port -Security None -WarningAction SilentlyContinue).State | Should -Be Authenticated
    }

    It 'says what can not be loaded' {
        { Start-ImapTestServer (Join-Path $TestDrive nothing) } | Should -Throw -ErrorId 'ImapPS.TestServerFailed,ImapPS.Commands.StartImapTestServerCommand'
    }
}

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
}
