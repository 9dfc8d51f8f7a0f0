BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    # A server has time to say goodbye, on a busy machine too: that it did is in the transcripts.
    [ImapPS.Commands.DisconnectImapCommand].GetProperty('Patience', [Reflection.BindingFlags] 'NonPublic, Static').SetValue($null, [timespan]::FromMinutes(1))

    # What a test asks, as text that can be compared: sessions and servers have numbers of their own.
    function Get-Everything {
        Get-ImapMailbox | Select-Object Name, SpecialUse | ConvertTo-Json -Depth 5
        Search-Imap -First 5 | Get-ImapMessage | Select-Object Uid, Subject, From, To, Date, Size, Flags, Attachments | ConvertTo-Json -Depth 5
        Search-Imap -First 3 | Get-ImapMessage -Full | Select-Object Uid, Body | ConvertTo-Json -Depth 5
        Search-Imap -First 1 | Move-ImapMessage Archive -PassThru | Select-Object Mailbox, Uid | ConvertTo-Json
    }

    function Get-Deviation($Server) { @((Get-ServerEngine $Server).Options.Transcript.Deviations) }

    foreach ($kind in 'redacted', 'complete') {
        $path = Join-Path $TestDrive "$kind.log"
        $null = Start-ImapTestServer -Path $samples | Connect-Imap -TracePath $path -Redact:($kind -eq 'redacted')
        Set-Variable "expected_$kind" (Get-Everything | Out-String)
        Disconnect-Imap
        Stop-ImapTestServer
    }

    $redacted, $complete = (Join-Path $TestDrive redacted.log), (Join-Path $TestDrive complete.log)
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Start-ImapTestServer -Transcript' {
    AfterEach {
        Get-ImapSession | Disconnect-Imap
        Stop-ImapTestServer
    }

    It 'answers as the server did, strict: <Strict>' -ForEach @{ Strict = $true }, @{ Strict = $false } {
        $server = Start-ImapTestServer -Transcript $complete -Strict:$Strict
        $null = $server | Connect-Imap
        Get-Everything | Out-String | Should -Be $expected_complete
        Get-Deviation $server | Should -BeNullOrEmpty
    }

    It 'answers with the same shape from a redacted transcript' {
        $server = Start-ImapTestServer -Transcript $redacted -Strict
        $null = $server | Connect-Imap
        $again = Get-Everything | Out-String
        [regex]::Matches($again, '"Uid": \d+').Value | Should -Be ([regex]::Matches($expected_redacted, '"Uid": \d+').Value)
        [regex]::Matches($again, '"Size": \d+').Value | Should -Be ([regex]::Matches($expected_redacted, '"Size": \d+').Value)
        Get-Deviation $server | Should -BeNullOrEmpty
    }

    It 'says what was not recorded, and goes on' {
        $server = Start-ImapTestServer -Transcript $complete -Strict
        $null = $server | Connect-Imap
        { Search-Imap -Subject 'never asked' -ErrorAction Stop } | Should -Throw
        Get-Deviation $server | Should -Not -BeNullOrEmpty
        Get-Deviation $server | Select-Object -First 1 | Should -Match 'was not recorded here'
    }

    It 'takes a NOOP wherever it comes, strict: <Strict>' -ForEach @{ Strict = $true }, @{ Strict = $false } {
        # Who waits for a second before a search, or whose machine does, sends one that was not recorded.
        $server = Start-ImapTestServer -Transcript $complete -Strict:$Strict
        $null = $server | Connect-Imap
        Invoke-ImapCommand NOOP -ErrorAction Stop | Should -Not -BeNullOrEmpty
        Get-Everything | Out-String | Should -Be $expected_complete
        Get-Deviation $server | Should -BeNullOrEmpty
    }

    It 'looks a command up wherever it was recorded unless it is strict' {
        $server = Start-ImapTestServer -Transcript $complete
        $null = $server | Connect-Imap
        Search-Imap -First 3 | Get-ImapMessage | Select-Object -ExpandProperty Uid | Should -Be 1, 2, 3
        Search-Imap -First 3 | Get-ImapMessage | Select-Object -ExpandProperty Uid | Should -Be 1, 2, 3
        Get-Deviation $server | Should -BeNullOrEmpty
    }

    It 'reports a file that is no transcript' {
        Set-Content (Join-Path $TestDrive no.log) 'Dear diary'
        { Start-ImapTestServer -Transcript (Join-Path $TestDrive no.log) } | Should -Throw -ErrorId 'ImapPS.TestServerFailed,*'
        { Start-ImapTestServer -Transcript (Join-Path $TestDrive gone.log) } | Should -Throw -ErrorId 'ImapPS.TestServerFailed,*'
    }
}

