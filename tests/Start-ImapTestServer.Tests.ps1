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

Describe 'Start-ImapTestServer -Mail' {
    AfterEach { . $stopMail }

    It 'makes messages of tables' {
        $server = Start-ImapTestServer -Mail @{
            INBOX = @{
                From = 'Zoë <zoe@example.org>'; To = 'a@example.org', 'B <b@example.org>'; Cc = 'c@example.org'; Subject = 'Grüße'; Date = '2026-01-02T10:00:00+01:00'
                Body = "One`nTwo"; Html = '<b>One</b>'; Flags = 'Seen', '$Paid'; MessageId = 'm1@example.org'; InReplyTo = '<m0@example.org>'; References = '<m0@example.org>'
                Headers = @{ 'List-Id' = '<list.example.org>' }; ReplyTo = 'r@example.org'; Attachments = @{ Name = 'a b.pdf'; Content = [byte[]] (1, 2, 255); ContentType = 'application/pdf' }
            }, @{ Subject = 'two'; InternalDate = [datetime]::new(2026, 2, 3, 4, 5, 6, [DateTimeKind]::Utc); flag = 'flagged' }
            'Archive/2026' = @()
        }
        $null = $server | Connect-Imap
        $one, $two = Get-ImapMessage INBOX -Full
        "$($one.From)" | Should -Be 'Zoë <zoe@example.org>'
        $one.To | ForEach-Object Address | Should -Be a@example.org, b@example.org
        $one.Cc | ForEach-Object Address | Should -Be c@example.org
        $one.ReplyTo | ForEach-Object Address | Should -Be r@example.org
        $one.Subject | Should -Be 'Grüße'
        $one.Date | Should -Be ([DateTimeOffset] '2026-01-02T10:00:00+01:00')
        $one.InternalDate | Should -Be ([DateTimeOffset] '2026-01-02T10:00:00+01:00')
        $one.TextBody.TrimEnd() -replace '\r' | Should -Be "One`nTwo"
        $one.HtmlBody | Should -Match '<b>One</b>'
        $one.Flags | Should -Be '\Seen', '$Paid'
        $one.MessageId | Should -Be '<m1@example.org>'
        $one.InReplyTo | Should -Be '<m0@example.org>'
        $one.Headers['List-Id'] | Should -Be '<list.example.org>'
        $one.Attachments.Name | Should -Be 'a b.pdf'
        $one.Attachments.ContentType | Should -Be application/pdf
        $one | Save-ImapAttachment -Path $TestDrive
        [IO.File]::ReadAllBytes((Join-Path $TestDrive 'a b.pdf')) | Should -Be 1, 2, 255
        $two.InternalDate | Should -Be ([DateTimeOffset] '2026-02-03T04:05:06Z')
        $two.Flagged | Should -BeTrue
        (Get-ImapMailbox Archive/2026).Name | Should -Be Archive/2026
    }

    It 'loads folders and files where they are named, beside -Path' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive post/Deep) -Force
        Set-Content (Join-Path $folder one.eml) "Subject: one`n`nText"
        Set-Content (Join-Path $TestDrive box.mbox) "From a@b Thu Jan  1 00:00:00 2026`nSubject: two`n`nText`n"
        Set-Content (Join-Path $TestDrive file.txt) 'attached'
        Push-Location $TestDrive
        try {
            $server = Start-ImapTestServer ./post -Mail @{
                Work = './post', './box.mbox', @{ Subject = 'three'; Attachments = './file.txt' }
                Old = Get-Item ./box.mbox
                Raw = , [Text.Encoding]::ASCII.GetBytes("Subject: raw`r`n`r`n")
            }
        }
        finally { Pop-Location }
        $state = @{}
        $server | Get-ImapTestServerMailbox | ForEach-Object { $state[$_.Name] = $_.Messages }
        $state['Deep'].Subject | Should -Be one
        $state['Work'].Subject | Should -Be two, three
        $state['Work'][1].Attachments | Should -Be file.txt
        $state['Work/Deep'].Subject | Should -Be one
        $state['Old'].Subject | Should -Be two
        $state['Raw'].Subject | Should -Be raw
    }

    It 'says what is wrong with <Table>' -ForEach @(
        @{ Table = "@{ INBOX = @{ Subjekt = 'x' } }"; Says = "INBOX, message 1: there is no key 'Subjekt'*From*Subject*References*" }
        @{ Table = "@{ INBOX = @{ Subject = 'x' }, @{ Date = 'soon' } }"; Says = "INBOX, message 2: Date can't be 'soon'*" }
        @{ Table = "@{ INBOX = @{ From = 'nobody' } }"; Says = "INBOX, message 1: 'nobody' is not an e-mail address*" }
        @{ Table = "@{ INBOX = @{ Flags = 'a b' } }"; Says = "INBOX, message 1: 'a b' is not a flag*" }
        @{ Table = "@{ INBOX = @{ Flags = 'Seen'; Flag = 'Seen' } }"; Says = 'INBOX, message 1: Flags is given twice*' }
        @{ Table = "@{ INBOX = @{ Headers = 'x' } }"; Says = "INBOX, message 1: Headers can't be 'x'*" }
        @{ Table = "@{ INBOX = @{ Headers = @{ Subject = 'x' } } }"; Says = "INBOX, message 1: *'Subject'*" }
        @{ Table = "@{ INBOX = @{ Attachments = @{ Content = 'x' } } }"; Says = 'INBOX, message 1, Attachments: Name is missing*' }
        @{ Table = "@{ INBOX = @{ Attachments = @{ File = 'x' } } }"; Says = "INBOX, message 1, Attachments: there is no key 'File'*" }
        @{ Table = "@{ INBOX = 5 }"; Says = 'INBOX, message 1: Int32 is no message*' }
        @{ Table = "@{ INBOX = @(`$null) }"; Says = 'INBOX, message 1: `$null is no message*' }
        @{ Table = "@{ 'a//b' = @() }"; Says = 'a//b: a level*' }
        @{ Table = "@{ `"a`nb`" = @() }"; Says = '*control character*' }
    ) {
        { Start-ImapTestServer -Mail (. ([scriptblock]::Create($Table))) } | Should -Throw $Says -ErrorId 'ImapPS.InvalidTestTable,ImapPS.Commands.StartImapTestServerCommand'
        Get-ImapTestServerMailbox | Should -BeNullOrEmpty
    }

    It 'says what can not be loaded' {
        Set-Content (Join-Path $TestDrive broken.mbox) 'no mbox'
        { Start-ImapTestServer -Mail @{ INBOX = Join-Path $TestDrive nowhere } } | Should -Throw '*nowhere*' -ErrorId 'ImapPS.TestServerFailed,*'
        { Start-ImapTestServer -Mail @{ INBOX = @{ Attachments = Join-Path $TestDrive nowhere } } } | Should -Throw '*nowhere*' -ErrorId 'ImapPS.TestServerFailed,*'
        { Start-ImapTestServer (Join-Path $TestDrive broken.mbox) } | Should -Throw '*broken.mbox*no mbox*' -ErrorId 'ImapPS.TestServerFailed,*'
    }
}

