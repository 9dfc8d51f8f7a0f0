BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Get-ImapTestServerLog' {
    BeforeEach {
        $server = Start-ImapTestServer -Mail @{ INBOX = @{ Subject = 'one'; Body = 'x' * 5000 } } -Credential (ConvertTo-Credential user pa55word)
        $session = $server | Connect-Imap
    }

    AfterEach { . $stopMail }

    It 'tells each command with its bytes, its time and its answer' {
        $before = [DateTimeOffset]::Now
        $null = Get-ImapMessage INBOX -Full
        $fetch = Get-ImapTestServerLog | Where-Object Text -like '*BODY.PEEK*'
        $fetch | Should -BeOfType ImapPS.ImapTestServerLogEntry
        $fetch.Command | Should -Be 'UID FETCH'
        $fetch.Server | Should -Be "$server"
        $fetch.Connection | Should -Be (Get-ImapTestServerLog AUTHENTICATE).Connection
        $fetch.UserName | Should -Be user
        $fetch.Status | Should -Be OK
        $fetch.Answer | Should -BeLike 'OK *'
        $fetch.BytesReceived | Should -BeGreaterThan $fetch.Text.Length
        $fetch.BytesSent | Should -BeGreaterThan 5000
        $fetch.Duration | Should -BeOfType timespan
        $fetch.Time | Should -BeGreaterOrEqual $before
    }

    It 'takes names with wildcards, UID or not' {
        Set-ImapMessage -Mailbox INBOX -Uid 1 -Seen
        $null = Search-Imap
        (Get-ImapTestServerLog store).Text | Should -BeLike 'UID STORE 1 +FLAGS*'
        (Get-ImapTestServerLog 'UID STORE').Count | Should -Be 1
        (Get-ImapTestServerLog 'S*').Command | Sort-Object -Unique | Should -Be SELECT, 'UID SEARCH', 'UID STORE'
        Get-ImapTestServerLog MOVE, EXPUNGE | Should -BeNullOrEmpty
    }

    It 'has no secrets in it' {
        { $server | Connect-Imap -Credential (ConvertTo-Credential user wr0ng) } | Should -Throw
        { $server | Connect-Imap -Credential (ConvertTo-Credential user wr0ng) -AuthMechanism LOGIN } | Should -Throw
        $null = $server | Connect-Imap -AuthMechanism PLAIN
        $all = Get-ImapTestServerLog | Format-List * | Out-String -Width 500
        $all | Should -Match 'AUTHENTICATE PLAIN'
        $all | Should -Not -Match 'pa55word|wr0ng|AHVzZXI'
    }

    It 'tells of all servers, or of those that are piped to it, from when its log was cleared' {
        $other = Start-ImapTestServer
        $null = $other | Connect-Imap -Name other
        (Get-ImapTestServerLog).Server | Sort-Object -Unique | Should -HaveCount 2
        ($other | Get-ImapTestServerLog).Server | Sort-Object -Unique | Should -Be "$other"
        $other.ClearLog()
        $other | Get-ImapTestServerLog | Should -BeNullOrEmpty
        $server | Get-ImapTestServerLog | Should -Not -BeNullOrEmpty
    }

    It 'tells that an answer was lost' {
        $server.AddFault(@{ CutAfter = 0; Command = 'NOOP' })
        { Invoke-ImapCommand NOOP -ErrorAction Stop } | Should -Throw
        $lost = @(Get-ImapTestServerLog NOOP)[0]
        $lost.Answer | Should -BeNullOrEmpty
        $lost.Status | Should -BeNullOrEmpty
        $lost.Duration | Should -BeNullOrEmpty
    }

    It 'completes the names of what came' {
        Set-ImapMessage -Mailbox INBOX -Uid 1 -Seen
        (TabExpansion2 "Get-ImapTestServerLog 'UID ST" 29).CompletionMatches.CompletionText | Should -Be "'UID STORE'"
    }

    It 'fits a console' {
        $null = Get-ImapMessage INBOX -Full
        $lines = Get-ImapTestServerLog | Out-String -Width 120
        $lines | Should -Match 'Conn +User +In +Out +Status +Command'
        $lines | Should -Match '1 user +\d+ B +5\.\d KB OK +UID FETCH'
    }
}
