BeforeAll {
    . $PSScriptRoot/TestSetup.ps1
    $server = Start-ImapTestServer $samples
    $engine = Get-ServerEngine $server
    foreach ($name in 'Archive/2025', 'Archive/2026', "Anna's", 'foo*', 'a[1]', "evil`u{202e}gpj", 'Entwürfe & Pläne') { $null = $engine.Mailboxes.GetOrCreate($name) }
    $null = $engine.Mailboxes.Inbox.Add("Subject: paid`n`nx", [ImapPS.Protocol.Values.MessageFlags]::Parse('Paid'), $null)
    $session = $server | Connect-Imap -Name work
    $null = Search-Imap -Count

    # What Tab offers at the end of the line, or where | stands in it.
    function Get-Completion([string] $Line) {
        $cursor = $Line.IndexOf('¦')
        if ($cursor -lt 0) { $cursor = $Line.Length }
        TabExpansion2 $Line.Replace('¦', '') $cursor
    }

    function Get-CompletionText([string] $Line) { (Get-Completion $Line).CompletionMatches.CompletionText }

    # The line as it is when the first offer was taken.
    function Complete-Line([string] $Line) {
        $found = Get-Completion $Line
        $plain = $Line.Replace('¦', '')
        $plain.Remove($found.ReplacementIndex, $found.ReplacementLength).Insert($found.ReplacementIndex, $found.CompletionMatches[0].CompletionText)
    }

    # Who types waits 300 ms for the mailboxes, which is little on a busy machine: what comes later is there the next time.
    function Wait-Completion([string] $Line, [string] $Text) { Wait-Until { $Text -in (Get-CompletionText $Line) } }

    Wait-Completion 'Get-ImapMailbox Arch' Archive
}

AfterAll {
    Get-ImapSession | Disconnect-Imap
    Stop-ImapTestServer
}

