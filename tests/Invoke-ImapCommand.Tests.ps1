BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Invoke-ImapCommand' {
    BeforeEach { . $startMail }

    AfterEach { . $stopMail }

    It 'sends a command and gives the answer, typed and raw' {
        $answer = Invoke-ImapCommand STATUS INBOX ([ImapPS.ImapAtom] '(MESSAGES UIDNEXT)')
        $answer.Status | Should -Be Ok
        $answer.Responses[0] | Should -BeOfType ImapPS.Protocol.Responses.MailboxStatusResponse
        $answer.Responses[0].Messages | Should -Be 5
        $answer.Raw | Should -HaveCount 2
        $answer.Raw[0] | Should -Match '^\* STATUS'
    }

    It 'encodes its arguments' {
        $null = Invoke-ImapCommand RENAME 'two words' 'a"b'
        @(Get-SentCommand $server)[-1] | Should -Be 'RENAME "two words" "a\"b"'
        $null = Invoke-ImapCommand CREATE "x`r`nA1 LOGOUT"
        (Get-ImapSession).State | Should -Be Authenticated
    }

    It 'gives NO and BAD as answers' {
        (Invoke-ImapCommand X-UNKNOWN).Status | Should -Be Bad
        (Invoke-ImapCommand DELETE NoSuch).Status | Should -Be No
    }

    It 'opens a mailbox first' {
        $answer = Invoke-ImapCommand 'UID SEARCH' ([ImapPS.ImapAtom] 'ALL') -Mailbox INBOX
        $answer.Status | Should -Be Ok
        "$answer" | Should -Match 'SEARCH'
    }

    It 'refuses <_>' -ForEach 'STARTTLS', 'AUTHENTICATE', 'login', 'LOGOUT', 'IDLE', 'COMPRESS', 'SELECT', 'EXAMINE', 'ENABLE', 'CLOSE', 'EXPUNGE' {
        { Invoke-ImapCommand $_ } | Should -Throw -ErrorId 'ImapPS.CommandNotAllowed,*'
        Get-SentCommand $server | Should -BeNullOrEmpty
    }

    It 'lets nothing end the command' {
        { Invoke-ImapCommand "NOOP`r`nA1 LOGOUT" } | Should -Throw -ErrorId 'ImapPS.InvalidCommand,*'
        { Invoke-ImapCommand STATUS ([ImapPS.ImapAtom] "x`r`ny") } | Should -Throw -ErrorId 'ImapPS.InvalidCommand,*'
        { Invoke-ImapCommand STATUS ([ImapPS.ImapAtom] 'x) (') } | Should -Throw -ErrorId 'ImapPS.InvalidCommand,*'
        Get-SentCommand $server | Should -BeNullOrEmpty
    }
}
