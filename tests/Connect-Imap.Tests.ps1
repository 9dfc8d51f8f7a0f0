BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer $samples
    $good = @{ Credential = $server.Credential; CertificateAuthority = $server.CertificateAuthority }
    $ports = @{ ImplicitTlsPort = $server.TlsPort; StartTlsPort = $server.Port }
    $wrong = ConvertTo-Credential user Wr0ng-pass

    function Get-Failure([scriptblock] $Script) {
        try { & $Script } catch { return $_ }
        throw 'it did not fail'
    }
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Connect-Imap' {
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'takes implicit TLS first' {
        $session = Connect-Imap localhost @good @ports
        $session | Should -BeOfType ImapPS.ImapSession
        $session.Security | Should -Be ImplicitTls
        $session.Port | Should -Be $server.TlsPort
        $session.TlsProtocol | Should -Match '^Tls1[23]$'
        $session.UserName | Should -Be user
        $session.AuthMechanism | Should -Be SCRAM-SHA-256
        $session.State | Should -Be Authenticated
        $session.Capabilities | Should -Contain MOVE
        $session.CapabilitiesByPhase.Keys | Should -Be 'Tls', 'Authenticated'
        $session.AuthenticationDecision[-1].Outcome | Should -Be Succeeded
    }

    It 'takes the server from the pipeline' {
        ($server | Connect-Imap).Server | Should -Be localhost
    }

    It 'takes server and credential by position' {
        (Connect-Imap localhost $server.Credential -CertificateAuthority $server.CertificateAuthority @ports).UserName | Should -Be user
    }

    It 'goes to STARTTLS where nobody listens for implicit TLS' {
        $session = Connect-Imap localhost @good -ImplicitTlsPort 1 -StartTlsPort $server.Port
        $session.Security | Should -Be StartTls
        $session.CapabilitiesByPhase.Keys | Should -Be 'Greeting', 'Tls', 'Authenticated'
    }

    It 'connects by -Security <Security>' -ForEach @(
        @{ Security = 'ImplicitTls'; Port = 'TlsPort' }
        @{ Security = 'StartTls'; Port = 'Port' }
    ) {
        (Connect-Imap localhost @good -Security $Security -Port $server.$Port).Security | Should -Be $Security
    }

    It 'warns of -Security None, and of nothing else' {
        $session = Connect-Imap localhost @good -Security None -Port $server.Port -WarningVariable warnings -WarningAction SilentlyContinue
        $session.TlsProtocol | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -Match 'not protected'
    }

    It 'does not trust a certificate of an unknown authority' {
        $failure = Get-Failure { Connect-Imap localhost -Credential $server.Credential @ports }
        $failure.FullyQualifiedErrorId | Should -Be 'ImapPS.CertificateRejected,ImapPS.Commands.ConnectImapCommand'
        $failure.CategoryInfo.Category | Should -Be SecurityError
        $failure.ErrorDetails.RecommendedAction | Should -Match CertificateAuthority
        "$failure" | Should -Match 'CN=localhost'
    }

    It 'trusts any certificate with -SkipCertificateCheck, and warns each time' {
        foreach ($time in 1, 2) {
            $null = Connect-Imap localhost -Credential $server.Credential @ports -SkipCertificateCheck -WarningVariable warnings -WarningAction SilentlyContinue
            $warnings | Should -HaveCount 1
        }
    }

    It 'tries a wrong password once' {
        (Get-ServerEngine $server).Statistics.Reset()
        $failure = Get-Failure { Connect-Imap localhost -Credential $wrong -CertificateAuthority $server.CertificateAuthority @ports }
        $failure.FullyQualifiedErrorId | Should -Be 'ImapPS.AUTHENTICATIONFAILED,ImapPS.Commands.ConnectImapCommand'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        $failure.TargetObject | Should -Be localhost
        "$failure" | Should -Not -Match Wr0ng
        (Get-ServerEngine $server).Statistics.LoginAttempts | Should -Be 1
        Get-ImapSession | Should -BeNullOrEmpty
    }

    It 'goes on to the next mechanism with -AuthRetry Next' {
        (Get-ServerEngine $server).Statistics.Reset()
        $null = Get-Failure { Connect-Imap localhost -Credential $wrong -CertificateAuthority $server.CertificateAuthority @ports -AuthRetry Next }
        (Get-ServerEngine $server).Statistics.LoginAttempts | Should -BeGreaterThan 1
    }

    It 'logs in by the mechanism that was asked for' {
        (Connect-Imap localhost @good @ports -AuthMechanism PLAIN).AuthMechanism | Should -Be PLAIN
        (Get-Failure { Connect-Imap localhost @good @ports -AuthMechanism GSSAPI }).FullyQualifiedErrorId | Should -Match '^ImapPS\.NoMechanism,'
    }

    It 'logs in with an access token' {
        $options = [ImapPS.Loopback.LoopbackOptions]::new()
        $options.Mechanisms.Add('OAUTHBEARER')
        $user = [ImapPS.Loopback.LoopbackUser]::new('zoe', 'secret')
        $user.AccessToken = 'token-1'
        $options.Users.Add($user)
        $engine = [ImapPS.Loopback.LoopbackServer]::Start($options)
        try {
            $token = (ConvertTo-Credential x token-1).Password
            $session = Connect-Imap localhost -UserName zoe -AccessToken $token -ImplicitTlsPort $engine.TlsPort -SkipCertificateCheck -WarningAction SilentlyContinue
            $session.AuthMechanism | Should -Be OAUTHBEARER
            $session.UserName | Should -Be zoe
        }
        finally { $engine.Dispose() }
    }

    It 'reports <Id> for <Because>' -ForEach @(
        @{ Because = 'a port where nobody listens'; Id = 'ConnectionRefused'; Category = 'ConnectionError'; Arguments = @{ Server = 'localhost'; Port = 1 } }
        @{ Because = 'a name that nobody has'; Id = 'HostNotFound'; Category = 'ObjectNotFound'; Arguments = @{ Server = 'nobody.invalid' } }
    ) {
        $failure = Get-Failure { Connect-Imap @Arguments -Credential $wrong -Timeout 120 }
        $failure.FullyQualifiedErrorId | Should -Be "ImapPS.$Id,ImapPS.Commands.ConnectImapCommand"
        $failure.CategoryInfo.Category | Should -Be $Category
    }

    It 'gives up after -Timeout, in seconds or as a time span' -ForEach @(@{ Time = 0.5 }, @{ Time = '00:00:00.5' }, @{ Time = [timespan]::FromSeconds(0.5) }) {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            $failure = Get-Failure { Connect-Imap 127.0.0.1 -Security StartTls -Port $silent.LocalEndpoint.Port -Credential $wrong -Timeout $Time }
            # Whose machine stops for half a second has not even connected by then.
            $failure.FullyQualifiedErrorId | Should -Match '^ImapPS\.(Greeting|Connect)Timeout,'
            $failure.CategoryInfo.Category | Should -Be OperationTimeout
            "$failure" | Should -Match 'within 0\.5 seconds'
        }
        finally { $silent.Stop() }
    }

    It 'refuses a timeout of <_>' -ForEach 0, -1, 'soon' {
        { Connect-Imap localhost @good -Timeout $_ } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,ImapPS.Commands.ConnectImapCommand'
    }

    It 'names sessions, and does not take a name twice' {
        $null = Connect-Imap localhost @good @ports -Name work
        (Get-ImapSession work).Name | Should -Be work
        (Get-Failure { Connect-Imap localhost @good @ports -Name WORK }).FullyQualifiedErrorId | Should -Match '^ImapPS\.NameInUse,'
        Disconnect-Imap -Session work
        (Connect-Imap localhost @good @ports -Name work).Name | Should -Be work
    }

    It 'writes a trace without the password' {
        $path = Join-Path $TestDrive trace.txt
        $null = Connect-Imap localhost @good @ports -AuthMechanism PLAIN -TracePath $path
        Disconnect-Imap
        $trace = Get-Content $path -Raw
        $trace | Should -Match 'C: .*AUTHENTICATE PLAIN'
        $trace | Should -Match 'LOGOUT'
        $trace | Should -Not -Match 'cGFzc3dvcmQ|dXNlcgBwYXNz|password'
        { Remove-Item $path } | Should -Not -Throw
    }

    It 'writes a trace with names and contents replaced, and with -Redact:$false as they are' {
        $engine = Get-ServerEngine $server
        $null = $engine.Mailboxes.Inbox.Add("From: Jane <jane@corp.example>`nSubject: Private plan`n`nVery private", $null, $null)
        $redacted, $complete = (Join-Path $TestDrive redacted.log), (Join-Path $TestDrive complete.log)
        foreach ($path in $redacted, $complete) {
            $null = Connect-Imap localhost @good @ports -TracePath $path -Redact:($path -eq $redacted)
            Search-Imap -Subject 'Private plan' | Get-ImapMessage -Full | Select-Object -ExpandProperty Subject | Should -Be 'Private plan'
            Disconnect-Imap
        }

        Get-Content $redacted -TotalCount 1 | Should -Be '# ImapPS transcript 1; redacted'
        $text = Get-Content $redacted -Raw
        $text | Should -Not -Match 'jane|private'
        $text | Should -Match 'user\d+" "example\.invalid'
        (Get-Content $complete -Raw) | Should -Match 'Very private'
        (Get-Content $complete -Raw) | Should -Not -Match 'password'
        if ($PSVersionTable.PSVersion.Major -ge 7 -and -not $IsWindows) {
            (Get-Item $redacted).UnixFileMode | Should -Be 'UserWrite, UserRead'
        }
    }

    It 'shows the conversation with -Debug, redacted, once' {
        # -Debug itself asks before each message where somebody is there to answer.
        $DebugPreference = 'Continue'
        $shown = Connect-Imap localhost @good @ports 5>&1
        $shown.Where{ $_ -match 'C: A\d+ AUTHENTICATE \S+ \*\*\*' } | Should -HaveCount 1
        $shown = & { Search-Imap -Subject 'Private plan' | Get-ImapMessage } 5>&1
        $shown.Where{ $_ -match 'C: A\d+ UID SEARCH .*text\d+' } | Should -HaveCount 1
        "$($shown.Where{ $_ -is [Management.Automation.DebugRecord] })" | Should -Not -Match 'Private'
    }

    It 'says with -Verbose which commands are sent, and why' {
        $null = Connect-Imap localhost @good @ports
        $null = (Get-ServerEngine $server).Mailboxes.Inbox.Add("Subject: To be moved`n`nText", $null, $null)
        $said = & { Search-Imap -Subject 'To be moved' | Move-ImapMessage Archive -Verbose } 4>&1
        $said.Message | Should -Contain 'SELECT INBOX (CONDSTORE) (opened for changes)'
        ($said.Message -match '^UID MOVE \d+ Archive \(in one step: the server offers MOVE\)$') | Should -HaveCount 1
        $said = & { Connect-Imap localhost @good @ports -AuthMechanism PLAIN -Verbose } 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        $said.Message | Should -Contain 'AUTHENTICATE PLAIN ***'
    }

    It 'reports a trace file or certificate file that cannot be used' {
        (Get-Failure { Connect-Imap localhost @good -TracePath (Join-Path $TestDrive 'no/such/folder.txt') }).FullyQualifiedErrorId | Should -Match '^ImapPS\.FileNotUsable,'
        Set-Content (Join-Path $TestDrive no.pem) 'nothing'
        (Get-Failure { Connect-Imap localhost -Credential $server.Credential -CertificateAuthority (Join-Path $TestDrive no.pem) }).FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidArgument,'
        (Get-Failure { Connect-Imap localhost -Credential $server.Credential -CertificateAuthority (Join-Path $TestDrive gone.pem) }).FullyQualifiedErrorId | Should -Match '^ImapPS\.InvalidArgument,'
    }

    It 'shows an ALERT as a warning, made safe' {
        $session = Connect-Imap localhost @good @ports
        (Get-ServerEngine $server).Faults.InjectBefore('UID SEARCH', "* OK [ALERT] Quota`e[31m nearly full")
        $null = Search-Imap -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -Be 'localhost says: Quota\u001B[31m nearly full'
    }
}