Describe 'Completion' {
    It 'offers sessions: <_>' -ForEach 'Get-ImapMailbox -Session w', 'Disconnect-Imap w', 'Get-ImapSession w', 'Disconnect-Imap -Session w' {
        Get-CompletionText $_ | Should -Be work
    }

    It 'offers sessions by number' {
        Get-CompletionText 'Get-ImapSession -Id ' | Should -Contain "$($session.Id)"
    }

    It 'offers mailboxes, each written so that it stands for itself: <Line>' -ForEach @(
        @{ Line = 'Get-ImapMailbox Arch'; Expected = 'Archive', 'Archive/2025', 'Archive/2026' }
        @{ Line = 'Search-Imap arch'; Expected = 'Archive', 'Archive/2025', 'Archive/2026' }
        @{ Line = 'Search-Imap INBOX, Archive/2025, Archive/'; Expected = 'Archive/2025', 'Archive/2026' }
        @{ Line = "Move-ImapMessage -Destination 'Archive/"; Expected = 'Archive/2025', 'Archive/2026' }
        @{ Line = 'Copy-ImapMessage Archive/2025'; Expected = 'Archive/2025' }
        @{ Line = 'Get-ImapMessage Ann'; Expected = "'Anna''s'" }
        @{ Line = 'Get-ImapMailbox Entw'; Expected = "'Entwürfe & Pläne'" }
        @{ Line = 'Get-ImapMailbox foo'; Expected = "'foo``*'" }
        @{ Line = "Get-ImapMailbox 'a["; Expected = "'a``[1``]'" }
        @{ Line = 'Get-ImapMailbox -LiteralName foo'; Expected = "'foo*'" }
        @{ Line = 'Watch-ImapMailbox INB'; Expected = 'INBOX' }
        @{ Line = 'Remove-ImapMailbox \T'; Expected = '\Trash' }
        @{ Line = 'Search-Imap \'; Expected = '\Inbox', '\Sent', '\Trash', '\Junk', '\Drafts', '\Archive', '\All', '\Flagged', '\Important' }
    ) {
        Get-CompletionText $Line | Should -Be $Expected
    }

    It 'offers what it says: each mailbox is found by what was offered for it' {
        foreach ($text in Get-CompletionText 'Get-ImapMailbox ' | Where-Object { $_ -notmatch '^\\' }) {
            (. ([scriptblock]::Create("Get-ImapMailbox $text"))) | Should -HaveCount 1 -Because $text
        }
    }

    It 'puts nothing on the command line that is not what it looks like' {
        Get-CompletionText 'Get-ImapMailbox ' | Where-Object { $_ -match 'evil' } | Should -BeNullOrEmpty
    }

    It 'completes a mailbox of the session that is named' {
        $other = Start-ImapTestServer
        $null = (Get-ServerEngine $other).Mailboxes.GetOrCreate('Elsewhere')
        $second = $other | Connect-Imap -Name second
        try {
            Wait-Completion 'Search-Imap -Session second Else' Elsewhere
            Get-CompletionText 'Search-Imap -Session second Else' | Should -Be Elsewhere
            Get-CompletionText 'Search-Imap -Session work Else' | Should -Not -Contain Elsewhere
        }
        finally { Disconnect-Imap $second; Stop-ImapTestServer $other }
    }

    It 'asks the server once, and knows what else came by' {
        $shared = Start-ImapTestServer
        $other = $shared | Connect-Imap
        try {
            $log = (Get-ServerEngine $shared).Log
            $log.Clear()
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Wait-Completion 'Search-Imap INB' INBOX
            1..5 | ForEach-Object { Get-CompletionText 'Search-Imap INB' | Should -Be INBOX }
            $sent = @(Get-SentCommand $shared)
            @($sent -match '^LIST') | Should -Not -BeNullOrEmpty
            # What it knows is half a minute old at most.
            @($sent -match 'LIST').Count | Should -BeLessOrEqual (1 + [math]::Floor($clock.Elapsed.TotalSeconds / 30))
            @($sent -notmatch '^LIST') | Should -HaveCount 0
            $null = New-ImapMailbox Fresh
            $log.Clear()
            Get-CompletionText 'Search-Imap Fre' | Should -Be Fresh
            $sent = @(Get-SentCommand $shared)
            if ($clock.Elapsed.TotalSeconds -lt 30) { $sent | Should -BeNullOrEmpty }
        }
        finally { Disconnect-Imap $other; Stop-ImapTestServer $shared }
    }

    It 'does not wait for a server that says nothing, and offers what is known' {
        $slow = Start-ImapTestServer
        $other = $slow | Connect-Imap
        $faults = (Get-ServerEngine $slow).Faults
        try {
            $null = Get-ImapMailbox Sent
            $log = (Get-ServerEngine $slow).Log
            $log.Clear()
            $faults.Silent = $true
            # The first waits its moment, the others for nothing more than that; none asks again.
            1..3 | ForEach-Object { Get-CompletionText 'Search-Imap Se' | Should -Contain Sent }
            @($log.Commands).Count | Should -BeLessOrEqual 1
        }
        finally { Stop-ImapTestServer $slow; Disconnect-Imap $other }
    }

    It 'offers nothing and connects to nothing without a session' {
        $shell = New-TestShell
        try { $shell.AddScript('(TabExpansion2 "Search-Imap INB" 15).CompletionMatches.CompletionText').Invoke() | Where-Object { $_ -eq 'INBOX' } | Should -BeNullOrEmpty }
        finally { $shell.Dispose() }
    }

    It 'does not connect again for it' {
        $lost = Start-ImapTestServer
        $other = $lost | Connect-Imap
        try {
            (Get-ServerEngine $lost).CutConnections()
            while ($other.State -ne 'Disconnected') { Start-Sleep -Milliseconds 5 }
            Get-CompletionText 'Search-Imap INB' | Should -Not -Contain INBOX
            $other.State | Should -Be Disconnected
        }
        finally { Disconnect-Imap $other; Stop-ImapTestServer $lost }
    }

    It 'offers flags and keywords: <Line>' -ForEach @(
        @{ Line = 'Add-ImapMessage Drafts -Flag se'; Expected = '\Seen' }
        @{ Line = 'Set-ImapMessage -Flags \Fl'; Expected = '\Flagged' }
        @{ Line = "Set-ImapMessage -AddKeyword '`$F"; Expected = "'`$Forwarded'" }
        @{ Line = 'Set-ImapMessage -RemoveKeyword Pai'; Expected = 'Paid' }
        @{ Line = 'Search-Imap -Keyword Pai'; Expected = 'Paid' }
        @{ Line = 'Search-Imap -Filter { Keyword -eq Pai'; Expected = "'Paid'" }
    ) {
        Get-CompletionText $Line | Should -Be $Expected
    }

    It 'offers what is known by heart: <Line>' -ForEach @(
        @{ Line = 'Start-ImapTestServer -Capability MOV'; Expected = 'MOVE' }
        @{ Line = 'Start-ImapTestServer -WithoutCapability UIDP'; Expected = 'UIDPLUS' }
        @{ Line = 'Test-ImapServer x -Require StartT'; Expected = 'StartTls' }
        @{ Line = 'Connect-Imap x -AuthMechanism SCRAM-SHA-25'; Expected = 'SCRAM-SHA-256-PLUS', 'SCRAM-SHA-256' }
        @{ Line = 'Get-ImapMailbox -SpecialUse Tra'; Expected = 'Trash' }
        @{ Line = 'New-ImapMailbox x -SpecialUse Imp'; Expected = 'Important' }
        @{ Line = 'Set-ImapMailbox x -SpecialUse No'; Expected = 'None' }
        @{ Line = 'Get-ImapMessage -Property Sub'; Expected = 'Subject' }
        @{ Line = 'Get-ImapMessage -Property Subject, Fr'; Expected = 'From' }
        @{ Line = 'Watch-ImapMailbox -Property Sub'; Expected = 'Subject' }
        @{ Line = 'Wait-ImapMessage -Property Sub'; Expected = 'Subject' }
        @{ Line = 'Get-ImapMessage -Header List-I'; Expected = 'List-Id' }
        @{ Line = 'Save-ImapAttachment . -ContentType application/p'; Expected = 'application/pdf' }
        @{ Line = 'Search-Imap -Sort DisplayF'; Expected = 'DisplayFrom' }
        @{ Line = 'Watch-ImapMailbox -Kind N'; Expected = 'New' }
        @{ Line = 'Get-ImapThread -Algorithm Refs'; Expected = 'Refs' }
        @{ Line = 'Save-ImapMessage . -Conflict Sk'; Expected = 'Skip' }
        @{ Line = 'Connect-Imap x -Security Imp'; Expected = 'ImplicitTls' }
        @{ Line = 'Measure-ImapMailbox -By Sen'; Expected = 'Sender' }
        @{ Line = 'Search-Imap | Get-ImapMessage | Select-Object InternalD'; Expected = 'InternalDate' }
    ) {
        Get-CompletionText $Line | Should -Be $Expected
    }

    It 'completes every enumeration that a cmdlet takes' {
        foreach ($command in Get-Command -Module ImapPS) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.Name -notin [Management.Automation.Cmdlet]::CommonParameters }) {
                $type = if ($parameter.ParameterType.IsArray) { $parameter.ParameterType.GetElementType() } else { $parameter.ParameterType }
                $inner = [Nullable]::GetUnderlyingType($type)
                $enum = if ($inner) { $inner } else { $type }
                if (-not $enum.IsEnum) { continue }
                $set = ($parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateSetAttribute] }).ValidValues
                Get-CompletionText "$($command.Name) -$($parameter.Name) " | Sort-Object | Should -Be ($(if ($set) { $set } else { [enum]::GetNames($enum) }) | Sort-Object) -Because "$($command.Name) -$($parameter.Name)"
            }
        }
    }
}

