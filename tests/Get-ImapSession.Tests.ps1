BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $work = $server | Connect-Imap -Name work
    $home1 = $server | Connect-Imap -Name home1
    $home2 = $server | Connect-Imap -Name home2
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Get-ImapSession' {
    It 'lists all, oldest first' {
        (Get-ImapSession).Name | Should -Be work, home1, home2
    }

    It 'finds by name, wildcard and number' {
        (Get-ImapSession WORK).Id | Should -Be $work.Id
        (Get-ImapSession home*).Name | Should -Be home1, home2
        (Get-ImapSession -Id $home1.Id, $home2.Id).Name | Should -Be home1, home2
        Get-ImapSession nothing* | Should -BeNullOrEmpty
    }

    It 'reports what is not there, and goes on' {
        $found = Get-ImapSession gone, work -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -Be work
        $failures[0].FullyQualifiedErrorId | Should -Be 'ImapPS.SessionNotFound,ImapPS.Commands.GetImapSessionCommand'
        { Get-ImapSession -Id 99999 } | Should -Throw -ErrorId 'ImapPS.SessionNotFound,ImapPS.Commands.GetImapSessionCommand'
    }

    It 'shows itself in a table and in a list' {
        ($work | Out-String) | Should -Match 'work\s+Authenticated\s+ImplicitTls\s+user\s+localhost'
        ($work | Format-List | Out-String) | Should -Match 'AuthMechanism\s*: SCRAM-SHA-256'
    }

    It 'has its sessions for itself in each runspace, and closes them when the runspace ends' {
        # A server has time to say goodbye, on a busy machine too.
        [ImapPS.ImapSession].Assembly.GetType('ImapPS.Sessions.ImapSessionStore').GetProperty('ClosingTime').SetValue($null, [timespan]::FromMinutes(1))
        $shell = New-TestShell
        try {
            $inside = $shell.AddScript('param($server) Get-ImapSession; $server | Connect-Imap -Name inside -MaximumConnection 4').AddArgument($server).Invoke()
            $inside | Should -HaveCount 1
            $inside[0].State | Should -Be Authenticated
            (Get-ImapSession).Name | Should -Not -Contain inside
        }
        finally { $shell.Runspace.Close() }
        $inside[0].State | Should -Be Closed
    }
}