Describe 'Start-ImapTestServer -User' {
    AfterEach { . $stopMail }

    It 'lets others log in, each to mailboxes of their own' {
        $server = Start-ImapTestServer -Mail @{ INBOX = @{ Subject = 'mine' } } -User @{
            bob = 'pässwörd'
            ann = ConvertTo-SecureString secret -AsPlainText -Force
            eve = @{ Password = 'x'; Mail = @{ INBOX = @{ Subject = 'hers' } }; MessageQuota = 1 }
        }
        $server.Users | Sort-Object | Should -Be ann, bob, eve, user
        $server.Credential.UserName | Should -Be user
        foreach ($name in 'bob', 'ann', 'eve') {
            $session = $server | Connect-Imap -Credential $server.GetCredential($name) -Name $name
            $session.UserName | Should -Be $name
        }
        Search-Imap -Session bob -Count | Should -Be 0
        (Get-ImapMessage INBOX -Session eve).Subject | Should -Be hers
        { Copy-ImapMessage -Mailbox INBOX -Uid 1 -Destination Archive -Session eve -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.OVERQUOTA,*'
        { $server.GetCredential('nobody') } | Should -Throw "*no user 'nobody'*bob*"
    }

    It 'says what is wrong: <Says>' -ForEach @(
        @{ User = @{ user = 'x' }; Says = 'user: the user is there already*' }
        @{ User = @{ bob = 5 }; Says = 'bob: a password was expected*' }
        @{ User = @{ bob = @{ Mail = @{} } }; Says = 'bob: Password is missing*' }
        @{ User = @{ bob = @{ Password = 'x'; Quota = 1 } }; Says = "bob: there is no key 'Quota'*MessageQuota*" }
        @{ User = @{ bob = @{ Password = 'x'; MessageQuota = -1 } }; Says = "bob: MessageQuota can't be -1*" }
        @{ User = @{ bob = @{ Password = 'x'; Mail = 'x' } }; Says = "bob: Mail can't be 'x'*" }
        @{ User = @{ '' = 'x' }; Says = '-User: name is missing*' }
    ) {
        { Start-ImapTestServer -User $User } | Should -Throw $Says -ErrorId 'ImapPS.InvalidTestTable,*'
    }
}

Describe 'Start-ImapTestServer with a quota' {
    AfterEach { . $stopMail }

    It 'tells it, and refuses what is too much' {
        $null = Start-ImapTestServer -Mail @{ INBOX = @{ Body = 'x' * 2000 } } -StorageQuota 3KB -MessageQuota 10 | Connect-Imap
        (Get-ImapSession).Capabilities | Should -Contain QUOTA
        $answer = Invoke-ImapCommand GETQUOTAROOT INBOX
        $answer.Raw -join "`n" | Should -Match 'STORAGE 3 3 MESSAGE 1 10'
        $answer.Responses[0].Roots | Should -Be ''
        $answer.Responses[1].Resources.Limit | Should -Be 3, 10
        { Add-ImapMessage INBOX -From a@example.org -Body ('x' * 2000) -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.OVERQUOTA,*'
        { Copy-ImapMessage -Mailbox INBOX -Uid 1 -Destination Archive -ErrorAction Stop } | Should -Throw -ErrorId 'ImapPS.OVERQUOTA,*'
        Move-ImapMessage -Mailbox INBOX -Uid 1 -Destination Archive
        Search-Imap Archive -Count | Should -Be 1
    }

    It 'has none unless it is asked for' {
        $null = Start-ImapTestServer | Connect-Imap
        (Get-ImapSession).Capabilities | Should -Not -Contain QUOTA
    }
}

Describe 'Start-ImapTestServer -Fault' {
    BeforeEach { $mail = @{ INBOX = @{ Subject = 'one' }, @{ Subject = 'two' } } }

    AfterEach { . $stopMail }

    It 'refuses the command that is meant, as often as it is said' {
        $server = Start-ImapTestServer -Mail $mail -Fault @{ No = '[NOPERM] Not you'; Command = 'copy'; Nth = 2; Times = 2 }
        $null = $server | Connect-Imap
        $results = 1..4 | ForEach-Object {
            try { Copy-ImapMessage -Mailbox INBOX -Uid 1 -Destination Archive -ErrorAction Stop; 'done' } catch { $_.FullyQualifiedErrorId }
        }
        $results | Should -Be done, 'ImapPS.NOPERM,ImapPS.Commands.CopyImapMessageCommand', 'ImapPS.NOPERM,ImapPS.Commands.CopyImapMessageCommand', done
        (Get-ImapTestServerMailbox Archive).Count | Should -Be 2
        $server.Faults.Used | Should -Be 2
        $server.Faults.IsSpent | Should -BeTrue
    }

    It 'loses the connection in an answer, and what was asked is done once' {
        $server = Start-ImapTestServer -Mail $mail -Fault @{ CutAfter = 0; Command = 'MOVE' }, @{ CutAfter = 30; Command = 'FETCH'; How = 'Reset' }
        $null = $server | Connect-Imap
        (Get-ImapMessage INBOX).Subject | Should -Be one, two
        Move-ImapMessage -Mailbox INBOX -Uid 1 -Destination Archive
        (Get-ImapTestServerMailbox Archive).Messages.Subject | Should -Be one
        (Get-ImapTestServerMailbox INBOX).Messages.Subject | Should -Be two
        (Get-ImapTestServerLog MOVE).Status | Should -BeNullOrEmpty
        (Get-ImapTestServerLog).Connection | Sort-Object -Unique | Should -HaveCount 3
    }

    It 'changes UIDVALIDITY in the middle of things: at <Command>' -ForEach @(
        @{ Command = 'SELECT'; Id = 'UidValidityChanged' }
        # That nothing was moved can't be told any more.
        @{ Command = 'MOVE'; Id = 'OutcomeUnknown' }
    ) {
        $server = Start-ImapTestServer -Mail $mail -Fault @{ UidValidityChange = 'INBOX'; Command = $Command }
        $null = $server | Connect-Imap
        $first = Search-Imap INBOX -First 1
        { $first | Move-ImapMessage -Destination Archive -ErrorAction Stop } | Should -Throw -ErrorId "ImapPS.$Id,*"
        (Get-ImapTestServerMailbox Archive).Count | Should -Be 0
        (Get-ImapTestServerMailbox INBOX).UidValidity | Should -Not -Be $first.UidValidity
    }

    It 'answers late, or has enough for a while' {
        $server = Start-ImapTestServer -Mail $mail
        $null = $server | Connect-Imap
        $server.AddFault(@{ Delay = 0.05; Command = 'UID SEARCH'; Times = 2 })
        $null = 1..3 | ForEach-Object { Search-Imap }
        $server.Faults.Used | Should -Be 2
        $server.ClearFaults()
        $server.Faults | Should -BeNullOrEmpty
        $server.AddFault(@{ Throttle = [timespan]::FromSeconds(0.2); Command = 'STORE' })
        # A command that was typed is asked once, whatever the server says; who changes messages waits as long as it is told.
        $deadline = [DateTime]::UtcNow.AddMinutes(2)
        do { $answer = Invoke-ImapCommand 'UID STORE' ([ImapPS.ImapAtom] '1') ([ImapPS.ImapAtom] '+FLAGS') ([ImapPS.ImapAtom] '(\Seen)') -Mailbox INBOX -Writable }
        until ($answer.Status -eq 'OK' -or [DateTime]::UtcNow -gt $deadline)
        $answers = (Get-ImapTestServerLog STORE).Answer
        $answers[0] | Should -Match '^NO \[THROTTLED\] .*Suggested Backoff Time: \d+ milliseconds'
        $answers[-1] | Should -BeLike 'OK*'
        (Get-ImapTestServerMailbox INBOX).Messages[0].Seen | Should -BeTrue
    }

    It 'says what is wrong with <Fault>' -ForEach @(
        @{ Fault = "@{ Nothing = 1 }"; Says = "-Fault: there is no key 'Nothing'*CutAfter*Throttle*" }
        @{ Fault = "@{ Command = 'MOVE' }"; Says = '-Fault: it takes exactly one of CutAfter*' }
        @{ Fault = "@{ No = 1; Bad = 1; Command = 'MOVE' }"; Says = '-Fault: it takes exactly one of CutAfter*' }
        @{ Fault = "@{ No = 'x' }"; Says = '-Fault: Command is missing*' }
        @{ Fault = "@{ No = `"x``r``n* BYE`"; Command = 'MOVE' }"; Says = "-Fault: No can't be*" }
        @{ Fault = "@{ No = 'x'; Command = 'MUVE' }"; Says = "-Fault: Command can't be 'MUVE'*MOVE*" }
        @{ Fault = "@{ No = 'x'; Command = 'MOVE'; Nth = 0 }"; Says = "-Fault: Nth can't be 0*" }
        @{ Fault = "@{ CutAfter = -1; Command = 'MOVE' }"; Says = "-Fault: CutAfter can't be -1*" }
        @{ Fault = "@{ CutAfter = 'x'; Command = 'MOVE' }"; Says = "-Fault: CutAfter can't be 'x'*" }
        @{ Fault = "@{ CutAfter = 1; Command = 'MOVE'; How = 'Hard' }"; Says = "-Fault: How can't be 'Hard'*Close, Reset, Stall*" }
        @{ Fault = "@{ No = 'x'; Command = 'MOVE'; How = 'Reset' }"; Says = '-Fault: How tells*' }
        @{ Fault = "@{ Delay = 'x' }"; Says = "-Fault: Delay can't be 'x'*" }
        @{ Fault = "@{ Throttle = -1 }"; Says = "-Fault: Throttle can't be '-1'*" }
        @{ Fault = "@{ UidValidityChange = 'None'; Command = 'MOVE' }"; Says = "-Fault: UidValidityChange can't be 'None'*INBOX*" }
    ) {
        $table = . ([scriptblock]::Create($Fault))
        { Start-ImapTestServer -Fault $table } | Should -Throw $Says -ErrorId 'ImapPS.InvalidTestTable,*'
        $server = Start-ImapTestServer
        { $server.AddFault($table) } | Should -Throw "*$Says"
    }
}

Describe 'Start-ImapTestServer -WithoutCapability' {
    AfterEach { . $stopMail }

    It 'switches off what comes by itself, too' {
        $server = Start-ImapTestServer -WithoutCapability AUTH=SCRAM-SHA-256, AUTH=SCRAM-SHA-1
        ($server | Connect-Imap).AuthMechanism | Should -Be PLAIN
    }

    It 'says what is no capability' {
        { Start-ImapTestServer -WithoutCapability MUVE } | Should -Throw "*no 'MUVE'*MOVE*" -ErrorId 'ImapPS.InvalidTestTable,*'
        { Start-ImapTestServer -Capability 'TWO WORDS' } | Should -Throw "*'TWO WORDS'*"
    }

    It 'completes what the server knows' {
        (TabExpansion2 'Start-ImapTestServer -WithoutCapability MOV' 42).CompletionMatches.CompletionText | Should -Be MOVE
        (TabExpansion2 'Start-ImapTestServer -Capability AUTH=X' 39).CompletionMatches.CompletionText | Should -Be AUTH=XOAUTH2
    }
}

Describe 'Many test servers' {
    It 'run side by side, in several runspaces' {
        $shells = 1..4 | ForEach-Object { New-TestShell }
        try {
            $script = {
                param($number)
                $servers = 1..5 | ForEach-Object { Start-ImapTestServer -Mail @{ INBOX = @{ Subject = "$number-$_" } } }
                foreach ($server in $servers) {
                    $session = $server | Connect-Imap
                    (Get-ImapMessage INBOX -Session $session).Subject
                    $session | Disconnect-Imap
                }
                Stop-ImapTestServer
            }
            $number = 0
            $running = foreach ($shell in $shells) {
                $number++
                @{ Shell = $shell; Result = $shell.AddScript($script).AddArgument($number).BeginInvoke() }
            }
            $subjects = $running | ForEach-Object { $_.Shell.EndInvoke($_.Result) }
            $subjects | Sort-Object | Should -Be (1..4 | ForEach-Object { $n = $_; 1..5 | ForEach-Object { "$n-$_" } })
        }
        finally { $shells.Dispose() }
    }
}