Describe 'Completion inside a filter' {
    It 'goes on from <Line> to <Expected>' -ForEach @(
        @{ Line = 'Search-Imap INBOX { Sub'; Expected = 'Search-Imap INBOX { Subject' }
        @{ Line = 'Search-Imap INBOX { Sub¦ }'; Expected = 'Search-Imap INBOX { Subject }' }
        @{ Line = 'Search-Imap -Filter { Sub'; Expected = 'Search-Imap -Filter { Subject' }
        @{ Line = 'Search-Imap -Filter:{ Sub'; Expected = 'Search-Imap -Filter:{ Subject' }
        @{ Line = 'Search-Imap INBOX -Recurse { Sub'; Expected = 'Search-Imap INBOX -Recurse { Subject' }
        @{ Line = 'ImapPS\Search-Imap INBOX { Sub'; Expected = 'ImapPS\Search-Imap INBOX { Subject' }
        @{ Line = 'Get-ImapThread INBOX { Rece'; Expected = 'Get-ImapThread INBOX { Received' }
        @{ Line = 'Wait-ImapMessage INBOX { Rece'; Expected = 'Wait-ImapMessage INBOX { Received' }
        @{ Line = 'Watch-ImapMailbox INBOX { Rece'; Expected = 'Watch-ImapMailbox INBOX { Received' }
        @{ Line = '$ids = Get-ImapMailbox | Search-Imap -Filter { $_.Sub'; Expected = '$ids = Get-ImapMailbox | Search-Imap -Filter { $_.Subject' }
        @{ Line = 'Search-Imap INBOX { Fro'; Expected = 'Search-Imap INBOX { $_.From' }
        @{ Line = 'Search-Imap INBOX { Seen -and Fro'; Expected = 'Search-Imap INBOX { Seen -and From' }
        @{ Line = 'Search-Imap INBOX { ($_.Seen -or Fl'; Expected = 'Search-Imap INBOX { ($_.Seen -or $_.Flagged' }
        @{ Line = 'Search-Imap INBOX { Subject -li'; Expected = 'Search-Imap INBOX { Subject -like' }
        @{ Line = 'Search-Imap INBOX { $_.Subject -notm'; Expected = 'Search-Imap INBOX { $_.Subject -notmatch' }
        @{ Line = "Search-Imap INBOX { Subject -like 'a' -a"; Expected = "Search-Imap INBOX { Subject -like 'a' -and" }
        @{ Line = "Search-Imap INBOX { Subject -like 'a' -and Si"; Expected = "Search-Imap INBOX { Subject -like 'a' -and Size" }
        @{ Line = "Search-Imap INBOX { Subject -like 'a' -and Size -g"; Expected = "Search-Imap INBOX { Subject -like 'a' -and Size -gt" }
        @{ Line = 'Search-Imap INBOX { Seen -eq $t'; Expected = 'Search-Imap INBOX { Seen -eq $true' }
        @{ Line = 'Search-Imap INBOX { Age -lt 7'; Expected = "Search-Imap INBOX { Age -lt '7d'" }
        @{ Line = "Search-Imap INBOX { AttachmentType -eq 'application/pd"; Expected = "Search-Imap INBOX { AttachmentType -eq 'application/pdf'" }
        @{ Line = "Search-Imap INBOX { AttachmentType -in 'text/csv', 'application/pd"; Expected = "Search-Imap INBOX { AttachmentType -in 'text/csv', 'application/pdf'" }
        @{ Line = "Search-Imap INBOX { Header('List-I"; Expected = "Search-Imap INBOX { Header('List-Id'" }
        @{ Line = "Search-Imap INBOX { Header('List-Id') -l"; Expected = "Search-Imap INBOX { Header('List-Id') -like" }
        @{ Line = "Search-Imap INBOX 'Sub"; Expected = "Search-Imap INBOX 'Subject" }
        @{ Line = "Search-Imap INBOX 'Fro"; Expected = "Search-Imap INBOX 'From" }
        @{ Line = "Search-Imap -Filter 'Seen -and Subject -li"; Expected = "Search-Imap -Filter 'Seen -and Subject -like" }
        @{ Line = 'Search-Imap -Filter "Seen -a'; Expected = 'Search-Imap -Filter "Seen -and' }
        @{ Line = 'Search-Imap INBOX -Filter '; Expected = 'Search-Imap INBOX -Filter { $_.From' }
    ) {
        Complete-Line $Line | Should -BeExactly $Expected
    }

    It 'offers all fields, and no operator that the field does not take' {
        $fields = (Get-Completion 'Search-Imap INBOX { ').CompletionMatches
        $names = [ImapPS.ImapFilter].Assembly.GetType('ImapPS.Filtering.FilterFields').GetProperty('Names').GetValue($null) -replace "\(.*"
        $fields.ListItemText | Where-Object { $_ -ne '-not' } | Should -Be $names
        ($fields | Where-Object ListItemText -EQ Size).ToolTip | Should -Be 'Size: -eq -ne -in -notin -gt -ge -lt -le'
        Get-CompletionText 'Search-Imap INBOX { Size -' | Should -Be '-eq', '-ne', '-in', '-notin', '-gt', '-ge', '-lt', '-le'
        Get-CompletionText 'Search-Imap INBOX { Seen ' | Should -Be '-eq', '-ne', '-and', '-or'
        Get-CompletionText "Search-Imap INBOX { Subject -like 'a' " | Should -Be '-and', '-or'
    }

    It 'completes to what a filter may say: <Field>' -ForEach @(
        . $PSScriptRoot/TestSetup.ps1
        [ImapPS.ImapFilter].Assembly.GetType('ImapPS.Filtering.FilterFields').GetProperty('Names').GetValue($null) | Where-Object { $_ -notmatch '\(' } | ForEach-Object { @{ Field = $_ } }
    ) {
        foreach ($operator in Get-CompletionText "Search-Imap INBOX { Seen -and $Field -" | Where-Object { $_ -notin '-and', '-or' }) {
            # A wrong operator is another error than a wrong value.
            try { $null = Search-Imap INBOX "Seen -and $Field $operator `$nothing" -Explain }
            catch { "$_" | Should -Not -Match "can't be asked by|there is no operator" }
        }
    }

    It 'leaves to PowerShell what is its own: <Line>' -ForEach @(
        @{ Line = 'Search-Imap -Fir'; Expected = '-First' }
        @{ Line = 'Where-Object { Get-Chi'; Expected = 'Get-ChildItem' }
        @{ Line = 'Search-Imap | ForEach-Object { Get-ImapMessa'; Expected = 'Get-ImapMessage' }
        @{ Line = 'Search-Imap INBOX { Subject } | Get-ImapMessa'; Expected = 'Get-ImapMessage' }
        @{ Line = 'Search-Imap -First { Get-ImapMessa'; Expected = 'Get-ImapMessage' }
        @{ Line = '$completionProb'; Expected = '$completionProbe' }
        @{ Line = 'Search-Imap INBOX { Received -gt $completionProb'; Expected = '$completionProbe' }
    ) {
        $global:completionProbe = 1
        try { Get-CompletionText $Line | Should -Contain $Expected }
        finally { Remove-Variable completionProbe -Scope Global }
    }

    It 'survives whatever is typed' {
        $texts = 'Subject -like', "Header(", "Header('x", '(((', '-not', '-', '$_.', '$_', "'", '"', '@"', '`', '#', '<#', '{', '}', ')', 'Uid -in 1,', 'Size -gt 5MB -and -or', '¿', "Subject -eq `"`$(", 'Seen -eq [bool', 'Seen,', '!', '! ('
        # Each by itself and before some of the others, or before all of them.
        $others = if ($env:IMAPPS_LONG_TESTS) { $texts.Count } else { 7 }
        $failures = for ($i = 0; $i -lt $texts.Count; $i++) {
            $first = $texts[$i]
            foreach ($second in @('') + (1..$others | ForEach-Object { $texts[($i + 4 * $_) % $texts.Count] })) {
                try { $null = Get-Completion "Search-Imap INBOX { $first $second" } catch { "$first $second`: $_" }
            }
        }
        $failures | Should -BeNullOrEmpty
    }

    It 'is as fast as the rest, however long the line is' {
        $long = 'Search-Imap INBOX { ' + ("Subject -like 'a' -and " * 2000) + 'Si'
        (Get-CompletionText $long) | Should -Be 'Size'
    }

    It 'takes what is parsed already, as editors give it' {
        $tree, $tokens, $place = [Management.Automation.CommandCompletion]::MapStringInputToParsedInput('Search-Imap INBOX { Sub }', 23) | ForEach-Object { $_.Item1, $_.Item2, $_.Item3 }
        (TabExpansion2 -ast $tree -tokens $tokens -positionOfCursor $place).CompletionMatches.CompletionText | Should -Be Subject
    }

    It 'leaves TabExpansion2 as it was when the module goes, and what came over it' {
        $shell = [powershell]::Create()
        try {
            $script = {
                param($module)
                $before = "${function:TabExpansion2}"
                Import-Module $module
                $during = "${function:TabExpansion2}"
                Import-Module $module -Force
                (TabExpansion2 'Search-Imap INBOX { Subj' 24).CompletionMatches.CompletionText
                (TabExpansion2 'Get-ChildIt' 11).CompletionMatches.CompletionText
                Remove-Module ImapPS
                $during -ne $before
                "${function:TabExpansion2}" -eq $before
                Import-Module $module
                function global:TabExpansion2 { 'mine' }
                Remove-Module ImapPS
                TabExpansion2
            }
            $shell.AddScript($script).AddArgument($module).Invoke() | Should -Be 'Subject', 'Get-ChildItem', $true, $true, 'mine'
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally { $shell.Dispose() }
    }
}
