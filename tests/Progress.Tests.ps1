BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $progress = [ImapPS.ImapSession].Assembly.GetType('ImapPS.Pipeline.WorkProgress')
    $usual = @{ Patience = $progress::Patience; Interval = $progress::Interval }
}

Describe 'Progress' {
    BeforeEach {
        . $startMail
        $shell = New-TestShell
        # What is long takes a moment here: each answer longer than the patience, and than the time between two records; the first one until there is a record that says it.
        $progress.GetProperty('Patience').SetValue($null, [timespan]::FromMilliseconds(10))
        $progress.GetProperty('Interval').SetValue($null, [timespan]::FromMilliseconds(25))
        $engine.Faults.AnswerDelay = [timespan]::FromMilliseconds(100)
        function Get-Progress([string] $Script, [string] $Until = '.', [switch] $Unheld) {
            $shell.Commands.Clear()
            [void] $shell.AddScript('param($Session, $Folder) $mail = 1..5 | ForEach-Object { [pscustomobject] @{ Session = $Session; Mailbox = "INBOX"; UidValidity = $null; Uid = $_ } }').AddParameter('Session', $session).AddParameter('Folder', "$TestDrive/mail").AddStatement().AddScript($Script)
            $engine.Faults.Silent = -not $Unheld
            $running = $shell.BeginInvoke()
            while ($engine.Faults.Silent -and -not $running.IsCompleted) {
                Start-Sleep -Milliseconds 5
                # By its place: to enumerate them is to wait for more.
                for ($i = 0; $i -lt $shell.Streams.Progress.Count; $i++) {
                    if ($shell.Streams.Progress[$i].StatusDescription -match $Until) { $engine.Faults.Silent = $false }
                }
            }
            $engine.Faults.Silent = $false
            [void] $shell.EndInvoke($running)
            $shell.Streams.Error | Should -BeNullOrEmpty
            , $shell.Streams.Progress
        }
    }

    AfterEach {
        foreach ($name in $usual.Keys) { $progress.GetProperty($name).SetValue($null, $usual[$name]) }
        $shell.Dispose()
        . $stopMail
    }

    It 'is shown by <Script> where it takes long, and taken away' -ForEach @(
        @{ Script = 'Get-ImapMessage INBOX -Session $Session'; Activity = 'Get-ImapMessage INBOX'; Status = '^(\d of 5 messages, )?[\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = 'Search-Imap INBOX -Subject Message -Session $Session'; Activity = 'Search-Imap INBOX'; Status = '^(5 messages, )?[\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = '$mail | Set-ImapMessage -Flagged'; Activity = 'Set-ImapMessage INBOX'; Status = '^\d of 5 messages, [\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = '$mail | Copy-ImapMessage Copies -CreateMailbox'; Activity = 'Copy-ImapMessage INBOX'; Status = '^\d of 5 messages, [\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = '$mail | Move-ImapMessage Moved -CreateMailbox'; Activity = 'Move-ImapMessage INBOX'; Status = '^\d of 5 messages, [\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = '$mail | Save-ImapMessage $Folder'; Activity = 'Save-ImapMessage INBOX'; Status = '^(\d files, )?[\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = '"Subject: a`n`nb" | Add-ImapMessage New -CreateMailbox -Session $Session'; Activity = 'Add-ImapMessage New'; Status = '^[01] of 1 messages, [\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = 'Get-ImapThread INBOX -Session $Session'; Activity = 'Get-ImapThread INBOX'; Status = '^[\d.]+ K?B, [\d.]+ K?B/s$' }
        @{ Script = 'Measure-ImapMailbox INBOX -By Sender -Session $Session'; Activity = 'Measure-ImapMailbox INBOX'; Status = '^[\d.]+ K?B, [\d.]+ K?B/s$' }
    ) {
        $records = Get-Progress $Script
        $shown = @($records | Where-Object { $_.Activity -eq $Activity })
        $shown.Count | Should -BeGreaterOrEqual 2
        $shown[-1].RecordType | Should -Be Completed
        foreach ($record in $shown | Select-Object -SkipLast 1) {
            $record.RecordType | Should -Be Processing
            $record.StatusDescription | Should -Match $Status
            $record.PercentComplete | Should -Be $(if ($record.StatusDescription -match '^(\d) of (\d)') { 100 * $Matches[1] / $Matches[2] } else { -1 })
        }
    }

    It 'does not stay when the pipeline ends early: <_>' -ForEach @(
        'Get-ImapMessage INBOX -Full -Session $Session | Select-Object -First 1'
        'try { Get-ImapMessage INBOX -Full -Session $Session | ForEach-Object { throw "downstream" } } catch { }'
        'try { Get-ImapMessage Nothing -Full -Session $Session -ErrorAction Stop } catch { }'
        '$mail | Get-ImapMessage -Full | Select-Object -First 1'
        'try { $mail | Copy-ImapMessage Nothing -PassThru -ErrorAction Stop } catch { }'
    ) {
        $shown = Get-Progress $_
        $shown.Count | Should -BeGreaterOrEqual 2
        $shown[-1].RecordType | Should -Be Completed
    }

    It 'is shown by <Script>, which works on no session, where it takes long, and taken away' -ForEach @(
        @{ Script = 'Connect-Imap localhost $server.Credential -Port $server.TlsPort -Security ImplicitTls -CertificateAuthority $server.CertificateAuthority -NoMemory'; Activity = 'Connect-Imap localhost'; Status = '^localhost port \d+ \(ImplicitTls\) \w+$' }
        @{ Script = 'Test-ImapServer localhost -StartTlsPort $server.Port -ImplicitTlsPort $server.TlsPort'; Activity = 'Testing IMAP servers'; Status = '^0 of 1 servers$' }
        @{ Script = 'Disconnect-Imap $Session'; Activity = 'Disconnect-Imap'; Status = '^0 of 1 sessions$' }
    ) {
        $shell.Runspace.SessionStateProxy.SetVariable('server', $server)
        $shown = Get-Progress $Script -Until $Status
        $shown.Count | Should -BeGreaterOrEqual 2
        $shown.Activity | Sort-Object -Unique | Should -Be $Activity
        # Until there is something to say it says what is being done.
        $shown.StatusDescription | Where-Object { $_ -ne $Activity } | Select-Object -First 1 | Should -Match $Status
        $shown[-1].RecordType | Should -Be Completed
    }

    It 'is shown where a long trace is read' {
        "S: * OK hello`n" + (1..200 | ForEach-Object { "C: $_ NOOP`nS: $_ OK done`n" }) | Set-Content "$TestDrive/long.log"
        $progress.GetProperty('Patience').SetValue($null, [timespan]::Zero)
        $progress.GetProperty('Interval').SetValue($null, [timespan]::Zero)
        $shown = Get-Progress -Unheld "ConvertFrom-ImapTranscript '$TestDrive/long.log'"
        $shown.Activity | Sort-Object -Unique | Should -Be 'ConvertFrom-ImapTranscript long.log'
        $shown[0].StatusDescription | Should -Be '1 commands'
        $shown[-1].RecordType | Should -Be Completed
    }

    It 'is not shown for what is quick, which is a second, nor where nobody wants it' {
        $usual.Patience | Should -Be ([timespan]::FromSeconds(1))
        Get-Progress -Unheld 'Get-ImapMessage INBOX -Session $Session -ProgressAction SilentlyContinue' | Should -BeNullOrEmpty
        $progress.GetProperty('Patience').SetValue($null, [timespan]::FromHours(1))
        $shell.Runspace.SessionStateProxy.SetVariable('server', $server)
        Get-Progress -Unheld 'Get-ImapMessage INBOX -Session $Session' | Should -BeNullOrEmpty
        Get-Progress -Unheld '$null = Test-ImapServer localhost -StartTlsPort $server.Port -ImplicitTlsPort $server.TlsPort' | Should -BeNullOrEmpty
    }
}
