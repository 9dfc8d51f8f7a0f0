BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $authority = $server.CertificateAuthority
    $ports = @{ StartTlsPort = $server.Port; ImplicitTlsPort = $server.TlsPort; Timeout = 300 }
    $trusted = $ports + @{ CertificateAuthority = $authority }
}

AfterAll {
    Stop-ImapTestServer
}

Describe 'Test-ImapServer' {
    It 'tells about a server without a credential' {
        $report = Test-ImapServer localhost @trusted
        $report.Server | Should -Be localhost
        $report.Passed | Should -BeTrue
        $report.ImplicitTls | Should -BeTrue
        $report.StartTlsSupported | Should -BeTrue
        $report.InjectionTolerated | Should -BeFalse
        $report.Certificate.Trusted | Should -BeTrue
        $report.Capabilities | Should -Contain MOVE
        $report.Consequences.Capability | Should -Contain QRESYNC
        $report.Steps.Count | Should -BeGreaterThan 10
        (Get-SentCommand $server) -match '^(LOGIN|AUTHENTICATE)' | Should -BeNullOrEmpty
    }

    It 'goes on after a certificate that is not trusted, and says how to trust it' {
        $report = Test-ImapServer localhost @ports
        $report.Passed | Should -BeFalse
        $report.StartTlsSupported | Should -BeTrue
        $report.Findings[0].Severity | Should -Be Error
        $report.Findings[0].Id | Should -BeLike 'Certificate*'
        $report.Findings[0].Remedy | Should -BeLike '*-CertificateAuthority*'
    }

    It 'logs in where a credential is given' {
        $report = Test-ImapServer localhost @trusted -Credential $server.Credential
        $report.Login.Succeeded | Should -BeTrue
        $report.Login.Mechanism | Should -Be SCRAM-SHA-256
        $report.CapabilitiesComplete | Should -BeTrue
        $report | Format-List | Out-String | Should -Match 'Login\s*: user logged in with SCRAM-SHA-256'
    }

    It 'takes several servers from the pipeline, and by property' {
        $reports = 'localhost', 'no-such-host.invalid', '127.0.0.1' | Test-ImapServer @trusted -ThrottleLimit 2
        $reports.Server | Sort-Object | Should -Be 127.0.0.1, localhost, no-such-host.invalid
        ($reports | Where-Object Server -eq 'no-such-host.invalid').Findings.Id | Should -Be HostNotFound
        $row = [pscustomobject]@{ Server = 'localhost'; StartTlsPort = "$($server.Port)"; ImplicitTlsPort = "$($server.TlsPort)" }
        ($row | Test-ImapServer -CertificateAuthority $authority -Timeout 300).Passed | Should -BeTrue
        ($server | Test-ImapServer -Timeout 300).Passed | Should -BeTrue
        (Test-ImapServer localhost @trusted | Test-ImapServer @trusted).Server | Should -Be localhost
    }

    Context '-Require' {
        It 'is silent where all is met' {
            $report = Test-ImapServer localhost @trusted -Require Tls12, StartTls, Trusted, Move, CondStore -ErrorAction Stop
            $report.Passed | Should -BeTrue
            $report.Requirements.Met | Should -Not -Contain $false
        }

        It 'reports what is not met, after the object' {
            $report = Test-ImapServer localhost @trusted -Require Tls12, QResync -ErrorVariable failures -ErrorAction SilentlyContinue
            $report.Passed | Should -BeFalse
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.RequirementNotMet,ImapPS.Commands.TestImapServerCommand'
            $failures[0].CategoryInfo.Category | Should -Be InvalidResult
            $failures[0].TargetObject | Should -Be $report
            $failures[0].Exception.Message | Should -Match 'QResync'
            $failures[0].Exception.Message | Should -Not -Match 'Tls12'
        }

        It 'ends the pipeline with -ErrorAction Stop, when every server was tested' {
            $page = Join-Path $TestDrive 'all.html'
            { 'localhost', '127.0.0.1' | Test-ImapServer @trusted -Require Login -AsHtml $page -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.RequirementNotMet,*'
            Get-Content $page -Raw | Should -Match '(?s)localhost.*127\.0\.0\.1'
        }

        It 'lets a server pass by what was required alone' {
            (Test-ImapServer localhost @ports -Require Tls12).Passed | Should -BeTrue
            (Test-ImapServer localhost @ports -Require Trusted -ErrorAction SilentlyContinue).Passed | Should -BeFalse
        }

        It 'refuses nonsense before anything is connected' {
            { Test-ImapServer localhost @trusted -Require NotExpiringSoon } | Should -Throw -ErrorId 'ImapPS.InvalidRequirement,*'
        }

        It 'completes names and capabilities' {
            function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
            Get-Completion 'Test-ImapServer x -Require Tls1' | Should -Be Tls12, Tls13
            Get-Completion 'Test-ImapServer x -Require Tls12, SPEC' | Should -Be "'SPECIAL-USE'"
            Get-Completion 'Test-ImapServer x -Require ' | Should -Contain NotExpiring30
        }
    }

    Context '-AsHtml' {
        It 'writes one page that holds each finding, below the current location' {
            Push-Location $TestDrive
            try { $report = Test-ImapServer localhost @ports -AsHtml report.html }
            finally { Pop-Location }
            $page = [Net.WebUtility]::HtmlDecode((Get-Content (Join-Path $TestDrive 'report.html') -Raw))
            foreach ($finding in $report.Findings) {
                $page | Should -BeLike "*$([WildcardPattern]::Escape($finding.Message))*"
            }
            $page | Should -Not -Match '<script|https?://'
        }

        It 'says before it begins that there is no such folder' {
            { Test-ImapServer localhost @trusted -AsHtml (Join-Path $TestDrive 'nowhere/report.html') } | Should -Throw -ErrorId 'ImapPS.FileNotUsable,*'
        }
    }

    It 'shows itself in a table' {
        $view = Test-ImapServer localhost @ports | Out-String -Width 100
        $view | Should -Match 'Server\s+Passed\s+Implicit\s+StartTls\s+Tls\s+Certificate\s+Err\s+Warn'
        $view | Should -Match 'localhost\s+False\s+True\s+True\s+TLS 1\.[23]\s+\w'
    }

    It 'shows itself in a list that says what to do' {
        $view = Test-ImapServer localhost @ports | Format-List | Out-String -Width 120
        $view | Should -Match '(?s)Findings\s+: Error: .*->.*-CertificateAuthority'
        foreach ($label in 'Ports', 'Greeting', 'Tls', 'Certificate', 'Capabilities', 'Consequences', 'InjectionTolerated') {
            $view | Should -Match "(?m)^$label\s*: \S"
        }
    }

    It 'does not wait longer than the timeout' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            $port = $silent.LocalEndpoint.Port
            $late = Test-ImapServer 127.0.0.1 -StartTlsPort $port -ImplicitTlsPort $port -Timeout 2
        }
        finally { $silent.Stop() }
        # The greeting is waited for in vain; on a busy machine the time may be over before.
        $late.Findings[0].Id | Should -BeIn GreetingTimeout, ConnectTimeout, HostNotFound
        $late.Findings[0].Message | Should -Match 'within 0\.7 seconds|over its 2 seconds'
    }

    It 'refuses an authority file that holds none' {
        $file = Join-Path $TestDrive 'none.pem'
        'nothing' | Set-Content $file
        { Test-ImapServer localhost @ports -CertificateAuthority $file } | Should -Throw
    }
}
