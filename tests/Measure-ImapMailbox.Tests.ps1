BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer
    $store = (Get-ServerEngine $server).Mailboxes
    function Add-Mail([string] $Mailbox, [string] $From, [datetimeoffset] $Date, [int] $Size, [string] $Type = 'text/plain') {
        $head = "From: $From`r`nSubject: x`r`nContent-Type: $Type`r`n`r`n"
        $null = $store.GetOrCreate($Mailbox).Add([Text.Encoding]::UTF8.GetBytes($head + ('x' * ($Size - $head.Length))), $null, $Date)
    }
    Add-Mail Box 'A <a@One.example>' '2026-03-05T12:00:00Z' 1000
    Add-Mail Box 'b@two.example' '2025-12-24T12:00:00Z' 5000 'application/pdf'
    Add-Mail Box 'c@one.example' '2026-03-09T12:00:00Z' 2000
    Add-Mail Box 'undisclosed' '2026-01-09T12:00:00Z' 500
    Add-Mail Box/Below 'b@two.example' '2026-05-05T12:00:00Z' 3000
    $store['Box'].Messages | Select-Object -First 1 | ForEach-Object { $null = $store['Box'].SetFlags($_, [ImapPS.Protocol.Values.MessageFlags]::Parse([string[]] '\Seen')) }
    $store['Box/Below'].SpecialUse = '\Archive'
    $store['Archive'].SpecialUse = [NullString]::Value
    $session = $server | Connect-Imap
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Measure-ImapMailbox' {
    It 'measures <How>' -ForEach @(
        @{ How = 'by what the server sorts'; With = @{ Capability = 'SORT', 'ESORT' }; Reads = 2 }
        @{ How = 'by reading sizes and dates'; With = @{}; Reads = 4 }
        @{ How = 'where the server can not add sizes up'; With = @{ Capability = 'SORT', 'ESORT'; WithoutCapability = 'STATUS=SIZE' }; Reads = 4 }
        @{ How = 'where the server can do nothing'; With = @{ WithoutCapability = 'STATUS=SIZE', 'LIST-STATUS', 'LIST-EXTENDED', 'ESEARCH', 'CONDSTORE' }; Reads = 4 }
    ) {
        $other = [ImapPS.Loopback.LoopbackOptions]::new()
        $other.Users.Add([ImapPS.Loopback.LoopbackUser]::new('user', 'password', $store))
        if ($With.WithoutCapability) { $null = $other.Without([string[]] $With.WithoutCapability) }
        if ($With.Capability) { $null = $other.With([string[]] $With.Capability) }
        $engine = [ImapPS.Loopback.LoopbackServer]::Start($other)
        $there = Connect-Imap localhost $server.Credential -ImplicitTlsPort $engine.TlsPort -SkipCertificateCheck -WarningAction SilentlyContinue
        try {
            $engine.Log.Clear()
            $measure = Measure-ImapMailbox Box -Session $there
            $measure | Should -BeOfType ImapPS.ImapMailboxMeasure
            $measure.Messages | Should -Be 4
            $measure.Unseen | Should -Be 3
            $measure.Size | Should -Be 8500
            $measure.Oldest | Should -Be ([datetimeoffset] '2025-12-24T12:00:00Z')
            $measure.Newest | Should -Be ([datetimeoffset] '2026-03-09T12:00:00Z')
            $measure.LargestSize | Should -Be 5000
            $measure.LargestUid | Should -Be 2
            $fetch = @($engine.Log.Commands | Where-Object { $_ -like 'UID FETCH*' })
            $fetch | Should -Not -BeNullOrEmpty
            $fetch | Where-Object { $_ -match 'BODY|ENVELOPE' } | Should -BeNullOrEmpty
            if ($Reads -eq 2) { $fetch | Should -Be 'UID FETCH 2:3 (UID INTERNALDATE RFC822.SIZE)' }
        }
        finally { Disconnect-Imap $there; $engine.Dispose() }
    }

    It 'says nothing of what an empty mailbox does not have, and reads nothing there' {
        (Get-ServerEngine $server).Log.Clear()
        $measure = Measure-ImapMailbox Drafts
        $measure.Messages, $measure.Unseen, $measure.Size, $measure.LargestSize | Should -Be 0, 0, 0, 0
        $measure.Oldest, $measure.Newest, $measure.LargestUid | Where-Object { $null -ne $_ } | Should -BeNullOrEmpty
        Get-SentCommand $server | Where-Object { $_ -notlike 'LIST*' -and $_ -notlike 'NAMESPACE*' } | Should -BeNullOrEmpty
    }

    It 'parts by <By>: <Expected>' -ForEach @(
        @{ By = 'Sender'; Expected = 'two.example=1,5000', 'one.example=2,3000', '=1,500' }
        @{ By = 'Month'; Expected = '2025-12=1,5000', '2026-01=1,500', '2026-03=2,3000' }
    ) {
        $rows = Measure-ImapMailbox Box -By $By
        $rows | Should -BeOfType ImapPS.ImapMailboxShare
        $rows | ForEach-Object { "$($_.Value)=$($_.Messages),$($_.Size)" } | Should -Be $Expected
        [Math]::Round(($rows | Measure-Object Share -Sum).Sum, 2) | Should -Be 1
        $rows[0].By | Should -Be $By
    }

    It 'parts by the types of parts' {
        $rows = Measure-ImapMailbox Box -By Type
        $rows.Value | Should -Be 'application/pdf', 'text/plain'
        $rows.Messages | Should -Be 1, 3
    }

    It 'reads only what it is asked for' {
        (Get-ServerEngine $server).Log.Clear()
        $null = Measure-ImapMailbox Box -By Month
        Get-SentCommand $server | Where-Object { $_ -match 'ENVELOPE|BODY' } | Should -BeNullOrEmpty
        $null = Measure-ImapMailbox Box -By Sender, Type
        Get-SentCommand $server | Where-Object { $_ -match 'ENVELOPE.*BODYSTRUCTURE' } | Should -Not -BeNullOrEmpty
        Get-SentCommand $server | Where-Object { $_ -match 'SELECT|STORE' } | Should -BeNullOrEmpty
    }

    It 'measures a tree, each and together' {
        (Measure-ImapMailbox Box -Recurse).Mailbox | Should -Be Box, Box/Below
        $sum = Get-ImapMailbox Box, Box/Below | Measure-ImapMailbox -Total
        $sum.Mailbox | Should -Be '*'
        $sum.Messages | Should -Be 5
        $sum.Size | Should -Be 11500
        $sum.Newest | Should -Be ([datetimeoffset] '2026-05-05T12:00:00Z')
        (Measure-ImapMailbox Box -Recurse -Total -By Sender).Value | Should -Be two.example, one.example, ''
        (Measure-ImapMailbox '\Archive').Mailbox | Should -Be Box/Below
    }

    It 'shows bars, and leaves plain values for a file' {
        $text = Measure-ImapMailbox Box -By Sender | Out-String
        $text | Should -Match 'two\.example\s+1\s+4\.9 KB\s+59%\s+#{12}\s'
        $text | Should -Match 'Mailbox: Box by Sender'
        Measure-ImapMailbox Box | Out-String | Should -Match 'Box\s+4\s+3\s+8\.3 KB\s+2025-12-24'
        $row = Measure-ImapMailbox Box -By Month | ConvertTo-Csv | ConvertFrom-Csv | Select-Object -First 1
        $row.Value, $row.Messages, $row.Size, $row.Mailbox | Should -Be '2025-12', '1', '5000', 'Box'
    }

    It 'reports a mailbox that is not there' {
        { Measure-ImapMailbox Nowhere } | Should -Throw -ErrorId 'ImapPS.MailboxNotFound,ImapPS.Commands.MeasureImapMailboxCommand'
    }
}