Describe 'ConvertFrom-ImapTranscript' {
    It 'gives the commands of our own transcripts with times and octets' {
        $all = ConvertFrom-ImapTranscript $complete
        $all[0].Command | Should -Be '(greeting)'
        $all[0].Status | Should -Be OK
        $login = $all | Where-Object Command -eq AUTHENTICATE
        $login.Arguments | Should -Be 'SCRAM-SHA-256 ***'
        $fetch = $all | Where-Object Command -eq 'UID FETCH' | Select-Object -First 1
        $fetch.Status | Should -Be OK
        $fetch.Duration | Should -BeOfType timespan
        $fetch.Time | Should -BeOfType datetime
        $fetch.BytesReceived | Should -BeGreaterThan 100
        $fetch.Responses[0].Text | Should -Match '^\* \d+ FETCH'
        $all.Incomplete | Should -Not -Contain $true
        $all[-1].Command | Should -Be LOGOUT
        $all | Format-Table | Out-String | Should -Match '\d\d:\d\d:\d\d\.\d{3} +1 A\d+ +OK +\d+\.\d .*UID FETCH 1:5'
    }

    It 'takes files by wildcard, by exact name and from Get-ChildItem' {
        (ConvertFrom-ImapTranscript (Join-Path $TestDrive '*.log')).Path | Sort-Object -Unique | Should -Contain $complete
        (ConvertFrom-ImapTranscript -LiteralPath $complete).Count | Should -BeGreaterThan 5
        (Get-Item $complete | ConvertFrom-ImapTranscript).Count | Should -BeGreaterThan 5
    }

    It 'reads dialogs, from the pipeline too' {
        $all = @'
S:   * OK IMAP4rev1 Service Ready
C:   a001 login mrc secret
S:   a001 OK LOGIN completed
C:   a002 select inbox
S:   * 18 EXISTS
S:   * OK [UNSEEN 17] Message 17 is the first unseen message
S:   a002 OK [READ-WRITE] SELECT completed
C:   a003 fetch 12 full
S:   * 12 FETCH (FLAGS (\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700"
      RFC822.SIZE 4286)
S:   a003 OK FETCH completed
C:   a004 store 12 +flags \deleted
'@ | ConvertFrom-ImapTranscript
        $all.Command | Should -Be '(greeting)', 'LOGIN', 'SELECT', 'FETCH', 'STORE'
        $all[1].Arguments | Should -Be 'mrc ***'
        $all[2].Code | Should -Be READ-WRITE
        $all[2].ResponseCount | Should -Be 3
        $all[3].Responses[0].Text | Should -Match '-0700" RFC822.SIZE 4286\)$'
        $all[4].Incomplete | Should -BeTrue
        $all[4].Status | Should -BeNullOrEmpty
    }

    It 'reads what stands on a terminal' {
        $all = "CONNECTED(00000003)", "depth=0 CN = imap.example.org", "---", "* OK ready", "a login joe pw", "a OK in", "b append x {5}", "+ go", "hello", "b OK done", "c logout", "* BYE", "c OK bye", "closed" | ConvertFrom-ImapTranscript
        $all.Command | Should -Be '(greeting)', 'LOGIN', 'APPEND', 'LOGOUT'
        $all.Status | Should -Be OK, OK, OK, OK
    }

    It 'puts the two files of a rawlog together' {
        $in, $out = (Join-Path $TestDrive '1.in'), (Join-Path $TestDrive '1.out')
        [IO.File]::WriteAllText($in, "1700000000.100000 a NOOP`r`n1700000001.000000 b APPEND INBOX {14+}`r`n1700000001.000000 Subject: x`r`n1700000001.000000 `r`n1700000001.000000 `r`n1700000002.000000 c LOGOUT`r`n")
        [IO.File]::WriteAllText($out, "1700000000.000000 * PREAUTH hi`r`n1700000000.200000 a OK`r`n1700000001.500000 b OK`r`n1700000002.000000 * BYE`r`n1700000002.000000 c OK`r`n")
        foreach ($path in $in, $out) {
            $all = ConvertFrom-ImapTranscript $path
            $all.Command | Should -Be '(greeting)', NOOP, APPEND, LOGOUT
            $all.Incomplete | Should -Not -Contain $true
            $all[2].BytesSent | Should -Be 38
            $all[2].Duration.TotalMilliseconds | Should -Be 500
        }
        (ConvertFrom-ImapTranscript (Join-Path $TestDrive '1.*')).Count | Should -Be 4
    }

    It 'says what it understands if it understands nothing' {
        Set-Content (Join-Path $TestDrive diary.txt) 'Dear diary'
        ConvertFrom-ImapTranscript (Join-Path $TestDrive diary.txt) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -Be 'ImapPS.TranscriptNotReadable,ImapPS.Commands.ConvertFromImapTranscriptCommand'
        $problem[0].Exception.Message | Should -Match 'ImapPS transcript; Cyrus'
        ConvertFrom-ImapTranscript (Join-Path $TestDrive gone.txt) -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -Match '^ImapPS\.FileNotUsable,'
        { 'Dear diary' | ConvertFrom-ImapTranscript } | Should -Throw -ErrorId 'ImapPS.TranscriptNotReadable,*'
    }

    It 'shows no control characters' {
        "S: * OK ready`e[31m", "C: a NOOP", "S: a OK `e[31mred" | ConvertFrom-ImapTranscript | Format-List | Out-String | Should -Not -Match "`e\[31mred"
    }
}
