BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Several sessions' {
    BeforeEach {
        . $startMail
        $other = Start-ImapTestServer
        $otherEngine = Get-ServerEngine $other
        $null = $otherEngine.Mailboxes.Inbox.Add("Subject: Elsewhere`n`nText", $null, $null)
        $second = $other | Connect-Imap -Reconnect Never
    }

    AfterEach { . $stopMail }

    It 'are worked on side by side by <Name>' -ForEach @(
        @{ Name = 'Measure-ImapMailbox'; Work = { Measure-ImapMailbox INBOX -Session $args } }
        @{ Name = 'Get-ImapMailbox'; Work = { Get-ImapMailbox INBOX -Session $args } }
        @{ Name = 'Get-ImapThread'; Work = { Get-ImapThread INBOX -Session $args } }
        @{ Name = 'Search-Imap'; Work = { Search-Imap INBOX -Session $args } }
        @{ Name = 'Get-ImapMessage'; Work = { Get-ImapMessage INBOX -Session $args } }
    ) {
        # The first does not answer before the second is heard.
        $engine.Faults.Silent = $true
        $sessions = & $Work $session $second | ForEach-Object { $engine.Faults.Silent = $false; $_.Session }
        $sessions[0] | Should -Be $second
        $sessions | Should -Contain $session
        # One at a time, the first one's turn comes first, and the second one's is not waited for.
        $otherEngine.Faults.Silent = $true
        $PSDefaultParameterValues = @{ "${Name}:ThrottleLimit" = 1 }
        $sessions = & $Work $session $second | ForEach-Object { $otherEngine.Faults.Silent = $false; $_.Session }
        $sessions[0] | Should -Be $session
        $sessions | Should -Contain $second
    }

    It 'fail each for itself' {
        Stop-ImapTestServer $other
        $errors = @()
        (Measure-ImapMailbox INBOX -Session $second, $session -ErrorAction SilentlyContinue -ErrorVariable errors).Messages | Should -Be 5
        $errors.Count | Should -Be 1
        $errors[0].TargetObject | Should -Be $second
    }

    It 'are summed up each for itself' {
        $sums = Measure-ImapMailbox -Name INBOX, Sent -Total -Session $session, $second -ErrorAction SilentlyContinue
        ($sums | Where-Object Session -EQ $session).Messages | Should -Be 5
        ($sums | Where-Object Session -EQ $second).Messages | Should -Be 1
    }
}
