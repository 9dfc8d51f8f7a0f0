BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    # A server has time to say goodbye, on a busy machine too.
    [ImapPS.Commands.DisconnectImapCommand].GetProperty('Patience', [Reflection.BindingFlags] 'NonPublic, Static').SetValue($null, [timespan]::FromMinutes(1))
    $server = Start-ImapTestServer
}

AfterAll { Stop-ImapTestServer }

Describe 'Disconnect-Imap' {
    AfterEach { Get-ImapSession | Disconnect-Imap }

    It 'closes the session that was connected last, and the one before is the default again' {
        $first = $server | Connect-Imap
        $last = $server | Connect-Imap
        Disconnect-Imap
        $last.State | Should -Be Closed
        $first.State | Should -Be Authenticated
        (Get-ImapSession).Id | Should -Be $first.Id
        Search-Imap -Count | Should -Be 0
    }

    It 'takes sessions from the pipeline, by name and by number' {
        $sessions = 'a', 'b', 'c' | ForEach-Object { $server | Connect-Imap -Name $_ }
        Disconnect-Imap -Session b
        Disconnect-Imap -Session $sessions[2].Id
        $sessions.State | Should -Be Authenticated, Closed, Closed
        Get-ImapSession | Disconnect-Imap
        Get-ImapSession | Should -BeNullOrEmpty
    }

    It 'says goodbye' {
        $null = $server | Connect-Imap
        (Get-ServerEngine $server).Log.Clear()
        Disconnect-Imap
        Get-SentCommand $server | Should -Be LOGOUT
    }

    It 'closes a session that is closed already' {
        $session = $server | Connect-Imap
        Disconnect-Imap
        { $session | Disconnect-Imap } | Should -Not -Throw
        { Search-Imap -Session $session } | Should -Throw -ErrorId 'ImapPS.SessionClosed,ImapPS.Commands.SearchImapCommand'
    }

    It 'forgets a session whose connection was lost' {
        $session = $server | Connect-Imap -Reconnect Never
        (Get-ServerEngine $server).CutConnections()
        { Search-Imap } | Should -Throw -ErrorId 'ImapPS.ConnectionLost,ImapPS.Commands.SearchImapCommand'
        $session.State | Should -Be Broken
        Disconnect-Imap
        Get-ImapSession | Should -BeNullOrEmpty
    }

    It 'says when there is none' {
        { Disconnect-Imap } | Should -Throw -ErrorId 'ImapPS.NoSession,ImapPS.Commands.DisconnectImapCommand'
    }
}
