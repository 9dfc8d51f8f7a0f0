BeforeAll { . $PSScriptRoot/TestSetup.ps1 }

Describe 'Progress' {
    BeforeEach {
        . $startMail
        $shell = New-TestShell
        # Each answer takes long enough for the work to take over a second.
        $engine.Faults.AnswerDelay = [timespan]::FromMilliseconds(700)
        function Get-Progress([string] $Script) {
            $shell.Commands.Clear()
            [void] $shell.AddScript('param($Session, $Folder) $mail = 1..5 | ForEach-Object { [pscustomobject] @{ Session = $Session; Mailbox = "INBOX"; UidValidity = $null; Uid = $_ } }').AddParameter('Session', $session).AddParameter('Folder', "$TestDrive/mail").AddStatement().AddScript($Script).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            , $shell.Streams.Progress
        }
    }

    AfterEach {
        $shell.Dispose()
        . $stopMail
    }

    It 'is shown by <Script> over a second, and taken away' -ForEach @(
        @{ Script = 'Get-ImapMessage INBOX -Session $Session'; Activity = 'Get-ImapMessage INBOX'; Status = '^(5 of 5 messages, )?[\d.]+ K?B, [\d.]+ K?B/s$' }
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

    It 'is not shown for what is quick' {
        $engine.Faults.AnswerDelay = [timespan]::Zero
        Get-Progress 'Get-ImapMessage INBOX -Session $Session' | Should -BeNullOrEmpty
    }
}
