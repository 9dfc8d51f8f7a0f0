BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer $samples
    $good = @{ Server = 'localhost'; Credential = $server.Credential; CertificateAuthority = $server.CertificateAuthority; ImplicitTlsPort = $server.TlsPort; StartTlsPort = $server.Port }
    $setHome = $env:IMAPPS_HOME

    function Get-Failure([scriptblock] $Script) {
        try { & $Script } catch { return $_ }
        throw 'it did not fail'
    }
}

AfterAll {
    $env:IMAPPS_HOME = $setHome
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'The memory of endpoints' {
    BeforeEach {
        $env:IMAPPS_HOME = Join-Path $TestDrive ([guid]::NewGuid())
        $file = Join-Path $env:IMAPPS_HOME endpoints.json
    }
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'is empty at first, and costs no file' {
        Get-ImapEndpoint | Should -BeNullOrEmpty
        $file | Should -Not -Exist
    }

    It 'keeps what worked, and neither user nor secret' {
        $before = (Get-Date).AddSeconds(-1)
        $null = Connect-Imap @good
        $endpoint = Get-ImapEndpoint
        $endpoint | Should -BeOfType ImapPS.ImapEndpoint
        $endpoint.Server | Should -Be localhost
        $endpoint.Port | Should -Be $server.TlsPort
        $endpoint.Security | Should -Be ImplicitTls
        $endpoint.TlsSeen | Should -BeTrue
        $endpoint.LastUsed | Should -BeGreaterThan $before
        Get-Content $file -Raw | Should -Not -Match 'password|"user"'
        "$($endpoint | Format-Table | Out-String)" | Should -Match 'localhost +\d+ +ImplicitTls +True'
    }

    It 'is used the next time' {
        $null = Connect-Imap @good -PreferStartTls
        $session = Connect-Imap @good
        $session.Security | Should -Be StartTls
        $session.ConnectionRecord[0].Kind | Should -Be Remembered
        $session.ConnectionRecord[-1].Kind | Should -Be Chosen
    }

    It 'is forgotten first with -Forget' {
        $null = Connect-Imap @good -PreferStartTls
        $session = Connect-Imap @good -Forget
        $session.Security | Should -Be ImplicitTls
        $session.ConnectionRecord.Kind | Should -Not -Contain Remembered
        (Get-ImapEndpoint localhost).Security | Should -Be ImplicitTls
    }

    It 'is neither used nor written with -NoMemory' {
        $null = Connect-Imap @good -NoMemory
        $file | Should -Not -Exist
        $null = Connect-Imap @good -PreferStartTls
        (Connect-Imap @good -NoMemory).Security | Should -Be ImplicitTls
        (Get-ImapEndpoint).Security | Should -Be StartTls
    }

    It 'keeps nothing that was found without looking at the certificate' {
        $options = $good.Clone()
        $options.Remove('CertificateAuthority')
        $null = Connect-Imap @options -SkipCertificateCheck -WarningAction SilentlyContinue
        Get-ImapEndpoint | Should -BeNullOrEmpty
    }

    It 'says with -Security None that the server had TLS' {
        $null = Connect-Imap @good
        $null = Connect-Imap localhost $server.Credential -Security None -Port $server.Port -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -Match 'had TLS on'
    }

    It 'warns of a broken file, sets it aside and begins anew' {
        $null = New-Item $env:IMAPPS_HOME -ItemType Directory
        Set-Content $file '{ "version": 1, "endpoints": [ {'
        $session = Connect-Imap @good -WarningVariable warnings -WarningAction SilentlyContinue
        $session.State | Should -Be Authenticated
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -Match 'damaged'
        Get-ChildItem $env:IMAPPS_HOME -Filter *.broken-* | Should -HaveCount 1
        Get-ImapEndpoint | Should -HaveCount 1
    }

    It 'finds servers by wildcard, and misses one by name' {
        $null = Connect-Imap @good
        $all = $good.Clone()
        $all.Server = '127.0.0.1'
        $null = Connect-Imap @all
        Get-ImapEndpoint | Should -HaveCount 2
        (Get-ImapEndpoint local*).Server | Should -Be localhost
        Get-ImapEndpoint x* | Should -BeNullOrEmpty
        (Get-Failure { Get-ImapEndpoint other.example }).FullyQualifiedErrorId | Should -Be 'ImapPS.EndpointNotFound,ImapPS.Commands.GetImapEndpointCommand'
    }

    It 'removes what was asked for, unless -WhatIf' {
        $null = Connect-Imap @good
        Remove-ImapEndpoint localhost -WhatIf
        Get-ImapEndpoint | Should -HaveCount 1
        Get-ImapEndpoint | Remove-ImapEndpoint
        Get-ImapEndpoint | Should -BeNullOrEmpty
        Remove-ImapEndpoint *
        (Get-Failure { Remove-ImapEndpoint localhost }).FullyQualifiedErrorId | Should -Be 'ImapPS.EndpointNotFound,ImapPS.Commands.RemoveImapEndpointCommand'
    }
}
