BeforeDiscovery {
    $hasMicrosocks = [bool](Get-Command microsocks -CommandType Application -ErrorAction Ignore)
}

BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $env:IMAPPS_HOME = Join-Path $TestDrive memory
    $server = Start-ImapTestServer $samples
    $ports = @{ ImplicitTlsPort = $server.TlsPort; StartTlsPort = $server.Port }
    $good = @{ Server = 'localhost'; Credential = $server.Credential; CertificateAuthority = $server.CertificateAuthority; NoMemory = $true } + $ports

    function Get-Failure([scriptblock] $Script) {
        try { & $Script } catch { return $_ }
        throw 'it did not fail'
    }

    function ConvertTo-Secret([string] $Text) {
        (ConvertTo-Credential x $Text).Password
    }

    # A certificate for TLS clients; the loopback server asks for none, so it only has to be readable.
    function New-ClientCertificate {
        $key = [Security.Cryptography.RSA]::Create(2048)
        $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=zoe', $key, 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
        $request.CreateSelfSigned([DateTimeOffset]::Now.AddDays(-1), [DateTimeOffset]::Now.AddDays(1))
    }
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Connect-Imap, the way' {
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'takes STARTTLS first with -PreferStartTls' {
        (Connect-Imap @good -PreferStartTls).Security | Should -Be StartTls
    }

    It 'does not wait for -Stagger when the first port refuses' {
        $way = $good.Clone()
        $way.ImplicitTlsPort = 1
        $session = Connect-Imap @way -Stagger 60
        $session.Security | Should -Be StartTls
        $session.ConnectionRecord.Kind | Should -Be Started, Failed, Started, Connected, Verified, Chosen
        $session.ConnectionRecord[1].Detail | Should -Not -BeNullOrEmpty
        $session.ConnectionRecord[-1].At.TotalSeconds | Should -BeLessThan 50
    }

    It 'refuses a stagger of <_>' -ForEach 0, -1, 'soon' {
        { Connect-Imap @good -Stagger $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,ImapPS.Commands.ConnectImapCommand'
    }

    It 'reports a proxy where nobody is as ProxyFailed' {
        $failure = Get-Failure { Connect-Imap @good -Proxy socks5://127.0.0.1:1 }
        $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.ProxyFailed,'
        $failure.CategoryInfo.Category | Should -Be ConnectionError
    }

    It 'refuses the proxy <_>' -ForEach 'ftp://proxy.example', 'proxy' {
        (Get-Failure { Connect-Imap @good -Proxy $_ }).FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidArgument,'
    }

    It 'refuses -ProxyCredential without -Proxy' {
        (Get-Failure { Connect-Imap @good -ProxyCredential $server.Credential }).FullyQualifiedErrorId | Should -Match '^ImapPS\.ProxyCredentialAlone,'
    }

    It 'goes through a SOCKS5 proxy, with a credential' -Skip:(-not $hasMicrosocks) {
        $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $free.Start()
        $port = $free.LocalEndpoint.Port
        $free.Stop()
        $proxy = Start-Process microsocks -ArgumentList '-i', '127.0.0.1', '-p', $port, '-u', 'me', '-P', 'S0cks' -PassThru -RedirectStandardError (Join-Path $TestDrive proxy.log)
        try {
            $session = $null
            $deadline = [DateTime]::UtcNow.AddMinutes(2)
            while (-not $session) {
                try { $session = Connect-Imap @good -Proxy "socks5://127.0.0.1:$port" -ProxyCredential (ConvertTo-Credential me S0cks) }
                catch { if ($proxy.HasExited -or [DateTime]::UtcNow -gt $deadline) { throw } Start-Sleep -Milliseconds 100 }
            }
            $session.State | Should -Be Authenticated
            $failure = Get-Failure { Connect-Imap @good -Proxy "socks5://127.0.0.1:$port" -ProxyCredential (ConvertTo-Credential me Wr0ng-pass) }
            $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.ProxyAuthenticationFailed,'
            $failure.CategoryInfo.Category | Should -Be AuthenticationError
            "$failure" | Should -Not -Match 'Wr0ng'
        }
        finally { $proxy.Kill() }
    }

    It 'tells a referral, and follows it to TLS only with -FollowReferral' {
        $options = [ImapPS.Loopback.LoopbackOptions]::new()
        $engine = [ImapPS.Loopback.LoopbackServer]::Start($options)
        try {
            $engine.Faults.AnswerNext('AUTHENTICATE', "{tag} NO [REFERRAL imap://user;AUTH=*@localhost:$($server.TlsPort)/] Elsewhere", 2)
            $way = @{ Server = 'localhost'; Credential = $server.Credential; CertificateAuthority = $server.CertificateAuthority; NoMemory = $true }
            $pem = Join-Path $TestDrive first.pem
            Set-Content $pem ($engine.CertificateAuthorityPem)
            $way.CertificateAuthority = $pem, $server.CertificateAuthority
            $failure = Get-Failure { Connect-Imap @way -ImplicitTlsPort $engine.TlsPort -StartTlsPort $engine.Port }
            "$failure" | Should -Match "refers this login to localhost port $($server.TlsPort)"
            $failure.ErrorDetails.RecommendedAction | Should -Match 'FollowReferral'
            $session = Connect-Imap @way -ImplicitTlsPort $engine.TlsPort -StartTlsPort $engine.Port -FollowReferral
            $session.Port | Should -Be $server.TlsPort
            $session.Security | Should -Be ImplicitTls
        }
        finally { $engine.Dispose() }
    }
}

Describe 'Connect-Imap, TLS' {
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'tells how the connection is protected' {
        $session = Connect-Imap @good
        $session.CipherSuite | Should -Not -BeNullOrEmpty
        $session.Certificate.Subject | Should -Be 'CN=localhost'
        $session.Certificate.Names | Should -Contain localhost
        $session.CertificateVerification | Should -Match '^by an authority given for this connection'
        $session.Tls.Chain.Count | Should -BeGreaterThan 0
        "$($session | Format-List | Out-String)" | Should -Match 'CertificateVerification : by an authority'
    }

    It 'takes the pinned certificate, in any spelling' {
        $pin = (Connect-Imap @good).Certificate.Sha256
        $session = Connect-Imap @good -CertificateThumbprint ($pin.ToLowerInvariant() -replace '(..)(?!$)', '$1:')
        $session.CertificateVerification | Should -Match 'and by its thumbprint'
    }

    It 'refuses a certificate that is not pinned, though it is trusted' {
        $failure = Get-Failure { Connect-Imap @good -CertificateThumbprint ('AB' * 32) }
        $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.CertificateRejected,'
        "$failure" | Should -Match 'thumbprint is not the one that was pinned'
    }

    It 'refuses to pin by <Because>' -ForEach @{ Because = 'SHA-1'; Pin = 'AB' * 20 }, @{ Because = 'something else'; Pin = 'x' } {
        (Get-Failure { Connect-Imap @good -CertificateThumbprint $Pin }).FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidArgument,'
    }

    It 'asks about revocation as told' {
        (Connect-Imap @good -Revocation None).CertificateVerification | Should -Match 'was not asked about'
        # The test authority names nobody to ask.
        (Connect-Imap @good -Revocation Soft).CertificateVerification | Should -Match 'could not be found out'
        (Get-Failure { Connect-Imap @good -Revocation Require }).FullyQualifiedErrorId | Should -Match '^ImapPS\.CertificateRejected,'
    }

    It 'takes a client certificate as <_>' -ForEach 'object', 'PFX', 'PEM', 'PEM with a key of its own' {
        $certificate = New-ClientCertificate
        $path = Join-Path $TestDrive "client-$([guid]::NewGuid())"
        $with = switch ($_) {
            'object' { @{ ClientCertificate = $certificate } }
            'PFX' {
                [IO.File]::WriteAllBytes($path, $certificate.Export('Pfx', 'Pfx-1'))
                @{ ClientCertificate = Get-Item $path; ClientCertificatePassword = ConvertTo-Secret Pfx-1 }
            }
            default {
                $key = [Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($certificate).ExportPkcs8PrivateKeyPem()
                if ($_ -eq 'PEM') {
                    Set-Content $path $certificate.ExportCertificatePem(), $key
                    @{ ClientCertificate = $path }
                }
                else {
                    Set-Content $path $certificate.ExportCertificatePem()
                    Set-Content "$path.key" $key
                    @{ ClientCertificate = $path; ClientKeyPath = "$path.key" }
                }
            }
        }
        $session = Connect-Imap @good @with
        $session.Tls.ClientCertificate | Should -Be 'CN=zoe'
        $session.AuthMechanism | Should -Be SCRAM-SHA-256
    }

    It 'says what is wrong with a client certificate' {
        $certificate = New-ClientCertificate
        $path = Join-Path $TestDrive wrong.pfx
        [IO.File]::WriteAllBytes($path, $certificate.Export('Pfx', 'Pfx-1'))
        $failure = Get-Failure { Connect-Imap @good -ClientCertificate $path -ClientCertificatePassword (ConvertTo-Secret Wr0ng-pass) }
        $failure.FullyQualifiedErrorId | Should -Be 'ImapPS.ClientCertificateInvalid,ImapPS.Commands.ConnectImapCommand'
        "$failure" | Should -Match 'password .* is wrong'
        "$failure" | Should -Not -Match 'Wr0ng'
        "$(Get-Failure { Connect-Imap @good -ClientCertificate $path })" | Should -Match 'none was given'
        "$(Get-Failure { Connect-Imap @good -ClientCertificate (Join-Path $TestDrive gone.pfx) })" | Should -Match "can't be read"
        $public = [Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.RawData)
        "$(Get-Failure { Connect-Imap @good -ClientCertificate $public })" | Should -Match 'without its private key'
        { Connect-Imap @good -ClientCertificate 7 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,ImapPS.Commands.ConnectImapCommand'
    }

    It 'logs in by EXTERNAL alone with a certificate alone, so not where the server has none' {
        $way = $good.Clone()
        $way.Remove('Credential')
        $failure = Get-Failure { Connect-Imap @way -ClientCertificate (New-ClientCertificate) }
        $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.NoMechanism,'
    }
}

Describe 'Connect-Imap, tokens' {
    BeforeAll {
        $options = [ImapPS.Loopback.LoopbackOptions]::new()
        $options.Mechanisms.Add('OAUTHBEARER')
        $user = [ImapPS.Loopback.LoopbackUser]::new('zoe', 'secret')
        $user.AccessToken = 'token-1'
        $options.Users.Add($user)
        $engine = [ImapPS.Loopback.LoopbackServer]::Start($options)
        $authority = Join-Path $TestDrive token.pem
        Set-Content $authority ($engine.CertificateAuthorityPem)
        $way = @{ Server = 'localhost'; UserName = 'zoe'; ImplicitTlsPort = $engine.TlsPort; StartTlsPort = $engine.Port; CertificateAuthority = $authority; NoMemory = $true }
    }
    AfterEach { Get-ImapSession | Disconnect-Imap }
    AfterAll { $engine.Dispose() }

    It 'come from a script block that returns <Name>' -ForEach @(
        @{ Name = 'a string'; Token = { 'token-1' } }
        @{ Name = 'a SecureString'; Token = { ConvertTo-SecureString token-1 -AsPlainText -Force } }
        @{ Name = 'an object'; Token = { [pscustomobject]@{ AccessToken = 'token-1'; ExpiresOn = (Get-Date).AddHours(1) } } }
        @{ Name = 'an object with a SecureString'; Token = { [pscustomobject]@{ Token = ConvertTo-SecureString token-1 -AsPlainText -Force; ExpiresOn = [DateTimeOffset]::Now.AddHours(1) } } }
        @{ Name = 'a hashtable'; Token = { @{ AccessToken = 'token-1' } } }
    ) {
        $session = Connect-Imap @way -AccessToken $Token -WarningVariable warnings
        $session.AuthMechanism | Should -Be OAUTHBEARER
        $warnings | Should -BeNullOrEmpty
    }

    It 'are asked for once more when the server says that one has expired' {
        $script:calls = 0
        $session = Connect-Imap @way -AccessToken { $script:calls++; "token-$($script:calls - 1)" }
        $script:calls | Should -Be 2
        $session.AuthenticationDecision.Reason | Should -Contain 'the token has expired, a new one is tried'
        $session.AuthenticationDecision[-1].Outcome | Should -Be Succeeded
    }

    It 'are not sent again when the script block has no other' {
        $engine.Statistics.Reset()
        $script:calls = 0
        $failure = Get-Failure { Connect-Imap @way -AccessToken { $script:calls++; 'token-old' } }
        $failure.FullyQualifiedErrorId | Should -Match 'AUTHENTICATIONFAILED'
        "$failure" | Should -Not -Match 'token-old'
        $script:calls | Should -Be 2
        $engine.Statistics.LoginAttempts | Should -Be 1
    }

    It 'warn when they are past their time' {
        $null = Connect-Imap @way -AccessToken { @{ AccessToken = 'token-1'; ExpiresOn = (Get-Date).AddHours(-1) } } -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -Match 'expired at'
    }

    It 'are reported as <Id> when the script block <Because>, and nothing is connected' -ForEach @(
        @{ Because = 'throws'; Id = 'TokenScriptFailed'; Token = { throw 'no luck' }; Text = 'no luck' }
        @{ Because = 'returns nothing'; Id = 'TokenScriptEmpty'; Token = { }; Text = 'no token' }
        @{ Because = 'returns an empty text'; Id = 'TokenScriptEmpty'; Token = { '' }; Text = 'no token' }
        @{ Because = 'returns something else'; Id = 'TokenScriptInvalid'; Token = { Get-Date }; Text = 'DateTime' }
        @{ Because = 'returns two values'; Id = 'TokenScriptInvalid'; Token = { 'a'; 'b' }; Text = '2 values' }
    ) {
        $before = $engine.Statistics.Connections
        $failure = Get-Failure { Connect-Imap @way -AccessToken $Token }
        $failure.FullyQualifiedErrorId | Should -Be "ImapPS.$Id,ImapPS.Commands.ConnectImapCommand"
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        "$failure" | Should -Match $Text
        $engine.Statistics.Connections | Should -Be $before
    }

    It 'are refused in plain text' {
        { Connect-Imap @way -AccessToken 'token-1' } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,ImapPS.Commands.ConnectImapCommand'
    }
}

Describe 'Connect-Imap without a credential' {
    It 'asks nobody where a mechanism needs none' {
        $way = $good.Clone()
        $way.Remove('Credential')
        (Get-Failure { Connect-Imap @way -AuthMechanism ANONYMOUS }).FullyQualifiedErrorId | Should -Match '^ImapPS\.NoMechanism,'
        (Get-Failure { Connect-Imap @way -AuthMechanism GSSAPI -UserName me }).FullyQualifiedErrorId | Should -Match '^ImapPS\.NoMechanism,'
    }

    It 'says what is missing where nobody can be asked' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript('Connect-Imap localhost').Invoke()
            $failure = $shell.Streams.Error[0]
        }
        finally { $shell.Dispose() }
        $failure.FullyQualifiedErrorId | Should -Be 'ImapPS.NoCredential,ImapPS.Commands.ConnectImapCommand'
    }
}

Describe 'Connect-Imap, compression' {
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'leaves a near server alone, and compresses with -Compress On' {
        (Connect-Imap @good).IsCompressed | Should -BeFalse
        $session = Connect-Imap @good -Compress On
        $session.IsCompressed | Should -BeTrue
        Get-ImapMessage INBOX -First 3 -Session $session | Should -HaveCount 3
        ($session | Format-List | Out-String) | Should -Match 'IsCompressed\s*: True'
    }

    It 'says where a server can not' {
        $plain = Start-ImapTestServer -WithoutCapability COMPRESS=DEFLATE
        try {
            $failure = Get-Failure { $plain | Connect-Imap -Compress On }
            $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.NotSupported,'
            $failure.ErrorDetails.RecommendedAction | Should -Match '-Compress Auto'
            ($plain | Connect-Imap -Compress Auto).IsCompressed | Should -BeFalse
        }
        finally { $plain | Stop-ImapTestServer }
    }
}

Describe 'Connect-Imap, limits' {
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'holds the server to them' {
        $session = Connect-Imap @good -Limit @{ maxalerts = 1; MaxResponseSize = '128MB' }
        $engine = Get-ServerEngine $server
        $engine.Faults.InjectBefore('EXAMINE', "* OK [ALERT] one`n* OK [ALERT] two`n* OK [ALERT] three", $false)
        Get-ImapMessage INBOX -First 1 -Session $session -WarningVariable warnings -WarningAction SilentlyContinue | Should -HaveCount 1
        @($warnings) | Should -HaveCount 2
        $warnings[1] | Should -Match MaxAlerts
    }

    It 'names the limits there are where one is not known' {
        $failure = Get-Failure { Connect-Imap @good -Limit @{ MaxMail = 1 } }
        $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.UnknownLimit,'
        $failure.Exception.Message | Should -Match "'MaxMail'.*MaxLineLength, .*MaxCompressionExcess"
    }

    It 'refuses a limit of <Value>' -ForEach @(
        @{ Value = -1 }, @{ Value = 0 }, @{ Value = 1.5 }, @{ Value = 'many' }, @{ Value = $null }, @{ Value = $true }, @{ Value = 1e300 }, @{ Value = [double]::NaN }, @{ Value = 2GB }, @{ Value = @(1, 2) }
    ) {
        $failure = Get-Failure { Connect-Imap @good -Limit @{ MaxResponseSize = $Value } }
        $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidLimit,'
        $failure.Exception.Message | Should -Match 'MaxResponseSize.*from 1024 to 1073741824'
    }

    It 'takes each limit as far as it goes' {
        foreach ($limit in [ImapPS.Protocol.Limits.LimitRange]::All) {
            foreach ($value in $limit.Minimum, $limit.Maximum) {
                $session = Connect-Imap @good -Limit ([ordered] @{ $limit.Name = $value })
                $session.State | Should -Be Authenticated -Because "$($limit.Name) $value"
                $session | Disconnect-Imap
            }
        }
    }
}
